import type { Origin } from "../../drift/finding/origin.js";

export type Commit = NonNullable<Origin["commit"]>;

/** @param time in seconds since 1970, as git writes it. A commit can have any. */
export function toCommit(hash: string, author: string, time: string, subject: string): Commit | undefined {
  const date = new Date(Number(time) * 1000);
  return Number.isNaN(date.getTime()) ? undefined : { hash, author, date: date.toISOString(), subject };
}
