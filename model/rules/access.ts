import type { ScopedEntry } from "../schema/field.js";
import type { AccessList, UserKind } from "../schema/kind.js";
import type { EdgeSet } from "./edges.js";
import { userHolder } from "./holder.js";
import type { Properties } from "./record.js";

/**
 * The groups and roles that a user resource declares, or that its state holds: one set for each scope. There is none for a
 * list that is not declared; an empty list is an empty set.
 */
export function accessSetsOf({ subject }: UserKind, userId: string, properties: Properties): EdgeSet[] {
  return subject.access.flatMap((list) => setsOf(list, userId, properties));
}

/** The lists of a user resource that hold these sets, the inverse. */
export function accessLists({ subject }: UserKind, sets: readonly EdgeSet[]): Record<string, unknown> {
  const lists = subject.access.flatMap(({ edge, codes, scope: usual }) => {
    const own = sets.filter((set) => set.edge === edge);
    const entries = own.flatMap((set) => set.codes.map((code) => entryOf(code, set.scope, usual)));
    return own.length === 0 ? [] : [[codes, entries] as const];
  });
  return Object.fromEntries(lists);
}

/** The same set may differ in its codes. */
export function accessKey({ edge, scope }: Pick<EdgeSet, "edge" | "scope">): string {
  return JSON.stringify([edge, scope]);
}

function setsOf(
  { edge, codes, exhaustive, scope: usual }: AccessList,
  userId: string,
  properties: Properties,
): EdgeSet[] {
  const entries = properties[codes];
  if (!Array.isArray(entries)) return [];
  const isExhaustive = properties[exhaustive] === true;
  const byScope = new Map<string | undefined, string[]>([[usual, []]]);
  for (const entry of entries) {
    const { code, scope } = readEntry(entry, usual);
    byScope.set(scope, [...(byScope.get(scope) ?? []), code]);
  }
  return [...byScope].map(([scope, some]) => ({
    edge,
    holder: userHolder(userId),
    codes: some,
    scope,
    exhaustive: isExhaustive,
  }));
}

function readEntry(entry: unknown, usual: string | undefined): { code: string; scope: string | undefined } {
  if (typeof entry !== "object" || entry === null) return { code: String(entry), scope: usual };
  const { code, namespace }: { code?: unknown; namespace?: unknown } = entry;
  return { code: String(code), scope: typeof namespace === "string" ? namespace : usual };
}

function entryOf(code: string, scope: string | undefined, usual: string | undefined): ScopedEntry {
  return scope === usual || scope === undefined ? code : { code, namespace: scope };
}
