import { PartialWriteError } from "../../../model/errors.js";
import { unconfirmedFields, withNotes } from "../../../model/rules/bookkeeping.js";
import type { Properties } from "../../../model/rules/record.js";
import { isSame } from "../../../model/rules/same.js";
import { isUserField, userFields } from "../../../model/schema/user.js";
import type { HandlerContext } from "../handler.js";

/** Whether a field that was to be cleared still has the value that the state knows. */
export function isStillSet(name: string, state: Properties, answer: Properties): boolean {
  if (!isUserField(name) || state[name] === undefined || answer[name] === undefined) return false;
  return isSame(userFields[name], answer[name], state[name]);
}

/**
 * Clears fields that null did not clear. The meaning of null to the service is not documented, so an empty string is tried
 * in the fields that take one. A field that stays set is kept in the state, so that it never counts as cleared.
 */
export async function clearStubborn(
  { pool }: HandlerContext,
  id: string,
  outs: Record<string, unknown>,
  kept: readonly string[],
): Promise<Record<string, unknown>> {
  const strings = kept.filter((name) => isUserField(name) && userFields[name].schema.safeParse("").success);
  const attempt = Object.fromEntries(strings.map((name) => [name, ""]));
  const answer =
    strings.length === 0 ? {} : await pool.update(id, attempt).catch((error: unknown) => ({ error }));
  const observed: Properties = { ...answer };
  const stubborn = kept.filter((name) => observed[name] === undefined || isStillSet(name, outs, observed));
  const remaining = Object.fromEntries(
    Object.entries(outs).filter(([name]) => !kept.includes(name) || stubborn.includes(name)),
  );
  if (stubborn.length === 0) return remaining;
  const { error } = observed;
  const reason = error instanceof Error ? `: ${error.message}` : "";
  throw new PartialWriteError(
    `user ${id} was updated, but the service keeps the previous value of ${stubborn.join(", ")}${reason}. Declare the ` +
      "value that it should have",
    id,
    remaining,
  );
}

/**
 * Clears the temporary username of a user who had no unique field while the phone number passed to another user. Where that
 * fails, the next `up` clears it.
 */
export async function clearTemporaryUsername(
  { pool }: HandlerContext,
  id: string,
  outs: Record<string, unknown>,
): Promise<void> {
  try {
    await pool.update(id, { username: null });
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    const unconfirmed = ["username", ...unconfirmedFields(outs)];
    throw new PartialWriteError(
      `user ${id} was updated, but keeps a temporary username: ${reason}. The next \`pulumi up\` clears it`,
      id,
      withNotes(outs, { unconfirmed }),
      { cause },
    );
  }
}
