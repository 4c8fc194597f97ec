import { printable } from "../../../model/rules/printable.js";
import type { Properties } from "../../../model/rules/record.js";
import { isOtherValue } from "../../../model/rules/respelling.js";
import { mask, userLabel } from "../../../model/rules/user-label.js";
import { isUserField, userFields } from "../../../model/schema/user.js";
import type { HandlerContext } from "../handler.js";

/** Says where the service keeps another value than it was sent. */
export function warnOfOtherValues(
  { warn, isDebug }: HandlerContext,
  declared: Properties,
  sent: readonly string[],
  answer: Properties,
): void {
  const show = (value: unknown): string => shown(value, isDebug);
  for (const name of sent.filter(isUserField)) {
    const [value, kept] = [declared[name], answer[name]];
    if (value === undefined || !isOtherValue(userFields[name], value, kept)) continue;
    const values = userFields[name].secret ? "" : `: ${show(kept)} instead of ${show(value)}`;
    warn(
      `the service keeps another value of ${name} than declared (user ${userLabel(declared, isDebug)})${values}. Declare ` +
        "the value that the service keeps",
    );
  }
}

function shown(value: unknown, isDebug: boolean): string {
  if (typeof value !== "string") return JSON.stringify(value);
  return JSON.stringify(isDebug ? printable(value) : mask(value));
}
