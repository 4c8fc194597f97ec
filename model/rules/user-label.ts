import { uniqueUserFields } from "../../sdk/users/user-fields.js";
import type { Properties } from "./record.js";

/**
 * How messages name a user: by the first unique field that is known. Messages end up in pipeline logs, so the name is
 * masked unless the stack sets `approw:debug`.
 */
export function userLabel(user: Properties, isDebug: boolean): string {
  const name = uniqueUserFields.find((field) => typeof user[field] === "string");
  if (name === undefined) return "without a unique field";
  const value = String(user[name]);
  return `${name} ${isDebug ? value : mask(value)}`;
}

/** Masks the unique fields of a user, and every email address, in a message that the service wrote in part. */
export function maskUser(message: string, user: Properties): string {
  const names = uniqueUserFields
    .map((field) => user[field])
    // Shorter ones are parts of other words.
    .filter((value): value is string => typeof value === "string" && value.length >= shortestName)
    .sort((some, other) => other.length - some.length);
  return names.reduce((text, name) => text.replaceAll(name, mask), maskEmails(message));
}

const shortestName = 4;

/** Masks the email addresses in a message that the service wrote. */
export function maskEmails(message: string): string {
  return message.replace(/[^\s@"'`<>()]+@[^\s@"'`<>(),;]+/gu, mask);
}

/** `ada@example.com` becomes `a***@example.com`, `ada` becomes `a***`. */
export function mask(value: string): string {
  const at = value.lastIndexOf("@");
  return `${value.slice(0, 1)}***${at > 0 ? value.slice(at) : ""}`;
}
