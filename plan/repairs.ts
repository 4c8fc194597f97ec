import type { Difference } from "../drift/finding/finding.js";
import { findingId } from "../drift/finding/finding-id.js";
import type { Planned } from "../drift/finding/planned.js";

/** The changes, each with the findings of a drift review that it repairs. */
export function withRepairs(planned: readonly Planned[], differences: readonly Difference[]): Planned[] {
  const bySubject = new Map<string, Difference[]>();
  for (const difference of differences) {
    const subject = subjectOf(difference);
    bySubject.set(subject, [...(bySubject.get(subject) ?? []), difference]);
  }
  return planned.map((change) => {
    const alike = [...(bySubject.get(subjectOf(change)) ?? []), ...goneUsers(change, differences)];
    const repairs = alike.filter((difference) => isRepaired(difference, change)).map(findingId);
    return repairs.length === 0 ? change : { ...change, repairs };
  });
}

function subjectOf(about: Difference | Planned): string {
  return "user" in about
    ? about.user.id
    : JSON.stringify([about.object.type, about.object.namespace, about.object.code]);
}

/** A user who is created again is another one, of the same resource. */
function goneUsers(change: Planned, differences: readonly Difference[]): Difference[] {
  if (change.kind !== "user-created") return [];
  const urns = change.owners.map(({ urn }) => urn);
  return differences.filter(
    ({ kind, owners }) => kind === "user-gone" && owners.some(({ urn }) => urns.includes(urn)),
  );
}

function isRepaired(difference: Difference, change: Planned): boolean {
  switch (change.kind) {
    case "user-created":
      return difference.kind === "user-gone";
    case "user-adopted":
      return difference.kind === "user-unmanaged";
    case "user-blocked":
    case "user-unblocked":
      return difference.kind === "field-changed" && difference.field === "blocked";
    case "field-set":
    case "value-moved":
      return difference.kind === "field-changed" && difference.field === change.field;
    case "object-set":
      return difference.kind === "object-changed" && difference.field === change.field;
    case "group-given":
      return (
        isOf(difference, ["group-removed"]) && "group" in difference && difference.group === change.group
      );
    case "group-taken":
      return (
        isOf(difference, ["group-added", "group-foreign"]) &&
        "group" in difference &&
        difference.group === change.group
      );
    case "role-given":
      return isOf(difference, ["role-removed"]) && isSameRole(difference, change);
    case "role-taken":
      return isOf(difference, ["role-added", "role-foreign"]) && isSameRole(difference, change);
    case "policy-given":
      return isOf(difference, ["policy-removed"]) && isSamePolicy(difference, change);
    case "policy-taken":
      return isOf(difference, ["policy-added", "policy-foreign"]) && isSamePolicy(difference, change);
    case "object-policy-given":
      return isOf(difference, ["object-policy-removed"]) && isSamePolicy(difference, change);
    case "object-policy-taken":
      return (
        isOf(difference, ["object-policy-added", "object-policy-foreign"]) && isSamePolicy(difference, change)
      );
    default:
      return false;
  }
}

function isOf({ kind }: Difference, kinds: readonly Difference["kind"][]): boolean {
  return kinds.includes(kind);
}

function isSameRole(
  difference: Difference,
  { namespace, role }: { namespace: string; role: string },
): boolean {
  return "role" in difference && difference.role === role && difference.namespace === namespace;
}

function isSamePolicy(
  difference: Difference,
  { namespace, policy }: { namespace: string; policy: string },
): boolean {
  return "policy" in difference && difference.policy === policy && difference.namespace === namespace;
}
