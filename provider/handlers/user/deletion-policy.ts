import { isAdopted } from "../../../model/rules/bookkeeping.js";
import type { Properties } from "../../../model/rules/record.js";
import { user as kind } from "../../../model/schema/user.js";

/** What the deletion of the resource does to its user. */
export function deletionPolicyOf(state: Properties): unknown {
  // Another stack may manage an adopted user: only a declared policy removes the account.
  return state["deletionPolicy"] ?? (isAdopted(state) ? "retain" : kind.options.deletionPolicy.default);
}
