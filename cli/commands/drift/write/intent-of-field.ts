import { type FieldValue, toFieldValue } from "../../../../drift/finding/parts.js";
import { isSame } from "../../../../model/rules/same.js";
import type { Field } from "../../../../model/schema/field.js";
import { changing, done, type EntryOf, type Intent, refused, runUpFirst } from "./intent.js";

interface FieldOf extends EntryOf {
  readonly field: string;
}

/** Only a value that the finding says is declared is replaced. */
export function intentOfField(
  { subject, key, field }: FieldOf,
  row: Field,
  written: unknown,
  declared: FieldValue,
  observed: FieldValue,
): Intent {
  if (written === undefined) return refused(`${runUpFirst}: it does not declare ${field}`);
  if (means(row, written, observed)) return done("the roster already has the value of the pool");
  if (!means(row, written, declared)) return refused(`${runUpFirst}: it declares another value for ${field}`);
  return changing("field", { subject, key, field });
}

/** Whether a value is the one that a finding shows. It shows values with parts as JSON. */
export function means(row: Field, value: unknown, shown: FieldValue): boolean {
  return (
    isSame(row, value, shown) ||
    toFieldValue(value) === shown ||
    (typeof shown === "string" && isSame(row, value, parsed(shown)))
  );
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return json;
  }
}
