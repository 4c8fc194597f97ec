import { isSame } from "../../model/rules/same.js";
import { uniqueValues } from "../../model/rules/user-key.js";
import { customValues, type DeclaredCustomValue } from "../../model/schema/custom-values.js";
import type { Field } from "../../model/schema/field.js";
import { user as kind } from "../../model/schema/index.js";
import { attachedFields } from "../../model/schema/kind.js";
import { customTypeName } from "../../model/schema/user-field.js";
import { type CustomDataType, uniqueUserFields } from "../../sdk/index.js";
import { fitsDataType } from "../../sdk/udf/encoding.js";
import type { Omission } from "./omission.js";
import { compareTexts } from "./order.js";
import type { PoolUser } from "./pool-contents.js";
import { mistakeInWritten } from "./writable.js";

/** What a roster says of a user; without values, the user cannot be declared. */
export interface DeclaredPerson {
  readonly values: Record<string, unknown> | undefined;
  readonly omissions: readonly Omission[];
}

const notInFields = new Set(attachedFields(kind.subject));

/** The fields that an export can hold: everything but secrets, groups and roles, and custom data. */
export const exportedFields: readonly (readonly [name: string, field: Field])[] = Object.entries<Field>(
  kind.fields,
).filter(([name, field]) => !field.secret && field.stored === "value" && !notInFields.has(name));

/**
 * Values of unique fields that several users have, as the provider compares them. It would take these users for one, so none
 * of them is declared with the value.
 */
export function clashingValues(users: readonly PoolUser[]): ReadonlySet<string> {
  const seen = new Set<string>();
  const clashing = new Set<string>();
  for (const text of users.flatMap(({ fields }) => uniqueValues(fields).map(asText))) {
    if (seen.has(text)) clashing.add(text);
    seen.add(text);
  }
  return clashing;
}

/**
 * @param clashing see `clashingValues`
 * @param types the types of the custom fields that the roster declares
 */
export function declarePerson(
  user: PoolUser,
  clashing: ReadonlySet<string>,
  types: ReadonlyMap<string, CustomDataType>,
): DeclaredPerson {
  const subject = subjectOf(user);
  if (user.fields["status"] === "Archived")
    return without(subject, "the user is archived, and archived users cannot be changed");
  const omissions: Omission[] = [];
  const omit = (part: string, reason: string): void => void omissions.push({ subject, part, reason });
  const { status } = user.fields;
  if (typeof status === "string" && status !== "Activated")
    omit("status", `a roster cannot say that the user is ${status.toLowerCase()}`);
  const clashes = new Set(
    uniqueValues(user.fields)
      .filter((unique) => clashing.has(asText(unique)))
      .map(([name]): string => name),
  );
  const values: Record<string, unknown> = {};
  for (const [name, field] of exportedFields) {
    const value = user.fields[name];
    if (isSame(field, value, field.unset) || field.isSetByService(value)) continue;
    const mistake = clashes.has(name) ? "another user has the same value" : mistakeIn(field, value);
    if (mistake === undefined) values[name] = value;
    else omit(name, mistake);
  }
  if (uniqueUserFields.every((name) => values[name] === undefined)) {
    const reasons = omissions
      .filter(({ part }) => uniqueUserFields.some((name) => name === part))
      .map(({ part, reason }) => `${part ?? ""}: ${reason}`);
    const names = `${uniqueUserFields.slice(0, -1).join(", ")} or ${uniqueUserFields.at(-1) ?? ""}`;
    const why = reasons.length === 0 ? "" : ` (${reasons.join("; ")})`;
    return without(subject, `the user has no ${names} that can be declared${why}`);
  }
  const data = declaredCustomData(user, types, omit);
  if (data.length > 0) values[kind.subject.customData] = Object.fromEntries(data);
  return { values, omissions };
}

/** How a report names a user. */
export function subjectOf({ id, fields }: PoolUser): string {
  const name = uniqueUserFields.map((field) => fields[field]).find((value) => typeof value === "string");
  return name === undefined || name === "" ? `user ${id}` : `user ${name} (${id})`;
}

function without(subject: string, reason: string): DeclaredPerson {
  return { values: undefined, omissions: [{ subject, part: undefined, reason }] };
}

/** Why a value cannot be declared as it is. */
export function mistakeIn(field: Field, value: unknown): string | undefined {
  const mistake = mistakeInWritten(value);
  if (mistake !== undefined) return mistake;
  const { success, data, error } = field.schema.safeParse(value);
  if (!success) return error.issues[0]?.message ?? "the value is invalid";
  return isSame(field, data, value) ? undefined : "a declared value would differ from it";
}

function declaredCustomData(
  { customData, mistyped }: PoolUser,
  types: ReadonlyMap<string, CustomDataType>,
  omit: (part: string, reason: string) => void,
): [key: string, value: DeclaredCustomValue][] {
  const name = kind.subject.customData;
  for (const key of mistyped) omit(`${name}.${key}`, "the value does not have the type of its field");
  return customData
    .toSorted(([one], [other]) => compareTexts(one, other))
    .flatMap(([key, found]): [string, DeclaredCustomValue][] => {
      if (found === "") return [];
      const value = withoutNull(found) as DeclaredCustomValue;
      const mistake = mistakeInCustomValue(key, value, types.get(key));
      if (mistake === undefined) return [[key, value]];
      omit(`${name}.${key}`, mistake);
      return [];
    });
}

/** The type is that of the declared field, which decides how a roster is read. */
function mistakeInCustomValue(
  key: string,
  value: DeclaredCustomValue,
  type: CustomDataType | undefined,
): string | undefined {
  if (type !== undefined && !fitsDataType(type, value))
    return `the value must be of the type ${customTypeName(type)}`;
  return (
    mistakeInWritten({ [key]: value }) ?? customValues.safeParse({ [key]: value }).error?.issues[0]?.message
  );
}

/** A property that is null is as good as missing. In a list it is not. */
function withoutNull(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutNull);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).filter(([, part]) => part !== null);
  return Object.fromEntries(entries.map(([key, part]) => [key, withoutNull(part)]));
}

function asText([name, value]: readonly [string, string]): string {
  return `${name} ${value}`;
}
