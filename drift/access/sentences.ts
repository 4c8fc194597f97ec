import { printable } from "../../model/rules/printable.js";
import { labelOfUrn } from "../../model/rules/urn.js";
import { defaultNamespace } from "../../sdk/index.js";
import type { Owner } from "../finding/parts.js";
import { cut } from "../finding/shorten.js";
import { originsOf } from "../report/sentences.js";
import type { Access, AccessReport, UserAccess } from "./access-report.js";

// The sentences that several formats share.

/** What a reader needs to recognize a value. CSV and JSON have it in full. */
const longest = 160;

/** The access of one user, or the user without any. */
export interface AccessRow {
  readonly user: UserAccess;
  readonly access: Access | undefined;
}

/** A row for everything that a user has, and one for a user who has nothing. */
export function rowsOf({ users }: AccessReport): AccessRow[] {
  return users.flatMap((user): AccessRow[] =>
    user.access.length === 0
      ? [{ user, access: undefined }]
      : user.access.map((access) => ({ user, access })),
  );
}

/** `2 users with 5 groups, roles and policies, 1 of them by hand`. */
export function summaryOf({ counts: { users, access, byHand } }: AccessReport): string {
  const people = `${users} ${users === 1 ? "user" : "users"}`;
  if (access === 0) return `${people} without access`;
  const what = access === 1 ? "1 group, role or policy" : `${access} groups, roles and policies`;
  return `${people} with ${what}, ${byHand} of them by hand`;
}

/** What was not read although it can give access, a line each. */
export function gapsOf({ completeness }: AccessReport): string[] {
  return completeness.notRead.filter(({ counts }) => counts).map(({ message }) => `Not read: ${message}.`);
}

/** What the report never covers, in one sentence. */
export function limitsOf({ completeness }: AccessReport): string {
  const messages = completeness.notRead.filter(({ counts }) => !counts).map(({ message }) => message);
  return `Not read: ${messages.join("; ")}.`;
}

/** `role admin in billing`. */
export function nameOfAccess({ type, code, namespace = defaultNamespace }: Access): string {
  const where = namespace === defaultNamespace ? "" : ` in ${shown(namespace)}`;
  return `${type} ${shown(code)}${where}`;
}

/** Where something is from, a line each: lines of files, or resources where no line is known. */
export function sourcesOf({
  source,
  origins,
  owners,
}: Pick<Access, "origins" | "owners" | "source">): string[] {
  if (source === "hand") return ["by hand"];
  if (source === "unknown") return ["perhaps a resource whose codes the state keeps secret"];
  return origins.length > 0 ? originsOf({ origins }) : owners.map(describeOwner);
}

/** `User ada in dev`. */
export function describeOwner({ source, urn }: Owner): string {
  return shown(`${labelOfUrn(urn)} in ${source}`);
}

/** `until 2026-12-31`, or `ended on 2026-12-31`; empty without an end. */
export function endOf({ until, reason, ended }: Access): string {
  if (until === undefined) return "";
  return `${ended ? "ended on" : "until"} ${until}${reason === undefined ? "" : `: ${shown(reason)}`}`;
}

/** Whether the user can log in, where that is not so. */
export function marksOf({ blocked, status }: UserAccess): string[] {
  const other = status === undefined || status === "Activated" ? [] : [shown(status.toLowerCase())];
  return [...(blocked ? ["blocked"] : []), ...other];
}

function shown(text: string): string {
  return cut(printable(text), longest);
}
