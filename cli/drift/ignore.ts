import { closest } from "../../model/rules/closest.js";
import { CommandError } from "../failure.js";
import type { Difference } from "./finding.js";

/** Who or what is knowingly outside of code: `username:svc-*`, `email-domain:partner.example`, `group:newsletter`. */
export interface IgnoreRule {
  readonly subject: (typeof subjects)[number];
  readonly pattern: RegExp;
  /** The rule as it was written. */
  readonly text: string;
  /** `file:line:column`, or the option. */
  readonly place: string;
}

const subjects = ["username", "email-domain", "group"] as const;

/**
 * Reads the lines of a `.approwignore`. Empty lines say nothing, nor does what comes after a `#` at the beginning of a
 * line or behind a blank.
 *
 * @throws CommandError with file, line and column of the first mistake
 */
export function parseIgnoreFile(file: string, text: string): IgnoreRule[] {
  return text.split(/\r?\n/u).flatMap((line, index) => {
    const rule = line.replace(/(?:^|\s)#.*$/u, "");
    const column = rule.search(/\S/u) + 1;
    return column === 0 ? [] : [parseIgnoreRule(`${file}:${index + 1}:${column}`, rule)];
  });
}

/** @throws CommandError that begins with `place` */
export function parseIgnoreRule(place: string, text: string): IgnoreRule {
  const { word = "", value = "" } = /^(?<word>[^:]*):?(?<value>.*)$/su.exec(text.trim())?.groups ?? {};
  const subject = subjects.find((known) => known === word.trim());
  if (subject === undefined) {
    const meant = closest(word.trim(), subjects);
    const hint = meant === undefined ? `write one of ${subjects.join(", ")}` : `did you mean ${meant}?`;
    throw new CommandError(`${place}: "${word.trim()}" is nothing to ignore people by: ${hint}`);
  }
  const wanted = value.trim().replace(/^@/u, "");
  if (wanted === "") throw new CommandError(`${place}: ${subject} of whom? Write ${subject}:PATTERN`);
  return { subject, pattern: toPattern(wanted, subject === "email-domain"), text: text.trim(), place };
}

/** `*` stands for any text. Domains know no case; names and codes do. */
function toPattern(wanted: string, ignoresCase: boolean): RegExp {
  const literals = wanted.split("*").map((part) => part.replace(/[\\^$.+?()[\]{}|/]/gu, "\\$&"));
  return new RegExp(`^${literals.join(".*")}$`, ignoresCase ? "isu" : "su");
}

/** The rules by which a difference is outside of code on purpose: an unmanaged person, or a membership in a group. */
export function rulesFor(rules: readonly IgnoreRule[], difference: Difference): IgnoreRule[] {
  return rules.filter(({ subject, pattern }) =>
    wordsOf(subject, difference).some((word) => pattern.test(word)),
  );
}

function wordsOf(subject: IgnoreRule["subject"], difference: Difference): readonly string[] {
  if (difference.kind === "group-foreign") return subject === "group" ? [difference.group] : [];
  // A person to whom a program gives groups or roles is not outside of code.
  if (difference.kind !== "person-unmanaged" || difference.owners.length > 0) return [];
  const { username, email } = difference.person;
  switch (subject) {
    case "username":
      return username === undefined ? [] : [username];
    case "email-domain":
      return email === undefined ? [] : [email.slice(email.lastIndexOf("@") + 1)];
    case "group":
      return difference.groups;
  }
}
