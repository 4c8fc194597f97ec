import { toState } from "../../../model/rules/project.js";
import { pick, type Properties } from "../../../model/rules/record.js";
import { user as kind } from "../../../model/schema/user.js";
import type { HandlerContext } from "../handler.js";

const optionNames = Object.keys(kind.options);

/** What the state keeps of a user: the declared fields as the service answered them, and the options. */
export function outputsOf(
  { pool }: HandlerContext,
  declared: Properties,
  observed: Properties,
  previous: Properties = {},
): Record<string, unknown> {
  const owned = toState(kind.fields, declared, observed, previous);
  return { ...owned, ...pick(declared, optionNames), userPoolId: pool.userPoolId };
}
