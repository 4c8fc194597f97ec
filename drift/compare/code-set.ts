import { without } from "../../model/rules/plan-set.js";
import type { CodeChange } from "../finding/finding.js";
import type { Owner } from "../finding/parts.js";
import type { ManagedCodes, ManagedMembers } from "../states/managed.js";

/** What a resource says of a set of codes. */
type Declaring = Pick<
  ManagedCodes,
  "codes" | "isExhaustive" | "isPendingDelete" | "owner" | "unconfirmedCodes"
> & {
  /** Codes that the resource has in the state and no longer declares, so that the next run takes them. */
  readonly ended?: readonly string[];
};

/** One set of codes: the groups of a user, the roles of a user in one namespace, the policies of a group in one namespace. */
export interface CodeSet {
  readonly held: readonly string[];
  /** The resources that manage it. */
  readonly resources: readonly Declaring[];
  /** The resources that say who has one of these codes. */
  readonly members: readonly ManagedMembers[];
}

/** A code that was lost or gained, and the resources that the difference is about. */
interface ChangedCode {
  readonly change: CodeChange;
  readonly code: string;
  readonly owners: Owner[];
}

/** The codes that were lost or gained outside of the programs. */
export function changedCodes(set: CodeSet, ownersOfHolder: readonly Owner[]): ChangedCode[] {
  return [...removed(set), ...added(set, ownersOfHolder)];
}

/** A code whose last change was interrupted is expected by no resource: it may have been given, or taken. */
function removed({ held, resources }: CodeSet): ChangedCode[] {
  const expected = resources
    .filter(({ isPendingDelete }) => !isPendingDelete)
    .map(({ codes = [], unconfirmedCodes = [], ...rest }) => ({
      ...rest,
      codes: without(codes, unconfirmedCodes),
    }));
  return [...declaredCodes(expected)]
    .filter(([code]) => !held.includes(code))
    .map(([code, owners]) => ({ change: "removed", code, owners }));
}

/**
 * Codes that no resource declares. An exhaustive resource removes them. Without one they stay, and concern the
 * resources that manage the holder. Of an unmanaged user, the user is the finding.
 */
function added(set: CodeSet, ownersOfHolder: readonly Owner[]): ChangedCode[] {
  return undeclaredCodes(set).flatMap((code) => {
    const ending = set.resources.filter(({ ended = [] }) => ended.includes(code));
    const exhaustive = [...set.resources, ...membersOf(set.members, code)].filter(
      ({ isExhaustive, isPendingDelete }) => isExhaustive && !isPendingDelete,
    );
    const removing = [...new Set([...ending, ...exhaustive])];
    const owners = removing.length > 0 ? removing.map(({ owner }) => owner) : [...ownersOfHolder];
    if (owners.length === 0) return [];
    return [{ change: removing.length > 0 ? "added" : "foreign", code, owners }];
  });
}

export function undeclaredCodes({ held, resources, members }: CodeSet): string[] {
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
export function declaredCodes(resources: readonly Declaring[]): Map<string, Owner[]> {
  const declared = new Map<string, Owner[]>();
  for (const { owner, codes = [] } of resources) {
    for (const code of new Set(codes)) declared.set(code, [...(declared.get(code) ?? []), owner]);
  }
  return declared;
}

/**
 * The codes that several resources set at once, whatever the pool holds: each undoes the work of the other. `excluding`
 * finds resources of another kind that take a code away.
 */
export function conflictingCodes(
  all: readonly Declaring[],
  excluding: (code: string) => readonly Owner[] = () => [],
): ChangedCode[] {
  const resources = all.filter(({ isPendingDelete }) => !isPendingDelete);
  return [...declaredCodes(resources)].flatMap(([code, declaring]) => {
    const owners = [...declaring, ...denying(code, resources), ...excluding(code)];
    return owners.length > 1 ? [{ change: "conflict", code, owners }] : [];
  });
}

/** Exhaustive resources that do not declare a code remove it. */
function denying(code: string, resources: readonly Declaring[]): Owner[] {
  return resources
    .filter(({ codes, isExhaustive }) => isExhaustive && codes !== undefined && !codes.includes(code))
    .map(({ owner }) => owner);
}
