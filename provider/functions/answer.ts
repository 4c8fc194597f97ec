import type { Properties } from "../../model/rules/record.js";
import { NotFoundError } from "../../sdk/index.js";
import type { Freshness, PoolReader } from "./pool-reader.js";

/** A question about the pool. */
export interface Question extends Freshness {
  /** As the checks let them pass. */
  readonly args: Properties;
  /** Whether messages show names in full. */
  readonly isDebug: boolean;
}

/** Answers the calls of one function. */
export type Answer = (pool: PoolReader, question: Question) => Promise<Properties>;

/** A string among checked arguments, or its default. */
export function textIn(args: Properties, name: string, unset = ""): string {
  const value = args[name];
  return typeof value === "string" ? value : unset;
}

export function stringsIn(args: Properties, name: string): string[] {
  const value = args[name];
  return Array.isArray(value) ? value.map(String) : [];
}

/** @param what what was looked for, such as `group engineering` */
export function notFound(operation: string, what: string): Error {
  const apiMessage = `there is no ${what}`;
  return new NotFoundError(apiMessage, { operation, apiMessage });
}

/** Those that exist, each once. */
export async function existing<Found>(
  keys: readonly string[],
  read: (key: string) => Promise<Found | "gone">,
): Promise<Found[]> {
  const found = await Promise.all([...new Set(keys)].map(read));
  return found.flatMap((one) => (one === "gone" ? [] : [one as Found]));
}
