import { uniqueUserFields } from "../../sdk/users/user-fields.js";
import type { Properties } from "./record.js";

/**
 * How messages name a person: by the first unique field that is known. Messages end up in pipeline logs, so the name
 * is masked unless the stack asks for `approw:debug`.
 */
export function userLabel(person: Properties, isDebug: boolean): string {
  const name = uniqueUserFields.find((field) => typeof person[field] === "string");
  if (name === undefined) return "without a unique field";
  const value = String(person[name]);
  return `${name} ${isDebug ? value : mask(value)}`;
}

/** Masks the unique fields of a person, and every email address, in a text that others wrote in part. */
export function maskUser(message: string, person: Properties): string {
  const names = uniqueUserFields
    .map((field) => person[field])
    // Shorter ones are parts of other words.
    .filter((value): value is string => typeof value === "string" && value.length >= shortestName)
    .sort((some, other) => other.length - some.length);
  return names.reduce((text, name) => text.replaceAll(name, mask), maskEmails(message));
}

const shortestName = 4;

/** Masks the email addresses in a text that others wrote. */
export function maskEmails(message: string): string {
  return message.replace(/[^\s@"'`<>()]+@[^\s@"'`<>(),;]+/gu, mask);
}

/** `ada@example.com` becomes `a***@example.com`, `ada` becomes `a***`. */
function mask(value: string): string {
  const at = value.lastIndexOf("@");
  return `${value.slice(0, 1)}***${at > 0 ? value.slice(at) : ""}`;
}
