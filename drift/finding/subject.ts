import { codedLabel } from "../../model/rules/coded.js";
import { printable } from "../../model/rules/printable.js";
import { uniqueUserFields } from "../../sdk/index.js";
import { isNewUser, objectId, userId } from "./finding-id.js";
import type { ObjectRef, UserRef } from "./parts.js";
import { kindOfObject } from "./objects.js";
import { cut } from "./shorten.js";

/** The user or the object that an entry of a report is about. */
type About = { readonly user: UserRef } | { readonly object: ObjectRef };

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

/** The id of a user, as reports show it beside the name. A program names those who do not exist yet. */
export function shownUserId({ id }: UserRef): string {
  return cut(printable(id), longestName);
}

/** The same for all entries about one user or object, and for no other. */
export function subjectKeyOf(entry: About & { readonly userPoolId: string }): string {
  if ("user" in entry && !isNewUser(entry.user.id)) return entry.user.id;
  const id = "user" in entry ? userId(entry.user.id) : objectId(entry.object);
  return `${encodeURIComponent(entry.userPoolId)}/${id}`;
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
