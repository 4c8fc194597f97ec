import { PartialWriteError, UserGoneError } from "../../../model/errors.js";
import { bookkeepingOutput, unconfirmedFields, withNotes } from "../../../model/rules/bookkeeping.js";
import { pick, presentProperties, type Properties } from "../../../model/rules/record.js";
import { isUserField, user as kind } from "../../../model/schema/user.js";
import { isNotFound, isOutcomeUnknown, type PartialCreateError, userFields } from "../../../sdk/index.js";
import type { HandlerContext } from "../handler.js";
import { withKnownAccess } from "./access.js";
import { outputsOf } from "./outputs.js";

const namesAcceptedOnUpdate = Object.keys(kind.fields).filter(
  (name) => isUserField(name) && userFields[name].write === "updateOnly",
);

/** What the API accepts on update only follows the creation: where that failed, none of it counts as set. */
export function halfDone(
  context: HandlerContext,
  declared: Properties,
  cause: PartialCreateError,
): PartialWriteError {
  const { id } = cause.user;
  const missing = Object.keys(pick(declared, namesAcceptedOnUpdate));
  const observed = { ...cause.user, ...Object.fromEntries(missing.map((name) => [name, null])) };
  const unconfirmedNames = isOutcomeUnknown(cause.cause) ? missing : [];
  const reason = cause.cause instanceof Error ? cause.cause.message : cause.message;
  return new PartialWriteError(
    `user ${id} was created, but without ${missing.join(", ")}: ${reason}. The next \`pulumi up\` sets what is missing`,
    id,
    {
      ...outputsOf(context, declared, observed),
      ...bookkeepingOutput({ unconfirmed: unconfirmedNames }),
    },
    { cause },
  );
}

/** An update that failed. Where it is not known whether it was done, the state says so and the next `up` repeats it. */
export function unconfirmed(id: string, state: Properties, updates: object, error: unknown): never {
  if (isNotFound(error)) throw new UserGoneError(id, { cause: error });
  if (!isOutcomeUnknown(error)) throw error;
  const names = [...new Set([...unconfirmedFields(state), ...Object.keys(updates)])];
  const reason = error instanceof Error ? error.message : String(error);
  throw new PartialWriteError(
    `it is not known whether user ${id} was updated: ${reason}. The next \`pulumi up\` sets ${names.join(", ")} again`,
    id,
    withNotes(withKnownAccess(presentProperties(state), state), { unconfirmed: names }),
    { cause: error },
  );
}
