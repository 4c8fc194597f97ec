import type { Scoped } from "../../../../roster/reading/scoped.js";
import { type About, aboutOf, type RosterChange } from "../../../../roster/update/change.js";
import { defaultNamespace } from "../../../../sdk/index.js";
import type { Intent } from "./intent.js";

export type ChangeIntent = Extract<Intent, { is: "change" }>;

/** Names a change: that which is made, and that which is wanted, have the same. */
export function nameOfChange(change: RosterChange): string {
  return nameOf(change.kind, aboutOf(change));
}

export function nameOfIntent({ by, about }: ChangeIntent): string {
  return nameOf(by, about);
}

/** Names the entry that something is about, with all its parts. */
export function entryIn({ subject, key, id, namespace = defaultNamespace }: About): string {
  return JSON.stringify([subject, key, id, namespace]);
}

/** Whether a difference that cannot be written is about the part of the entry that a change is wanted of. */
export function concerns({ field, edge, target }: About, { by, about }: ChangeIntent): boolean {
  const isWhole = field === undefined && edge === undefined;
  return isWhole || by === "added" || partIn({ field, edge, target }) === partIn(about);
}

function nameOf(by: RosterChange["kind"], about: About): string {
  return JSON.stringify([by, entryIn(about), partIn(about)]);
}

type Part = { readonly [Name in "edge" | "field" | "target"]?: About[Name] | undefined };

function partIn({ field, edge, target }: Part): string {
  return JSON.stringify([field, edge, target && textOf(target)]);
}

export function textOf({ namespace, code }: Scoped): string {
  return JSON.stringify([namespace, code]);
}
