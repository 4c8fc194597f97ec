import { z } from "zod";

import { printable } from "../../model/rules/printable.js";
import { cut, listed } from "../finding/shorten.js";

/** Something in which access can stand and that a review has not read. */
export const notRead = z.strictObject({
  subject: z.string().describe("What was not read, in a word that stays the same, such as `namespaces`."),
  counts: z
    .boolean()
    .describe("Whether it makes this review incomplete. False for what no review can read through the API."),
  message: z.string().describe("What was not read, and why or what to do."),
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
