import { printable } from "../../model/rules/printable.js";
import type { Difference } from "./finding.js";
import { type Mark, type ScopedCode, Shown, writtenPair } from "./show.js";
import { listed } from "./shorten.js";

/** What a reader needs to recognize a list. JSON has it in full. */
const mostCodes = 3;

type Unmanaged = Extract<Difference, { kind: "user-unmanaged" }>;

/** What was found, in one sentence without the user or object. Everything in it that is not ours went through `mark`. */
export function describeDifference(difference: Difference, mark: Mark = (value) => value): string {
  const shown = new Shown(mark);
  const undeclared = (otherwise: string): string => endShown(difference, shown) ?? otherwise;
  switch (difference.kind) {
    case "field-changed":
    case "object-changed": {
      const [observed, declared] = writtenPair(difference.observed, difference.declared);
      const observedNow = difference.observed === null ? observed : mark(observed);
      const what = `${shown.field(difference.field)} is ${observedNow} but`;
      const end = endShown(difference, shown, "the user left");
      return end === undefined ? `${what} ${mark(declared)} is declared` : `${what} ${end}`;
    }
    case "user-gone":
    case "object-gone":
      return "no longer exists";
    case "object-unmanaged":
      return "is not managed by any resource";
    case "user-unmanaged":
      return `is not managed by any ${difference.owners.length === 0 ? "resource" : "User resource"}; ${describeHeld(difference, shown)}${describeAccount(difference, shown)}`;
    case "user-conflict":
    case "object-conflict":
      return `is managed by ${difference.owners.length} resources`;
    case "group-added":
      return `is in the group ${shown.code(difference.group)}, ${undeclared("which an exhaustive resource does not declare")}`;
    case "group-foreign":
      return `is in the group ${shown.code(difference.group)}, ${undeclared("which no program declares")}`;
    case "group-removed":
      return `is not in the declared group ${shown.code(difference.group)}`;
    case "group-conflict":
      return `the group ${shown.code(difference.group)} is set by ${difference.owners.length} resources`;
    case "role-added":
      return `holds the role ${shown.role(difference)}, ${undeclared("which an exhaustive resource does not declare")}`;
    case "role-foreign":
      return `holds the role ${shown.role(difference)}, ${undeclared("which no program declares")}`;
    case "role-removed":
      return `does not hold the declared role ${shown.role(difference)}`;
    case "role-conflict":
      return `the role ${shown.role(difference)} is set by ${difference.owners.length} resources`;
    case "policy-added":
    case "object-policy-added":
      return `has the policy ${shown.policy(difference)}, ${undeclared("which an exhaustive resource does not declare")}`;
    case "policy-foreign":
    case "object-policy-foreign":
      return `has the policy ${shown.policy(difference)}, ${undeclared("which no program declares")}`;
    case "policy-removed":
    case "object-policy-removed":
      return `does not have the declared policy ${shown.policy(difference)}`;
    case "policy-conflict":
    case "object-policy-conflict":
      return `the policy ${shown.policy(difference)} is set by ${difference.owners.length} resources`;
  }
}

/** The end of an access that a roster gave, in place of what is said of others that no program declares. */
function endShown(difference: Difference, shown: Shown, subject = "which ended"): string | undefined {
  if (!("ended" in difference) || difference.ended === undefined) return undefined;
  const { until, reason, place } = difference.ended;
  const why = reason === undefined ? "" : `: ${shown.text(reason)}`;
  return `${subject} on ${until} (${shown.text(place)}${why})`;
}

/** Of many roles or policies, those that no program declares come first. */
function describeHeld({ groups, roles, policies = [] }: HeldByUnmanaged, shown: Shown): string {
  const roleCodes = roles.map(({ role: code, ...held }) => ({ code, ...held }));
  const policyCodes = policies.map(({ policy: code, ...held }) => ({ code, ...held }));
  const groupCodes = groups.map((group) => shown.code(group));
  const held = [
    ...(roles.length === 0 ? [] : [`holds ${counted(bySuspicion(roleCodes, shown), "roles")}`]),
    ...(policies.length === 0 ? [] : [`has ${counted(bySuspicion(policyCodes, shown), "policies")}`]),
    ...(groups.length === 0 ? [] : [`is in ${counted(groupCodes, "groups")}`]),
  ];
  return held.length === 0 ? "holds no role and is in no group" : held.join("; ");
}

type HeldByUnmanaged = Pick<Unmanaged, "groups" | "policies" | "roles">;

function bySuspicion(all: readonly (ScopedCode & { readonly declared: boolean })[], shown: Shown): string[] {
  const sorted = all.toSorted((one, other) => Number(one.declared) - Number(other.declared));
  return (all.length > mostCodes + 1 ? sorted : all).map((held) =>
    held.declared ? `${shown.scoped(held)} (declared)` : shown.scoped(held),
  );
}

/** `"a", "b"`, or `300 groups: "a", "b", "c", and 297 more`. */
function counted(words: readonly string[], what: string): string {
  const list = listed(words, mostCodes);
  return words.length > mostCodes + 1 ? `${words.length} ${what}: ${list}` : list;
}

/** Whether the user can log in at all. */
function describeAccount({ blocked, status }: Unmanaged, { mark }: Shown): string {
  return [
    ...(blocked === true ? ["is blocked"] : []),
    ...(status === undefined || status === "Activated"
      ? []
      : [`is ${mark(printable(status.toLowerCase()))}`]),
  ]
    .map((words) => `; ${words}`)
    .join("");
}
