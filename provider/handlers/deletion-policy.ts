import { isAdopted } from "../../model/rules/bookkeeping.js";
import type { Properties } from "../../model/rules/record.js";
import type { Kind } from "../../model/schema/kind.js";

/** What the deletion of the resource does to its object. */
export function deletionPolicyOf({ options }: Kind, state: Properties): unknown {
  // Another stack may manage an adopted object: only a declared policy removes it.
  return state["deletionPolicy"] ?? (isAdopted(state) ? "retain" : options["deletionPolicy"]?.default);
}

/** Whether the object stays although the program declares no policy. */
export function isKeptAsAdopted(state: Properties): boolean {
  return isAdopted(state) && state["deletionPolicy"] === undefined;
}
