import type { UserSnapshot } from "../../sdk/index.js";
import { intersection, without } from "../../model/rules/plan-set.js";
import type { CodeChange, Difference, EndOfAccess } from "../finding/finding.js";
import type { HeldPolicy, HeldRole, Owner, UserRef } from "../finding/parts.js";
import type { ManagedCodes } from "../states/managed.js";
import type { EndedAccess } from "../ended.js";
import { changedCodes, type CodeSet, declaredCodes, undeclaredCodes } from "./code-set.js";
import { type ManagedOfUser, setKey } from "./managed-pool.js";

/** One set of codes of a user: the groups, or the roles or policies in one namespace. */
interface CodesOfUser extends CodeSet, Pick<ManagedCodes, "edge" | "scope"> {
  readonly ended: readonly EndedAccess[];
}

/** The memberships, roles and policies of a user that were lost or gained outside of its programs. */
export function compareCodes(user: UserRef, managed: ManagedOfUser, observed: UserSnapshot): Difference[] {
  const userOwners = managed.users.map(({ owner }) => owner);
  return codeSets(managed, observed).flatMap((set) =>
    changedCodes(set, userOwners).map(({ change, code, owners }) => ({
      ...codeDifference(user, set, change, code, owners),
      ...endIn(set, code),
    })),
  );
}

/** How many of the memberships, roles and policies of a user are declared. */
export function countCodes(
  managed: ManagedOfUser,
  observed: UserSnapshot,
): Record<ManagedCodes["edge"], { total: number; managed: number }> {
  const counts = {
    group: { total: 0, managed: 0 },
    role: { total: 0, managed: 0 },
    policy: { total: 0, managed: 0 },
  };
  for (const { edge, held, resources } of codeSets(managed, observed)) {
    const declared = declaredCodes(resources);
    counts[edge].total += held.length;
    counts[edge].managed += held.filter((code) => declared.has(code)).length;
  }
  return counts;
}

/** All roles of a user, and which of them are declared. */
export function heldRoles(managed: ManagedOfUser, observed: UserSnapshot): HeldRole[] {
  return heldCodes("role", managed, observed).map(({ code, ...held }) => ({ ...held, role: code }));
}

/** All policies of a user that were read, and which of them are declared. */
export function heldPolicies(managed: ManagedOfUser, observed: UserSnapshot): HeldPolicy[] {
  return heldCodes("policy", managed, observed).map(({ code, ...held }) => ({ ...held, policy: code }));
}

/** A group, role or policy that a user has. */
export interface HeldAccess {
  readonly edge: ManagedCodes["edge"];
  /** The namespace of a role or policy; empty for a group. */
  readonly scope: string;
  readonly code: string;
  /** The resources that declare it. */
  readonly owners: readonly Owner[];
  /** Whether a resource declares it, or may declare it because the state keeps its codes secret. */
  readonly isDeclared: boolean;
  /** Its end, where a roster gave it until a day that is over. */
  readonly ended?: EndOfAccess;
}

/** All groups, roles and policies of a user that were read. */
export function heldAccess(managed: ManagedOfUser, observed: UserSnapshot): HeldAccess[] {
  return codeSets(managed, observed).flatMap((set) => {
    const undeclared = new Set(undeclaredCodes(set));
    const declaring = declaredCodes(
      set.resources.map((resource) => ({
        ...resource,
        codes: [...(resource.codes ?? []), ...(resource.ended ?? [])],
      })),
    );
    return set.held.map((code) => ({
      edge: set.edge,
      scope: set.scope,
      code,
      owners: declaring.get(code) ?? [],
      isDeclared: declaring.has(code) || !undeclared.has(code),
      ...endIn(set, code),
    }));
  });
}

function heldCodes(
  edge: ManagedCodes["edge"],
  managed: ManagedOfUser,
  observed: UserSnapshot,
): { namespace: string; code: string; declared: boolean }[] {
  return codeSets(managed, observed)
    .filter((set) => set.edge === edge)
    .flatMap((set) => {
      const foreign = new Set(undeclaredCodes(set));
      return set.held.map((code) => ({ namespace: set.scope, code, declared: !foreign.has(code) }));
    });
}

function endIn({ ended }: CodesOfUser, code: string): { ended?: EndOfAccess } {
  const found = ended.find((access) => access.code === code);
  return found === undefined ? {} : { ended: endOf(found) };
}

export function endOf({ until, reason, place }: EndedAccess): EndOfAccess {
  return { until, ...(reason !== undefined && { reason }), place };
}

function codeSets(
  { codes, members, hidden, ended }: ManagedOfUser,
  { groups = [], roles = {}, policies = {} }: UserSnapshot,
): CodesOfUser[] {
  const unknown = [...[...codes.values()].flat(), ...hidden].filter(({ isOfAnyScope }) => isOfAnyScope);
  const sets = [
    { edge: "group" as const, scope: "", held: groups },
    ...Object.entries(roles).map(([scope, held]) => ({ edge: "role" as const, scope, held })),
    ...Object.entries(policies).map(([scope, held]) => ({ edge: "policy" as const, scope, held })),
  ];
  return sets.map(({ held, ...set }) => {
    const over = ended.filter(({ edge, scope }) => edge === set.edge && scope === set.scope);
    const overCodes = over.map(({ code }) => code);
    const resources = [...(codes.get(setKey(set)) ?? []), ...unknown.filter(({ edge }) => edge === set.edge)];
    return {
      ...set,
      held: [...new Set(held)],
      resources:
        overCodes.length === 0 ? resources : resources.map((resource) => withoutEnded(resource, overCodes)),
      members: members.get(setKey(set)) ?? [],
      ended: over,
    };
  });
}

function withoutEnded(resource: ManagedCodes, over: readonly string[]): CodeSet["resources"][number] {
  const { codes } = resource;
  if (codes === undefined) return resource;
  return { ...resource, codes: without(codes, over), ended: intersection(codes, over) };
}

export function codeDifference(
  user: UserRef,
  { edge, scope }: Pick<ManagedCodes, "edge" | "scope">,
  change: CodeChange,
  code: string,
  owners: readonly Owner[],
): Difference {
  const shared = { user, owners: [...owners] };
  switch (edge) {
    case "group":
      return { kind: `group-${change}`, ...shared, group: code };
    case "role":
      return { kind: `role-${change}`, ...shared, role: code, namespace: scope };
    case "policy":
      return { kind: `policy-${change}`, ...shared, policy: code, namespace: scope };
  }
}
