import { type UserField, uniqueUserFields, userField } from "../../sdk/users/user-fields.js";
import { userFields } from "../schema/user.js";
import type { Properties } from "./record.js";

type UniqueField = (typeof uniqueUserFields)[number];

/** What the service is asked for to find a person by one unique field. */
export type UniqueKey = Partial<Record<UserField, string>>;

/** The unique fields that are declared of one person, as one text: who declares the same declares the same person. */
export function userKey(declared: Properties): string {
  return JSON.stringify(uniqueValues(declared));
}

/** The unique fields that are declared of one person, in their canonical spelling. */
function uniqueValues(declared: Properties): [name: UniqueField, value: string][] {
  return uniqueUserFields.flatMap((name): [UniqueField, string][] => {
    const value = declared[name];
    return typeof value === "string" ? [[name, userFields[name].canonical(value)]] : [];
  });
}

/** By what to look a person up: the declared unique fields, as they are spelt. */
export function declaredKeys(declared: Properties): UniqueKey[] {
  return uniqueUserFields.flatMap((name) => {
    const value = declared[name];
    return typeof value === "string" ? [{ [name]: value }] : [];
  });
}

/** By what the service might know the same person and does not see it: the canonical spellings, where they differ. */
export function otherKeys(declared: Properties): UniqueKey[] {
  return uniqueValues(declared)
    .filter(([name, value]) => value !== declared[name] && !userField(name).caseBlind)
    .map(([name, value]) => ({ [name]: value }));
}
