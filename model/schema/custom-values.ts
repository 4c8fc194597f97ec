import { z } from "zod";

import { type CustomValue, encodeCustomValue } from "../../sdk/udf/encoding.js";

/** A value as a program declares it: times are strings in ISO 8601. */
export type DeclaredCustomValue = Exclude<CustomValue, Date>;

/** Values of custom fields by key. */
export type CustomValues = Readonly<Record<string, DeclaredCustomValue>>;

/** What a program may declare. A key with null is not declared. */
export const customValues: z.ZodType<CustomValues> = z.unknown().transform((data, context) => {
  if (typeof data !== "object" || data === null || Array.isArray(data)) {
    context.addIssue({ code: "custom", message: "must be an object of keys and values" });
    return z.NEVER;
  }
  const values: [string, DeclaredCustomValue][] = [];
  const declared: Readonly<Record<string, unknown>> = { ...data };
  for (const [key, value] of Object.entries(declared)) {
    if (value === null || value === undefined) continue;
    if (key !== "" && key !== dropped && isDeclarable(value)) values.push([key, value]);
    else context.addIssue({ code: "custom", path: [key], message: mistakeOf(key, value) });
  }
  return Object.fromEntries(values);
});

/** Pulumi drops this key of an object, and what stands there. */
const dropped = "__proto__";

function isDeclarable(value: unknown): value is DeclaredCustomValue {
  return !(value instanceof Date) && !hasDropped(value) && encodeCustomValue(value) !== undefined;
}

function hasDropped(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return false;
  return Object.hasOwn(value, dropped) || Object.values(value).some(hasDropped);
}

function mistakeOf(key: string, value: unknown): string {
  if (key === dropped || hasDropped(value)) return `must not have the key ${dropped}, which Pulumi drops`;
  if (key === "") return "must have a key that is not empty";
  if (Array.isArray(value)) return "must not be a list; declare an object that contains the list";
  return "must be a string, a finite number, true, false or a JSON object";
}
