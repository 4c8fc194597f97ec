import type { Properties } from "../../../model/rules/record.js";
import { isSame } from "../../../model/rules/same.js";
import { userFields } from "../../../model/schema/user.js";
import type { User } from "../../../sdk/index.js";
import { longAgo } from "../../pool/writing/user-remover.js";
import type { HandlerContext } from "../handler.js";

/** The fields that decide, besides the declared ones. */
export const blockingFields = ["blocked", "tokenExpiredAt"] as const;

/**
 * What an adoption sets besides the declared fields: a user whom deletionPolicy "block" had blocked lost all tokens, and
 * gets them back with the account. A user who stays blocked is reported.
 */
export function unblocking({ warn }: HandlerContext, known: User, declared: Properties): Properties {
  if (!isSame(userFields.tokenExpiredAt, known.tokenExpiredAt, longAgo)) return {};
  if ((declared["blocked"] ?? known.blocked) !== true) {
    return declared["tokenExpiredAt"] === undefined
      ? { tokenExpiredAt: userFields.tokenExpiredAt.unset }
      : {};
  }
  if (declared["blocked"] === undefined) {
    warn(
      `the adopted user ${known.id} was blocked by deletionPolicy "block" and stays blocked. To unblock the user, declare ` +
        "blocked: false",
    );
  }
  return {};
}
