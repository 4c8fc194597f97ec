import { toState } from "../../../model/rules/project.js";
import { pick, type Properties } from "../../../model/rules/record.js";
import { user as kind, userFields } from "../../../model/schema/user.js";
import type { HandlerContext } from "../handler.js";
import { warnOfOtherValues } from "./other-values.js";

const optionNames = Object.keys(kind.options);

/**
 * What the state keeps of a user, apart from groups, roles and custom data, which are written last: the declared fields as
 * the service answered them, and the options. `sent`: the fields that the answer confirms, or keeps in another spelling.
 */
export function outputsOf(
  context: HandlerContext,
  declared: Properties,
  observed: Properties,
  previous: Properties = {},
  sent: readonly string[] = [],
): Record<string, unknown> {
  warnOfOtherValues(context, declared, sent, observed);
  const owned = toState(userFields, declared, observed, previous, sent);
  return { ...owned, ...pick(declared, optionNames), userPoolId: context.pool.userPoolId };
}
