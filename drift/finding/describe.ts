import { splitFieldName } from "../../model/rules/custom-data-field.js";
import { printable } from "../../model/rules/printable.js";
import { defaultNamespace } from "../../sdk/index.js";
import { cut, cutPair, listed } from "./shorten.js";
import type { Difference } from "./finding.js";
import type { FieldValue, HeldPolicy, HeldRole } from "./parts.js";

/** What a reader needs to recognize a value or a list. JSON has them in full. */
const longestValue = 160;
const mostCodes = 3;

/** A role or policy in its namespace. */
interface ScopedCode {
  readonly namespace: string;
  readonly code: string;
}
type Unmanaged = Extract<Difference, { kind: "user-unmanaged" }>;

/** How a value from the pool is shown among our own words. */
export type Mark = (value: string) => string;

/** What was found, in one sentence without the user or object. Everything in it that is not ours went through `mark`. */
export function describeDifference(difference: Difference, mark: Mark = (value) => value): string {
  const undeclared = (otherwise: string): string => endShown(difference, mark) ?? otherwise;
  const show = (code: string): string => mark(shown(code));
  // A custom field has a key that a program chose.
  const showField = (field: string): string => {
    const { name, key } = splitFieldName(field);
    return key === undefined ? name : `${name} ${show(key)}`;
  };
  const showRole = ({ role: code, namespace }: Pick<HeldRole, "namespace" | "role">): string =>
    scopedShown({ code, namespace }, mark);
  const showPolicy = ({ policy: code, namespace }: Pick<HeldPolicy, "namespace" | "policy">): string =>
    scopedShown({ code, namespace }, mark);
  switch (difference.kind) {
    case "field-changed":
    case "object-changed": {
      const [observed, declared] = showPair(difference.observed, difference.declared);
      const observedNow = difference.observed === null ? observed : mark(observed);
      const what = `${showField(difference.field)} is ${observedNow} but`;
      const end = endShown(difference, mark, "the user left");
      return end === undefined ? `${what} ${mark(declared)} is declared` : `${what} ${end}`;
    }
    case "user-gone":
    case "object-gone":
      return "no longer exists";
    case "object-unmanaged":
      return "is not managed by any resource";
    case "user-unmanaged":
      return `is not managed by any ${difference.owners.length === 0 ? "resource" : "User resource"}; ${describeHeld(difference, mark)}${describeAccount(difference, mark)}`;
    case "user-conflict":
    case "object-conflict":
      return `is managed by ${difference.owners.length} resources`;
    case "group-added":
      return `is in the group ${show(difference.group)}, ${undeclared("which an exhaustive resource does not declare")}`;
    case "group-foreign":
      return `is in the group ${show(difference.group)}, ${undeclared("which no program declares")}`;
    case "group-removed":
      return `is not in the declared group ${show(difference.group)}`;
    case "group-conflict":
      return `the group ${show(difference.group)} is set by ${difference.owners.length} resources`;
    case "role-added":
      return `holds the role ${showRole(difference)}, ${undeclared("which an exhaustive resource does not declare")}`;
    case "role-foreign":
      return `holds the role ${showRole(difference)}, ${undeclared("which no program declares")}`;
    case "role-removed":
      return `does not hold the declared role ${showRole(difference)}`;
    case "role-conflict":
      return `the role ${showRole(difference)} is set by ${difference.owners.length} resources`;
    case "policy-added":
    case "object-policy-added":
      return `has the policy ${showPolicy(difference)}, ${undeclared("which an exhaustive resource does not declare")}`;
    case "policy-foreign":
    case "object-policy-foreign":
      return `has the policy ${showPolicy(difference)}, ${undeclared("which no program declares")}`;
    case "policy-removed":
    case "object-policy-removed":
      return `does not have the declared policy ${showPolicy(difference)}`;
    case "policy-conflict":
    case "object-policy-conflict":
      return `the policy ${showPolicy(difference)} is set by ${difference.owners.length} resources`;
  }
}

/** The same beside other pools, where it also says which pool it is in. */
export function describeInPool(difference: Difference, userPoolId: string, mark?: Mark): string {
  const pool = printable(userPoolId);
  return `${describeDifference(difference, mark)} (user pool ${mark === undefined ? pool : mark(pool)})`;
}

/** The end of an access that a roster gave, in place of what is said of others that no program declares. */
function endShown(difference: Difference, mark: Mark, subject = "which ended"): string | undefined {
  if (!("ended" in difference) || difference.ended === undefined) return undefined;
  const { until, reason, place } = difference.ended;
  const where = mark(cut(printable(place), longestValue));
  const why = reason === undefined ? "" : `: ${mark(cut(printable(reason), longestValue))}`;
  return `${subject} on ${until} (${where}${why})`;
}

/** Of many roles or policies, those that no program declares come first. */
function describeHeld({ groups, roles, policies = [] }: HeldByUnmanaged, mark: Mark): string {
  const roleCodes = roles.map(({ role: code, ...held }) => ({ code, ...held }));
  const policyCodes = policies.map(({ policy: code, ...held }) => ({ code, ...held }));
  const groupCodes = groups.map((group) => mark(shown(group)));
  const held = [
    ...(roles.length === 0 ? [] : [`holds ${counted(bySuspicion(roleCodes, mark), "roles")}`]),
    ...(policies.length === 0 ? [] : [`has ${counted(bySuspicion(policyCodes, mark), "policies")}`]),
    ...(groups.length === 0 ? [] : [`is in ${counted(groupCodes, "groups")}`]),
  ];
  return held.length === 0 ? "holds no role and is in no group" : held.join("; ");
}

type HeldByUnmanaged = Pick<Unmanaged, "groups" | "policies" | "roles">;

function bySuspicion(all: readonly (ScopedCode & { readonly declared: boolean })[], mark: Mark): string[] {
  const sorted = all.toSorted((one, other) => Number(one.declared) - Number(other.declared));
  return (all.length > mostCodes + 1 ? sorted : all).map((held) =>
    held.declared ? `${scopedShown(held, mark)} (declared)` : scopedShown(held, mark),
  );
}

/** `"a", "b"`, or `300 groups: "a", "b", "c", and 297 more`. */
function counted(words: readonly string[], what: string): string {
  const list = listed(words, mostCodes);
  return words.length > mostCodes + 1 ? `${words.length} ${what}: ${list}` : list;
}

/** Whether the user can log in at all. */
function describeAccount({ blocked, status }: Unmanaged, mark: Mark): string {
  return [
    ...(blocked === true ? ["is blocked"] : []),
    ...(status === undefined || status === "Activated"
      ? []
      : [`is ${mark(printable(status.toLowerCase()))}`]),
  ]
    .map((words) => `; ${words}`)
    .join("");
}

function scopedShown({ code, namespace }: ScopedCode, mark: Mark): string {
  const marked = mark(shown(code));
  return namespace === defaultNamespace ? marked : `${marked} in ${mark(shown(namespace))}`;
}

function shown(code: string): string {
  return cut(written(code), longestValue);
}

function showPair(one: FieldValue, other: FieldValue): [string, string] {
  return cutPair(written(one), written(other), longestValue);
}

function written(value: FieldValue): string {
  return value === null ? "not set" : printable(JSON.stringify(value));
}
