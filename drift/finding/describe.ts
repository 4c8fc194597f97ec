import { printable } from "../../model/rules/printable.js";
import { defaultNamespace, uniqueUserFields } from "../../sdk/index.js";
import type { Difference, FieldValue, HeldRole, UserRef } from "./finding.js";

type Unmanaged = Extract<Difference, { kind: "user-unmanaged" }>;

/** What was found, in one sentence without the user. */
export function describeDifference(difference: Difference): string {
  switch (difference.kind) {
    case "field-changed":
      return `${difference.field} is ${show(difference.observed)} but ${show(difference.declared)} is declared`;
    case "user-gone":
      return "no longer exists";
    case "user-unmanaged":
      return `${difference.owners.length === 0 ? "is in no state" : "is managed by no User resource"}; ${describeHeld(difference)}`;
    case "user-conflict":
      return `is managed by ${difference.owners.length} resources`;
    case "group-added":
      return `is in the group ${show(difference.group)}, which an exhaustive resource does not declare`;
    case "group-foreign":
      return `is in the group ${show(difference.group)}, which no program declares`;
    case "group-removed":
      return `is not in the declared group ${show(difference.group)}`;
    case "group-conflict":
      return `the group ${show(difference.group)} is set by ${difference.owners.length} resources`;
    case "role-added":
      return `holds the role ${showRole(difference)}, which an exhaustive resource does not declare`;
    case "role-foreign":
      return `holds the role ${showRole(difference)}, which no program declares`;
    case "role-removed":
      return `does not hold the declared role ${showRole(difference)}`;
    case "role-conflict":
      return `the role ${showRole(difference)} is set by ${difference.owners.length} resources`;
  }
}

/** How reports name a user: by the first unique field that is known, otherwise by the full name or the id. */
export function nameOf(user: UserRef): string {
  const field = [...uniqueUserFields, "name" as const].find((name) => user[name] !== undefined);
  return printable(user[field ?? "id"] ?? user.id);
}

function describeHeld({ groups, roles }: Pick<Unmanaged, "groups" | "roles">): string {
  const held = [
    ...(roles.length === 0 ? [] : [`holds ${roles.map(showHeldRole).join(", ")}`]),
    ...(groups.length === 0 ? [] : [`is in ${groups.map(show).join(", ")}`]),
  ];
  return held.length === 0 ? "holds no role and is in no group" : held.join("; ");
}

function showHeldRole(held: HeldRole): string {
  return held.declared ? `${showRole(held)} (declared)` : showRole(held);
}

function showRole({ role, namespace }: { readonly role: string; readonly namespace: string }): string {
  return namespace === defaultNamespace ? show(role) : `${show(role)} in ${show(namespace)}`;
}

function show(value: FieldValue): string {
  return value === null ? "not set" : printable(JSON.stringify(value));
}
