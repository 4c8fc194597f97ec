import type { CustomDataOutcomes, CustomValue } from "../../sdk/index.js";
import type { Field } from "../schema/field.js";
import type { UserKind } from "../schema/kind.js";
import { isSameCustomValue } from "./custom-data.js";
import type { Properties } from "./record.js";

/** How reports call one custom value of a user: `customData.badge`. */
export function customFieldName({ subject }: UserKind, key: string): string {
  return `${subject.customData}.${key}`;
}

/** The parts of a field's name: the key where it is one custom value. */
export function splitFieldName(field: string): { name: string; key: string | undefined } {
  const [name = "", key] = field.split(/\.(.*)/su);
  return { name, key };
}

/** The row of one custom value: that of all of them, but comparing one. */
export function customFieldRow({ subject, fields }: UserKind): Field | undefined {
  const all = fields[subject.customData];
  const equals = (declared: unknown, observed: unknown): boolean =>
    declared !== undefined && isSameCustomValue(declared as CustomValue, observed);
  return all && { ...all, equals, unset: null };
}

/** The custom values of a user in the pool, by these names. */
export function customFieldsOf(kind: UserKind, observed: CustomDataOutcomes = new Map()): Properties {
  const values = [...observed].map(([key, value]) => [customFieldName(kind, key), written(value)] as const);
  return Object.fromEntries(values);
}

/** A value that does not have the type of its field is told by a remark in its place. */
function written(value: CustomValue | Error): unknown {
  return value instanceof Error ? "(a value of another type)" : value;
}
