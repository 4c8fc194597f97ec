import type { UserSnapshot } from "../../sdk/index.js";
import type { Difference, HeldRole, Owner, Person } from "./finding.js";
import { type OwnedByCode, setKey } from "./managed-pool.js";
import type { ManagedCodes } from "./sources/managed.js";

/** One set of codes of a person: the groups, or the roles in one namespace. */
interface CodeSet extends Pick<ManagedCodes, "kind" | "namespace"> {
  readonly held: readonly string[];
  /** The resources that decide on it. */
  readonly resources: readonly ManagedCodes[];
}

/** The memberships and roles of a person that were lost or gained without a program. */
export function compareCodes(person: Person, owned: OwnedByCode, observed: UserSnapshot): Difference[] {
  return codeSets(owned, observed).flatMap((set) => [
    ...removed(person, set),
    ...added(
      person,
      set,
      owned.people.map(({ owner }) => owner),
    ),
  ]);
}

/** How many of the memberships and roles that a person holds are declared. */
export function countCodes(
  owned: OwnedByCode,
  observed: UserSnapshot,
): Record<ManagedCodes["kind"], { total: number; managed: number }> {
  const counts = { group: { total: 0, managed: 0 }, role: { total: 0, managed: 0 } };
  for (const { kind, held, resources } of codeSets(owned, observed)) {
    const declared = declaredCodes(resources);
    counts[kind].total += held.length;
    counts[kind].managed += held.filter((code) => declared.has(code)).length;
  }
  return counts;
}

/** All roles of a person, and which of them nobody declares. */
export function heldRoles(owned: OwnedByCode, observed: UserSnapshot): HeldRole[] {
  return codeSets(owned, observed)
    .filter(({ kind }) => kind === "role")
    .flatMap((set) => {
      const foreign = new Set(undeclaredCodes(set));
      return set.held.map((role) => ({ namespace: set.namespace, role, declared: !foreign.has(role) }));
    });
}

function codeSets({ codes }: OwnedByCode, { groups = [], roles = {} }: UserSnapshot): CodeSet[] {
  const sets = [
    { kind: "group" as const, namespace: "", held: groups },
    ...Object.entries(roles).map(([namespace, held]) => ({ kind: "role" as const, namespace, held })),
  ];
  return sets.map(({ held, ...set }) => ({
    ...set,
    held: [...new Set(held)],
    resources: codes.get(setKey(set)) ?? [],
  }));
}

function removed(person: Person, set: CodeSet): Difference[] {
  const awaited = set.resources.filter(({ isLeaving }) => !isLeaving);
  return [...declaredCodes(awaited)]
    .filter(([code]) => !set.held.includes(code))
    .map(([code, owners]) => codeDifference(person, set, "removed", code, owners));
}

/**
 * A code that no resource declares. Where a resource is the whole truth, its program takes the code away; else it stays
 * and concerns the resources of the person. Of people whom no program knows, the unmanaged person is the finding.
 */
function added(person: Person, set: CodeSet, personOwners: readonly Owner[]): Difference[] {
  const exhaustive = set.resources.filter(({ isExhaustive, isLeaving }) => isExhaustive && !isLeaving);
  const owners = exhaustive.length > 0 ? exhaustive.map(({ owner }) => owner) : personOwners;
  if (owners.length === 0) return [];
  return undeclaredCodes(set).map((code) =>
    codeDifference(person, set, exhaustive.length > 0 ? "added" : "foreign", code, owners),
  );
}

function undeclaredCodes({ held, resources }: CodeSet): string[] {
  // What a secret declares is not known, so nothing can be said to be undeclared.
  if (resources.some(({ codes }) => codes === undefined)) return [];
  const declared = declaredCodes(resources);
  return held.filter((code) => !declared.has(code));
}

/** The codes that resources declare, each with those that do. */
export function declaredCodes(resources: readonly ManagedCodes[]): Map<string, Owner[]> {
  const declared = new Map<string, Owner[]>();
  for (const { owner, codes = [] } of resources) {
    for (const code of new Set(codes)) declared.set(code, [...(declared.get(code) ?? []), owner]);
  }
  return declared;
}

export function codeDifference(
  person: Person,
  { kind, namespace }: Pick<ManagedCodes, "kind" | "namespace">,
  what: "added" | "conflict" | "foreign" | "removed",
  code: string,
  owners: readonly Owner[],
): Difference {
  const shared = { person, owners: [...owners] };
  return kind === "group"
    ? { kind: `group-${what}`, ...shared, group: code }
    : { kind: `role-${what}`, ...shared, role: code, namespace };
}
