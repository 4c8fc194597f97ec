import { digestKey, type Field, type FieldTable } from "../schema/field.js";
import { matchesDigest } from "./digest.js";
import type { Properties } from "./record.js";
import { isSame } from "./same.js";
import { unconfirmedFields } from "./unconfirmed.js";
import { isUnknown } from "./unknown.js";

/** The difference between what the state keeps and what the program declares. */
export interface ChangePlan {
  /** Field to value, as the API takes it: only what differs. */
  readonly updates: Readonly<Record<string, unknown>>;
  /** The fields among the updates that left the program and are cleared. */
  readonly cleared: readonly string[];
  /** Fields that differ and that the API takes at creation only. */
  readonly refused: readonly string[];
  /** Fields whose value only `up` will know. */
  readonly undecided: readonly string[];
}

/**
 * Plans what has to be sent. The state holds exactly the fields that were declared, so a field that is there and
 * no longer declared was ours and is cleared; a field that was never declared is never looked at. What may be written or
 * not is written again, or cleared.
 */
export function planChange(fields: FieldTable, state: Properties, declared: Properties): ChangePlan {
  const updates: Record<string, unknown> = {};
  const cleared: string[] = [];
  const refused: string[] = [];
  const undecided: string[] = [];
  const unconfirmed = unconfirmedFields(state);
  for (const [name, field] of Object.entries(fields)) {
    const value = declared[name];
    if (value === undefined) {
      const isSet = unconfirmed.includes(name) || !isSame(field, state[name], field.unset);
      if (field.whenRemoved === "clear" && isSet) {
        updates[name] = field.unset;
        cleared.push(name);
      }
    } else if (isUnknown(value)) {
      undecided.push(name);
    } else if (unconfirmed.includes(name) || !isKept(name, field, state, value)) {
      if (field.onChange === "refuse") refused.push(name);
      else updates[name] = value;
    }
  }
  return { updates, cleared, refused, undecided };
}

/** Whether the state already holds the declared value. */
function isKept(name: string, field: Field, state: Properties, value: unknown): boolean {
  if (field.stored === "value") {
    // What the state does not hold was never compared: false or an empty text is news there, too. At creation, a field
    // that is not given is unset.
    const isKnown = state[name] !== undefined || field.onChange === "refuse";
    return isKnown && isSame(field, state[name], value);
  }
  const digest = state[digestKey(name)];
  return typeof digest === "string" && typeof value === "string" && matchesDigest(value, digest);
}

export function isEmptyPlan(plan: ChangePlan): boolean {
  return Object.keys(plan.updates).length + plan.refused.length + plan.undecided.length === 0;
}
