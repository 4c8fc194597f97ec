import { codedLabel } from "../../model/rules/coded.js";
import { printable } from "../../model/rules/printable.js";
import { uniqueUserFields } from "../../sdk/index.js";
import type { Difference, Finding } from "./finding.js";
import type { ObjectRef, UserRef } from "./parts.js";
import { objectId } from "./finding-id.js";
import { kindOfObject } from "./objects.js";
import { cut } from "./shorten.js";

/** The user or the object that a finding is about. */
type About = Pick<Extract<Difference, { user: UserRef }>, "user"> | { readonly object: ObjectRef };

/** What a reader needs to recognize a name. JSON has it in full. */
const longestName = 100;

/**
 * How reports name it: a user by the first unique field that is known, otherwise by the full name or the id; an object by
 * its type and code.
 */
export function nameOf(about: About): string {
  return cut(printable("user" in about ? nameOfUser(about.user) : labelOf(about.object)), longestName);
}

/**
 * By what else a reader may know it: the email and the phone number of a user, unless they are the name already; the name
 * of an object.
 */
export function contactsOf(about: About): string[] {
  return otherNames(about).flatMap((name) => (name === undefined ? [] : [cut(printable(name), longestName)]));
}

/** The same for all findings about one user or object, and for no other. */
export function subjectKeyOf(finding: Finding): string {
  return "user" in finding
    ? finding.user.id
    : `${encodeURIComponent(finding.userPoolId)}/${objectId(finding.object)}`;
}

function nameOfUser(user: UserRef): string {
  return user[namingField(user)] ?? user.id;
}

function namingField(user: UserRef): keyof UserRef {
  return [...uniqueUserFields, "name" as const].find((name) => user[name] !== undefined) ?? "id";
}

function labelOf({ type, code, namespace }: ObjectRef): string {
  return codedLabel(kindOfObject(type), { object: type, code, scope: namespace });
}

function otherNames(about: About): readonly (string | undefined)[] {
  if ("object" in about) return about.object.name === about.object.code ? [] : [about.object.name];
  const naming = namingField(about.user);
  return (["email", "phone"] as const).filter((field) => field !== naming).map((field) => about.user[field]);
}
