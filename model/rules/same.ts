import type { Field } from "../schema/field.js";

/** Whether two values mean the same. Undefined, null, an empty string and the cleared value are one. */
export function isSame(field: Field, one: unknown, other: unknown): boolean {
  return (isBlank(field, one) && isBlank(field, other)) || field.equals(one, other);
}

/** Whether a value is that of a field that was never set. */
function isBlank(field: Field, value: unknown): boolean {
  return value === undefined || value === null || value === "" || value === field.unset;
}
