import type { Difference, Owner, UserRef } from "../finding/finding.js";
import type { ManagedCodes, ManagedMembers } from "../states/managed.js";
import { codeDifference, declaredCodes, membersOf } from "./compare-codes.js";
import type { ManagedOfUser } from "./managed-pool.js";

/** What several resources manage at once, whatever the pool holds: each undoes the work of the other. */
export function conflicts(user: UserRef, { users, codes, members }: ManagedOfUser): Difference[] {
  const owners = users.filter(({ isPendingDelete }) => !isPendingDelete).map(({ owner }) => owner);
  return [
    ...(owners.length > 1 ? [{ kind: "user-conflict" as const, user, owners }] : []),
    ...[...codes].flatMap(([key, resources]) => codeConflicts(user, resources, members.get(key) ?? [])),
  ];
}

/** All resources are about one set of codes: the groups of a user, or the roles in one namespace. */
function codeConflicts(
  user: UserRef,
  all: readonly ManagedCodes[],
  members: readonly ManagedMembers[],
): Difference[] {
  const resources = all.filter(({ isPendingDelete }) => !isPendingDelete);
  return [...declaredCodes(resources)].flatMap(([code, declaring]) => {
    const owners = [...declaring, ...denying(code, resources), ...excluding(user, membersOf(members, code))];
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

/** Exhaustive resources that say who has a code, and do not name the user, take it away. */
function excluding({ id }: UserRef, members: readonly ManagedMembers[]): Owner[] {
  return members
    .filter(({ isExhaustive, isPendingDelete }) => isExhaustive && !isPendingDelete)
    .filter(({ userIds }) => userIds !== undefined && !userIds.has(id))
    .map(({ owner }) => owner);
}
