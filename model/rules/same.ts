import type { Field } from "../schema/field.js";

/** Whether declared and observed mean the same to people. Nothing, null, empty and the cleared value are one. */
export function isSame(field: Field, one: unknown, other: unknown): boolean {
  return (isBlank(field, one) && isBlank(field, other)) || field.equals(one, other);
}

/** Whether a value says no more than the field says by itself when nobody has set it. */
function isBlank(field: Field, value: unknown): boolean {
  return value === undefined || value === null || value === "" || value === field.unset;
}
