import { digestKey, type Field, type FieldTable } from "../fields/field.js";
import { makeDigest, matchesDigest } from "./digest.js";
import type { Properties } from "./record.js";
import { isSame } from "./same.js";

/**
 * What the state keeps after a write: the declared fields, and of each what the API answered. A field that the
 * answer says nothing about is taken as written. The digest of an unchanged secret stays as it was.
 */
export function toState(
  fields: FieldTable,
  declared: Properties,
  answer: Properties,
  former: Properties = {},
): Record<string, unknown> {
  const state: Record<string, unknown> = {};
  for (const [name, field] of Object.entries(fields)) {
    const value = declared[name];
    if (value === undefined) continue;
    if (field.stored === "digest") {
      if (typeof value === "string") state[digestKey(name)] = renewDigest(value, former[digestKey(name)]);
    } else {
      keep(state, name, field, value, answer[name]);
    }
  }
  return state;
}

/** Projects a read onto what was declared: every other field of the person is none of ours. */
export function projectRead(
  fields: FieldTable,
  state: Properties,
  observed: Properties,
): Record<string, unknown> {
  const projected: Record<string, unknown> = {};
  for (const [name, field] of Object.entries(fields)) {
    if (field.stored === "digest") {
      if (state[digestKey(name)] !== undefined) projected[digestKey(name)] = state[digestKey(name)];
    } else if (state[name] !== undefined) {
      keep(projected, name, field, state[name], observed[name]);
    }
  }
  return projected;
}

/** The names of the fields that a state owns and a read can compare. */
export function ownedFields(fields: FieldTable, state: Properties): string[] {
  return Object.entries(fields)
    .filter(
      ([name, field]) => field.stored === "value" && field.onChange === "update" && state[name] !== undefined,
    )
    .map(([name]) => name);
}

/** Keeps the known spelling where both mean the same, so that a difference in spelling is no drift. */
function keep(
  target: Record<string, unknown>,
  name: string,
  field: Field,
  known: unknown,
  observed: unknown,
): void {
  // What the API takes at creation only can't be repaired: it is written once and not compared.
  const isCompared = field.onChange === "update" && observed !== undefined;
  if (!isCompared || isSame(field, known, observed)) target[name] = known;
  // A field that somebody emptied by hand is dropped: to the next plan it is missing.
  else if (observed !== null && observed !== "") target[name] = observed;
}

function renewDigest(secret: string, former: unknown): string {
  return typeof former === "string" && matchesDigest(secret, former) ? former : makeDigest(secret);
}
