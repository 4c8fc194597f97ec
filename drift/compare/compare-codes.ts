import type { UserSnapshot } from "../../sdk/index.js";
import type { CodeChange, Difference, HeldRole, Owner, UserRef } from "../finding/finding.js";
import type { ManagedCodes } from "../states/managed.js";
import { type ManagedOfUser, setKey } from "./managed-pool.js";

/** One set of codes of a user: the groups, or the roles in one namespace. */
interface CodeSet extends Pick<ManagedCodes, "edge" | "scope"> {
  readonly held: readonly string[];
  /** The resources that manage it. */
  readonly resources: readonly ManagedCodes[];
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

function codeSets({ codes }: ManagedOfUser, { groups = [], roles = {} }: UserSnapshot): CodeSet[] {
  const sets = [
    { edge: "group" as const, scope: "", held: groups },
    ...Object.entries(roles).map(([scope, held]) => ({ edge: "role" as const, scope, held })),
  ];
  return sets.map(({ held, ...set }) => ({
    ...set,
    held: [...new Set(held)],
    resources: codes.get(setKey(set)) ?? [],
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
  const exhaustive = set.resources.filter(
    ({ isExhaustive, isPendingDelete }) => isExhaustive && !isPendingDelete,
  );
  const owners = exhaustive.length > 0 ? exhaustive.map(({ owner }) => owner) : userOwners;
  if (owners.length === 0) return [];
  return undeclaredCodes(set).map((code) =>
    codeDifference(user, set, exhaustive.length > 0 ? "added" : "foreign", code, owners),
  );
}

function undeclaredCodes({ held, resources }: CodeSet): string[] {
  // What a secret declares is unknown, so no code can be said to be undeclared.
  if (resources.some(({ codes }) => codes === undefined)) return [];
  const declared = declaredCodes(resources);
  return held.filter((code) => !declared.has(code));
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
