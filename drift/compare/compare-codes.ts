import type { UserSnapshot } from "../../sdk/index.js";
import type { CodeChange, Difference, HeldRole, Owner, UserRef } from "../finding/finding.js";
import type { ManagedCodes, ManagedMembers } from "../states/managed.js";
import { type ManagedOfUser, setKey } from "./managed-pool.js";

/** One set of codes of a user: the groups, or the roles in one namespace. */
interface CodeSet extends Pick<ManagedCodes, "edge" | "scope"> {
  readonly held: readonly string[];
  /** The resources that manage it. */
  readonly resources: readonly ManagedCodes[];
  /** The resources that say who has one of these codes. */
  readonly members: readonly ManagedMembers[];
}

/** The memberships and roles of a user that were lost or gained outside of its programs. */
export function compareCodes(user: UserRef, managed: ManagedOfUser, observed: UserSnapshot): Difference[] {
  const userOwners = managed.users.map(({ owner }) => owner);
  return codeSets(managed, observed).flatMap((set) => [
    ...removed(user, set),
    ...added(user, set, userOwners),
  ]);
}

/** How many of the memberships and roles of a user are declared. */
export function countCodes(
  managed: ManagedOfUser,
  observed: UserSnapshot,
): Record<ManagedCodes["edge"], { total: number; managed: number }> {
  const counts = { group: { total: 0, managed: 0 }, role: { total: 0, managed: 0 } };
  for (const { edge, held, resources } of codeSets(managed, observed)) {
    const declared = declaredCodes(resources);
    counts[edge].total += held.length;
    counts[edge].managed += held.filter((code) => declared.has(code)).length;
  }
  return counts;
}

/** All roles of a user, and which of them are declared. */
export function heldRoles(managed: ManagedOfUser, observed: UserSnapshot): HeldRole[] {
  return codeSets(managed, observed)
    .filter(({ edge }) => edge === "role")
    .flatMap((set) => {
      const foreign = new Set(undeclaredCodes(set));
      return set.held.map((role) => ({ namespace: set.scope, role, declared: !foreign.has(role) }));
    });
}

function codeSets({ codes, members }: ManagedOfUser, { groups = [], roles = {} }: UserSnapshot): CodeSet[] {
  const unknown = [...codes.values()].flat().filter(({ isOfAnyScope }) => isOfAnyScope === true);
  const sets = [
    { edge: "group" as const, scope: "", held: groups },
    ...Object.entries(roles).map(([scope, held]) => ({ edge: "role" as const, scope, held })),
  ];
  return sets.map(({ held, ...set }) => ({
    ...set,
    held: [...new Set(held)],
    resources: [...(codes.get(setKey(set)) ?? []), ...unknown.filter(({ edge }) => edge === set.edge)],
    members: members.get(setKey(set)) ?? [],
  }));
}

function removed(user: UserRef, set: CodeSet): Difference[] {
  const expected = set.resources.filter(({ isPendingDelete }) => !isPendingDelete);
  return [...declaredCodes(expected)]
    .filter(([code]) => !set.held.includes(code))
    .map(([code, owners]) => codeDifference(user, set, "removed", code, owners));
}

/**
 * Codes that no resource declares. An exhaustive resource removes them. Without one they stay, and concern the
 * resources that manage the user. Of an unmanaged user, the user is the finding.
 */
function added(user: UserRef, set: CodeSet, userOwners: readonly Owner[]): Difference[] {
  return undeclaredCodes(set).flatMap((code) => {
    const removing = [...set.resources, ...membersOf(set.members, code)].filter(
      ({ isExhaustive, isPendingDelete }) => isExhaustive && !isPendingDelete,
    );
    const owners = removing.length > 0 ? removing.map(({ owner }) => owner) : userOwners;
    if (owners.length === 0) return [];
    return [codeDifference(user, set, removing.length > 0 ? "added" : "foreign", code, owners)];
  });
}

function undeclaredCodes({ held, resources, members }: CodeSet): string[] {
  // What a secret declares is unknown, so no code can be said to be undeclared.
  if (resources.some(({ codes }) => codes === undefined)) return [];
  const declared = declaredCodes(resources);
  return held
    .filter((code) => !declared.has(code))
    .filter(
      (code) =>
        members.every((its) => its.code !== undefined) &&
        membersOf(members, code).every(({ userIds }) => userIds !== undefined),
    );
}

/** The resources that say who has this code. */
export function membersOf(all: readonly ManagedMembers[], code: string): ManagedMembers[] {
  return all.filter((members) => members.code === code);
}

/** The codes that resources declare, each with those resources. */
export function declaredCodes(resources: readonly ManagedCodes[]): Map<string, Owner[]> {
  const declared = new Map<string, Owner[]>();
  for (const { owner, codes = [] } of resources) {
    for (const code of new Set(codes)) declared.set(code, [...(declared.get(code) ?? []), owner]);
  }
  return declared;
}

export function codeDifference(
  user: UserRef,
  { edge, scope }: Pick<ManagedCodes, "edge" | "scope">,
  change: CodeChange,
  code: string,
  owners: readonly Owner[],
): Difference {
  const shared = { user, owners: [...owners] };
  return edge === "group"
    ? { kind: `group-${change}`, ...shared, group: code }
    : { kind: `role-${change}`, ...shared, role: code, namespace: scope };
}
