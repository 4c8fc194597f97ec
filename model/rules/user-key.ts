import { type UserField, uniqueUserFields, userField } from "../../sdk/users/user-fields.js";
import { userFields } from "../schema/user.js";
import type { CheckFailure } from "./check-inputs.js";
import type { Properties } from "./record.js";
import { isSame } from "./same.js";

/** A field that identifies at most one user each. */
export type UniqueField = (typeof uniqueUserFields)[number];

/** What the service is asked for to find a user by one unique field. */
export type UniqueKey = Partial<Record<UserField, string>>;

/** A user without any of the unique fields, whom the service could not tell from another. */
export const noUniqueField: CheckFailure = {
  property: "username",
  reason: `declare at least one of ${uniqueUserFields.join(", ")}; the service identifies users by them`,
};

/** The declared unique fields of a user, as one string. The same string means the same user. */
export function userKey(declared: Properties): string {
  return JSON.stringify(uniqueValues(declared));
}

/** The declared unique fields of a user, in their canonical spelling. */
export function uniqueValues(declared: Properties): [name: UniqueField, value: string][] {
  return uniqueUserFields.flatMap((name): [UniqueField, string][] => {
    const value = declared[name];
    return typeof value === "string" ? [[name, userFields[name].canonical(value)]] : [];
  });
}

/** The value by which an import names a user in place of the id, as in `username:ada`. Undefined for an id. */
export function uniqueValueIn(
  id: string,
): { readonly field: UniqueField; readonly value: string } | undefined {
  const [name, ...value] = id.split(":");
  const field = uniqueUserFields.find((each) => each === name);
  return field === undefined ? undefined : { field, value: value.join(":") };
}

/** The keys to look a user up by: the declared unique fields as they are written. */
export function declaredKeys(declared: Properties): UniqueKey[] {
  return uniqueUserFields.flatMap((name) => {
    const value = declared[name];
    return typeof value === "string" ? [{ [name]: value }] : [];
  });
}

/** Whether a user has every declared unique value. */
export function hasDeclaredKeys(user: Properties, declared: Properties): boolean {
  return uniqueValues(declared).every(([name, value]) => isSame(userFields[name], value, user[name]));
}

/**
 * The unique values of a user, without what the service may ignore when it compares them, such as case: users without one
 * in common are different ones.
 */
export function looseKeys(user: Properties): string[] {
  return uniqueValues(user)
    .map(([name, value]) => [name, value.normalize("NFKC").trim().toLowerCase()] as const)
    .filter(([, value]) => value !== "")
    .map(([name, value]) => `${name} ${value}`);
}

/** Other keys by which the service may know the same user: other spellings of the declared unique fields. */
export function otherKeys(declared: Properties): UniqueKey[] {
  return uniqueUserFields.flatMap((name) => {
    const value = declared[name];
    return typeof value === "string" ? otherSpellings(name, value).map((other) => ({ [name]: other })) : [];
  });
}

/** The canonical spelling, and each with composed and with decomposed characters. */
function otherSpellings(name: UniqueField, value: string): string[] {
  const spellings = userField(name).caseBlind ? [value] : [value, userFields[name].canonical(value)];
  const all = spellings.flatMap((spelling) => [spelling.normalize("NFC"), spelling.normalize("NFD")]);
  return [...new Set(all)].filter((spelling) => spelling !== value);
}
