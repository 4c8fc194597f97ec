import type { Field } from "../schema/field.js";
import { isSame } from "./same.js";

/** Whether the service answered another value than was sent. */
export function isOtherValue(field: Field, sent: unknown, answered: unknown): boolean {
  const isCompared = field.stored === "value" && field.onChange === "update" && answered !== undefined;
  return isCompared && !isSame(field, sent, answered);
}

/**
 * Whether the service keeps a string in another spelling than was sent: trimmed, in lower case, a date with a time. To
 * send it again in every run would change nothing.
 */
export function isRespelling(field: Field, sent: unknown, answered: unknown): boolean {
  const areStrings = typeof sent === "string" && typeof answered === "string" && answered !== "";
  return areStrings && isOtherValue(field, sent, answered);
}
