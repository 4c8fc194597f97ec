import type { Field, FieldTable } from "../schema/field.js";
import { unconfirmedFields } from "./bookkeeping.js";
import { isDigested } from "./digest.js";
import type { Properties } from "./record.js";
import { isSame } from "./same.js";
import { isUnknown } from "./unknown.js";

/** The difference between what the state keeps and what the program declares. */
export interface ChangePlan {
  /** Field to value, as the API takes it: only what differs. */
  readonly updates: Readonly<Record<string, unknown>>;
  /** The fields among the updates that were removed from the program and are cleared. */
  readonly cleared: readonly string[];
  /** The fields among the updates whose change makes another object. */
  readonly replaced: readonly string[];
  /** Fields that differ and that the API accepts at creation only. */
  readonly refused: readonly string[];
  /** Fields whose value only `up` will know. */
  readonly undecided: readonly string[];
}

/**
 * Plans what has to be sent. The state holds exactly the fields that were declared. A field that is there and no
 * longer declared was ours and is cleared; a field that was never declared is never looked at. A field whose last write
 * is unconfirmed is written again, or cleared.
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
  const replaced = Object.keys(updates).filter((name) => fields[name]?.onChange === "replace");
  return { updates, cleared, replaced, refused, undecided };
}

/** Whether the state already holds the declared value. */
function isKept(name: string, field: Field, state: Properties, value: unknown): boolean {
  if (field.stored === "value") {
    // What the state does not hold was never compared, so false or an empty string is a change there, too. A field that
    // is given at creation only has its unset value where it was not given.
    const isKnown = state[name] !== undefined || field.onChange !== "update";
    return isKnown && (isSame(field, state[name], value) || isDigested(state, name, value));
  }
  return isDigested(state, name, value);
}

export function isEmptyPlan(plan: ChangePlan): boolean {
  return Object.keys(plan.updates).length + plan.refused.length + plan.undecided.length === 0;
}
