import type { Difference, Owner, UserRef } from "../finding/finding.js";
import type { ManagedCodes } from "../states/managed.js";
import { codeDifference, declaredCodes } from "./compare-codes.js";
import type { ManagedOfUser } from "./managed-pool.js";

/** What several resources manage at once, whatever the pool holds: each undoes the work of the other. */
export function conflicts(user: UserRef, { users, codes }: ManagedOfUser): Difference[] {
  const owners = users.filter(({ isPendingDelete }) => !isPendingDelete).map(({ owner }) => owner);
  return [
    ...(owners.length > 1 ? [{ kind: "user-conflict" as const, user, owners }] : []),
    ...[...codes.values()].flatMap((resources) => codeConflicts(user, resources)),
  ];
}

/** All resources are about one set of codes: the groups of a user, or the roles in one namespace. */
function codeConflicts(user: UserRef, all: readonly ManagedCodes[]): Difference[] {
  const resources = all.filter(({ isPendingDelete }) => !isPendingDelete);
  return [...declaredCodes(resources)].flatMap(([code, declaring]) => {
    const owners = [...declaring, ...denying(code, resources)];
    const [set] = resources;
    return owners.length > 1 && set ? [codeDifference(user, set, "conflict", code, owners)] : [];
  });
}

/** Exhaustive resources that do not declare a code remove it. */
function denying(code: string, resources: readonly ManagedCodes[]): Owner[] {
  return resources
    .filter(({ codes, isExhaustive }) => isExhaustive && codes !== undefined && !codes.includes(code))
    .map(({ owner }) => owner);
}
