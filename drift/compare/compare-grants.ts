import type { Difference } from "../finding/finding.js";
import type { ObjectRef } from "../finding/parts.js";
import type { HolderOfPolicies, PoliciesHeld } from "../holder-of-policies.js";
import type { ManagedCodes } from "../states/managed.js";
import { changedCodes, conflictingCodes, declaredCodes } from "./code-set.js";

interface ComparedPolicies {
  readonly differences: Difference[];
  readonly total: number;
  readonly managed: number;
}

/** `hidden`: resources that may declare policies of anything, because the state keeps the holder secret. */
export function comparePolicies(
  { key: { object: type, code, scope }, namespaces, grants, owners }: HolderOfPolicies,
  held: PoliciesHeld,
  hidden: readonly ManagedCodes[],
): ComparedPolicies {
  const object: ObjectRef = { type, code, ...(scope !== undefined && { namespace: scope }) };
  const differences: Difference[] = [];
  let total = 0;
  let managed = 0;
  for (const namespace of namespaces) {
    const declaring = grants.filter((grant) => grant.scope === namespace);
    const now = held === "gone" ? undefined : [...new Set(held[namespace])];
    const set = { held: now ?? [], resources: [...declaring, ...hidden], members: [] };
    const changed = [...conflictingCodes(declaring), ...(now === undefined ? [] : changedCodes(set, owners))];
    for (const { change, ...found } of changed) {
      const { code: policy, owners: concerned } = found;
      differences.push({ kind: `object-policy-${change}`, object, owners: concerned, policy, namespace });
    }
    const declared = declaredCodes(declaring);
    total += set.held.length;
    managed += set.held.filter((policy) => declared.has(policy)).length;
  }
  return { differences: [...missing(object, grants, owners, held), ...differences], total, managed };
}

/** Of a holder that a resource manages, that resource is the finding. */
function missing(
  object: ObjectRef,
  grants: HolderOfPolicies["grants"],
  owners: HolderOfPolicies["owners"],
  held: PoliciesHeld,
): Difference[] {
  const expecting = grants.filter(({ isPendingDelete }) => !isPendingDelete).map(({ owner }) => owner);
  if (held !== "gone" || owners.length > 0 || expecting.length === 0) return [];
  return [{ kind: "object-gone", object, owners: expecting }];
}
