import { UnsafeChangeError } from "../../../model/errors.js";
import type { Properties } from "../../../model/rules/record.js";
import { isSame } from "../../../model/rules/same.js";
import { userLabel } from "../../../model/rules/user-label.js";
import { userFields } from "../../../model/schema/user.js";
import { isApiError, uniqueUserFields, type UserSnapshot } from "../../../sdk/index.js";
import type { HandlerContext } from "../handler.js";
import { isTemporary } from "./temporary-values.js";

/** The service's code for a deletion of the user pool's owner. */
const ownerCode = 2212;

/** Deletes a user, or blocks the account: only if the pool still has the user whom the state knows. */
export async function removeUser(
  { pool, isDebug }: HandlerContext,
  id: string,
  state: Properties,
  how: "block" | "delete",
): Promise<void> {
  const label = `${id} (${userLabel(state, isDebug)})`;
  const verify = (observed: UserSnapshot): void => {
    assertSameUser(state, observed, label);
  };
  try {
    const what = `${how === "block" ? "blocking" : "deleting"} user ${label}`;
    await pool.remove({ id, how, verify }, { userId: id, what });
  } catch (error) {
    throw isApiError(error) && error.apiCode === ownerCode ? explainOwner(label, error) : error;
  }
}

/**
 * An id could belong to another user by now, after a restore or a mistake in the state. A temporary value names the user
 * as well as the previous one did: only this provider sets it, and only for the user of this id.
 */
function assertSameUser(state: Properties, observed: UserSnapshot, label: string): void {
  const { id, fields } = observed;
  const known = uniqueUserFields.filter((name) => state[name] !== undefined);
  const isSameUser =
    known.some((name) => isSame(userFields[name], state[name], fields[name])) ||
    uniqueUserFields.some((name) => isTemporary(id, name, fields[name]));
  if (isSameUser || known.length === 0) return;
  throw new UnsafeChangeError(
    `user ${label} is not the user whom the state knows: the pool has a different ${known.join(" and a different ")}. ` +
      "Nothing was removed. Check the user in the console. If it is the right one, run `pulumi refresh` so that the " +
      "state knows the new value, then try again",
  );
}

function explainOwner(label: string, cause: Error): Error {
  return new UnsafeChangeError(
    `user ${label} owns the user pool and was not deleted: ${cause.message}. Restore the resource with ` +
      'deletionPolicy: "retain", run `pulumi up`, and then remove it again',
    { cause },
  );
}
