import type { FieldTable } from "../schema/field.js";
import { declaresForeign } from "./foreign-codes.js";
import { planChange } from "./plan-change.js";
import type { Properties } from "./record.js";

/** What the engine has to know of a difference. */
export interface Difference {
  readonly changes: boolean;
  /** Properties whose change needs another object. */
  readonly replaces?: string[];
  readonly deleteBeforeReplace?: boolean;
}

/**
 * The difference of a membership or a role assignment. `identity` names the properties that make it another object, and
 * `codes` the one that holds its codes. An identity that only `up` will know is a change and no replacement: it mostly
 * turns out to be the same person.
 */
export function diffAssignment(
  fields: FieldTable,
  identity: readonly string[],
  codes: string,
  state: Properties,
  declared: Properties,
): Difference {
  const { updates, undecided } = planChange(fields, state, declared);
  const replaces = identity.filter((name) => name in updates);
  const isOptionChanged = (state["exhaustive"] ?? false) !== (declared["exhaustive"] ?? false);
  const declaredCodes = declared[codes];
  const isOwnedAnew = Array.isArray(declaredCodes) && declaresForeign(state, declaredCodes.map(String));
  const changes = Object.keys(updates).length + undecided.length > 0 || isOptionChanged || isOwnedAnew;
  return replaces.length > 0 ? { changes, replaces } : { changes };
}
