import { UnsafeChangeError } from "../../../model/errors.js";
import type { Properties } from "../../../model/rules/record.js";
import { userLabel } from "../../../model/rules/user-label.js";
import type { User } from "../../../sdk/index.js";
import type { HandlerContext } from "../handler.js";

/** The error for a creation whose user is already in the pool. */
export function alreadyExists(
  { isDebug }: HandlerContext,
  declared: Properties,
  found: readonly User[],
  cause?: Error,
): Error {
  const ids = found.map(({ id }) => id).join(" and ");
  const reason = cause === undefined ? "" : `: ${cause.message}`;
  return new UnsafeChangeError(
    `the user (${userLabel(declared, isDebug)}) is already in the pool with the id ${ids}. Nothing was created${reason}. ` +
      "If you renamed the resource, add its previous name as an alias. If you asked for a replacement (--replace, or a " +
      "taint), the engine creates the new user before it deletes the previous one: set deleteBeforeReplace: true, or run " +
      "`pulumi state untaint`. To take over a user whom no stack manages, set " +
      "adopt: true on the resource or run `pulumi config set approw:adopt true`",
    { cause },
  );
}
