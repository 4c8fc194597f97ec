import { codeDifference, declaredCodes } from "./compare-codes.js";
import type { Difference, Owner, Person } from "./finding.js";
import type { OwnedByCode } from "./managed-pool.js";
import type { ManagedCodes } from "./sources/managed.js";

/** What several resources manage at once, whatever the pool holds: they undo each other's work. */
export function conflicts(person: Person, { people, codes }: OwnedByCode): Difference[] {
  const managers = people.filter(({ isLeaving }) => !isLeaving).map(({ owner }) => owner);
  return [
    ...(managers.length > 1 ? [{ kind: "person-conflict" as const, person, owners: managers }] : []),
    ...[...codes.values()].flatMap((resources) => codeConflicts(person, resources)),
  ];
}

/** All resources are about one set of codes: the groups of a person, or the roles in one namespace. */
function codeConflicts(person: Person, deciding: readonly ManagedCodes[]): Difference[] {
  const resources = deciding.filter(({ isLeaving }) => !isLeaving);
  return [...declaredCodes(resources)].flatMap(([code, declarers]) => {
    const owners = [...declarers, ...deniers(code, resources)];
    const [set] = resources;
    return owners.length > 1 && set ? [codeDifference(person, set, "conflict", code, owners)] : [];
  });
}

/** Those that are the whole truth and do not declare a code take it away. */
function deniers(code: string, resources: readonly ManagedCodes[]): Owner[] {
  return resources
    .filter(({ codes, isExhaustive }) => isExhaustive && codes !== undefined && !codes.includes(code))
    .map(({ owner }) => owner);
}
