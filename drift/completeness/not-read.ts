import { z } from "zod";

import { printable } from "../../model/rules/printable.js";
import { cut, listed } from "../finding/shorten.js";

/** Something that can give access and that a review has not read. */
export const notRead = z.strictObject({
  subject: z.string().describe("The subject that was not read, such as `namespaces`. It stays the same."),
  counts: z
    .boolean()
    .describe("Whether it makes the report incomplete. It is false for the limits that every report has."),
  message: z.string().describe("The subject in words, with the reason or what to do about it."),
});
export type NotRead = z.infer<typeof notRead>;

const longestReason = 300;
const mostNamespaces = 5;

/** The service did not list the namespaces. Roles in one that nothing names are unseen. */
export function unlistedNamespaces(reason: string): NotRead {
  return {
    subject: "namespaces",
    counts: true,
    message: `roles in namespaces that neither a state nor --role-namespace names, because the service did not list the namespaces (${shortened(reason)})`,
  };
}

/** The service listed these namespaces, but refused to return the roles of users in them. */
export function refusedNamespaces(codes: readonly string[], reason: string): NotRead {
  const namespaces = listed(codes.map(printable), mostNamespaces);
  return {
    subject: "namespaces",
    counts: true,
    message: `roles in the ${codes.length === 1 ? "namespace" : "namespaces"} ${namespaces}, because the service refused to return them (${shortened(reason)})`,
  };
}

function shortened(reason: string): string {
  return cut(printable(reason), longestReason);
}

/** Where access can exist that the API does not show, or that no state declares. No review reads it. */
export const limits: readonly NotRead[] = [
  {
    subject: "inherited-roles",
    counts: false,
    message: "roles that groups or departments pass on to their members",
  },
  {
    subject: "permissions",
    counts: false,
    message:
      "the permissions behind roles, such as authorized resources and parent roles, and policies in namespaces in which no state declares any",
  },
  {
    subject: "logins",
    counts: false,
    message: "passwords, and accounts at identity providers that are linked to users",
  },
  {
    subject: "archived-users",
    counts: false,
    message: "archived users that no state names (they have neither groups nor roles and cannot log in)",
  },
  {
    subject: "console",
    counts: false,
    message: "administrators of the console, and the secrets of applications",
  },
];
