import { isSame } from "../../model/rules/same.js";
import { uniqueValues } from "../../model/rules/user-key.js";
import { customValues, type DeclaredCustomValue } from "../../model/schema/custom-values.js";
import type { Field } from "../../model/schema/field.js";
import { user as kind } from "../../model/schema/index.js";
import { attachedFields } from "../../model/schema/kind.js";
import { uniqueUserFields } from "../../sdk/index.js";
import type { Omission } from "./omission.js";
import { compareTexts } from "./order.js";
import type { PoolUser } from "./pool-contents.js";

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

export function declarePerson(user: PoolUser, clashing: ReadonlySet<string>): DeclaredPerson {
  const subject = subjectOf(user);
  if (user.fields["status"] === "Archived")
    return without(subject, "the user is archived, and the service lets nobody change archived users");
  const omissions: Omission[] = [];
  const omit = (part: string, reason: string): void => void omissions.push({ subject, part, reason });
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
  const data = declaredCustomData(user, omit);
  if (data.length > 0) values[kind.subject.customData] = Object.fromEntries(data);
  return { values, omissions };
}

/** How a report names a user. */
function subjectOf({ id, fields }: PoolUser): string {
  const name = uniqueUserFields.map((field) => fields[field]).find((value) => typeof value === "string");
  return name === undefined || name === "" ? `user ${id}` : `user ${name} (${id})`;
}

function without(subject: string, reason: string): DeclaredPerson {
  return { values: undefined, omissions: [{ subject, part: undefined, reason }] };
}

/** Why a value cannot be declared as it is. */
export function mistakeIn(field: Field, value: unknown): string | undefined {
  const { success, data, error } = field.schema.safeParse(value);
  if (!success) return error.issues[0]?.message ?? "the value is invalid";
  return isSame(field, data, value) ? undefined : "a declared value would differ from it";
}

function declaredCustomData(
  { customData, mistyped }: PoolUser,
  omit: (part: string, reason: string) => void,
): [key: string, value: DeclaredCustomValue][] {
  const name = kind.subject.customData;
  for (const key of mistyped) omit(`${name}.${key}`, "the value does not have the type of its field");
  return customData
    .toSorted(([one], [other]) => compareTexts(one, other))
    .flatMap(([key, value]): [string, DeclaredCustomValue][] => {
      if (value === "") return [];
      const mistake = mistakeInCustomValue(key, value);
      if (mistake === undefined) return [[key, value]];
      omit(`${name}.${key}`, mistake);
      return [];
    });
}

function mistakeInCustomValue(key: string, value: DeclaredCustomValue): string | undefined {
  if (typeof value === "number" && Number.isInteger(value) && !Number.isSafeInteger(value))
    return "the number is too large to be written without a loss";
  return customValues.safeParse({ [key]: value }).error?.issues[0]?.message;
}

function asText([name, value]: readonly [string, string]): string {
  return `${name} ${value}`;
}
