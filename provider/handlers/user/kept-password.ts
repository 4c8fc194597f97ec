import { UnsafeChangeError } from "../../../model/errors.js";
import type { CheckFailure } from "../../../model/rules/check-inputs.js";
import type { ChangePlan } from "../../../model/rules/plan-change.js";
import type { Properties } from "../../../model/rules/record.js";
import { isUnknown } from "../../../model/rules/unknown.js";

/**
 * The API takes a password as it is at creation only. An update would hash the declared hash again, and the user could no
 * longer log in. `olds` are the declared values of the last run.
 */
export function checkKeptPassword(olds: Properties, inputs: Properties): CheckFailure[] {
  const [before, now] = [olds["password"], inputs["password"]];
  const isChanged =
    typeof before === "string" && typeof now === "string" && !isUnknown(now) && now !== before;
  return isChanged && inputs["keepPassword"] === true ? [{ property: "password", reason }] : [];
}

/** The same against the state: after a refresh that found drift, the last run's values lack the password. */
export function refuseKeptPassword({ updates }: ChangePlan, { keepPassword }: Properties): void {
  if (keepPassword === true && updates["password"] !== undefined) throw new UnsafeChangeError(reason);
}

const reason =
  "password cannot change while keepPassword is true, because the API accepts a hashed password at creation only. Restore " +
  "the previous value, or remove keepPassword and declare the new password in plain text";
