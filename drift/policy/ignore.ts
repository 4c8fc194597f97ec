import { InputError } from "../../model/errors.js";
import { closest } from "../../model/rules/closest.js";
import { codedId } from "../../model/rules/coded.js";
import type { Difference } from "../finding/finding.js";
import type { ObjectRef } from "../finding/parts.js";
import { kindOfObject, type ObjectType, objectTypes } from "../finding/objects.js";
import { wildcard } from "./wildcard.js";

const userRuleTypes = ["username", "email-domain"] as const;

/** A type of objects has rules of the same name. */
type RuleType = ObjectType | (typeof userRuleTypes)[number];

const ruleTypes: readonly RuleType[] = [...userRuleTypes, ...objectTypes];

/**
 * What is outside of code on purpose: `username:svc-*`, `email-domain:partner.example`, `group:newsletter`,
 * `role:default/auditor`.
 */
export interface IgnoreRule {
  readonly type: RuleType;
  /** Whether it matches a username, a domain, the code of a group, or the namespace and code of a role. */
  readonly matches: (word: string) => boolean;
  /** The rule as it was written. */
  readonly text: string;
  /** `file:line:column`, or the option. */
  readonly place: string;
}

/** What each rule looks like, in the words of a help text. */
export const ignoreRuleForms: readonly string[] = ruleTypes.map(formOf);

/**
 * Reads the lines of a `.approwignore`. Empty lines have no meaning. A `#` at the beginning of a line or after a space
 * begins a comment.
 *
 * @throws InputError with file, line and column of the first mistake
 */
export function parseIgnoreFile(file: string, text: string): IgnoreRule[] {
  return text.split(/\r?\n/u).flatMap((line, index) => {
    const rule = line.replace(/(?:^|\s)#.*$/u, "");
    const column = rule.search(/\S/u) + 1;
    return column === 0 ? [] : [parseIgnoreRule(`${file}:${index + 1}:${column}`, rule)];
  });
}

/** @throws InputError that begins with `place` */
export function parseIgnoreRule(place: string, text: string): IgnoreRule {
  const { word = "", value = "" } = /^(?<word>[^:]*):?(?<value>.*)$/su.exec(text.trim())?.groups ?? {};
  const type = ruleTypes.find((known) => known === word.trim());
  if (type === undefined) {
    const meant = closest(word.trim(), ruleTypes);
    const hint = meant === undefined ? `use one of ${ruleTypes.join(", ")}` : `did you mean ${meant}?`;
    throw new InputError(`${place}: unknown rule type "${word.trim()}": ${hint}`);
  }
  const wanted = value.trim().replace(/^@/u, "");
  if (wanted === "") throw new InputError(`${place}: ${type} has no pattern: write ${formOf(type)}`);
  if (hasNamespace(type) && !wanted.includes("/"))
    throw new InputError(`${place}: ${type} has no namespace: write ${formOf(type)}`);
  return { type, matches: matcherOf(type, wanted), text: text.trim(), place };
}

function formOf(type: RuleType): string {
  return `${type}:${hasNamespace(type) ? "NAMESPACE/" : ""}PATTERN`;
}

function hasNamespace(type: RuleType): boolean {
  const object = objectTypes.find((each) => each === type);
  return object !== undefined && kindOfObject(object).subject.scope !== undefined;
}

/** Domains are not case-sensitive; names and codes are. */
function matcherOf(type: RuleType, wanted: string): IgnoreRule["matches"] {
  if (type !== "email-domain") return wildcard(wanted);
  const matches = wildcard(wanted.toLowerCase());
  return (word) => matches(word.toLowerCase());
}

/** The rules that leave out a difference: an unmanaged user or object, or an undeclared membership in a group. */
export function rulesFor(rules: readonly IgnoreRule[], difference: Difference): IgnoreRule[] {
  return rules.filter(({ type, matches }) => wordsOf(type, difference).some(matches));
}

function wordsOf(type: RuleType, difference: Difference): readonly string[] {
  if (difference.kind === "object-unmanaged")
    return type === difference.object.type ? [wordOfObject(difference.object)] : [];
  if (difference.kind === "group-foreign") return type === "group" ? [difference.group] : [];
  // A user to whom a program gives groups or roles is not outside of code.
  if (difference.kind !== "user-unmanaged" || difference.owners.length > 0) return [];
  const { username, email } = difference.user;
  switch (type) {
    case "username":
      return username === undefined ? [] : [username];
    case "email-domain":
      return email === undefined ? [] : [email.slice(email.lastIndexOf("@") + 1)];
    case "group":
      return difference.groups;
    default:
      return [];
  }
}

/** The pattern of an object that matches it alone. */
export function wordOfObject({ code, namespace }: ObjectRef): string {
  return codedId({ code, scope: namespace });
}
