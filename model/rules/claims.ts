import { isEdgeKind, isGrantKind, isMembersKind, isUserKind } from "../schema/index.js";
import type { Kind } from "../schema/kind.js";
import { accessSetsOf } from "./access.js";
import { declaredEdgeSet, type Edge, edgesOf, type EdgeSet } from "./edges.js";
import { declaredMemberSet, edgesOfMembers } from "./members.js";
import type { Properties } from "./record.js";
import { isUnknown } from "./unknown.js";

/** What a resource declares of who has what: some edges of one holder, or of one code. */
export interface Claim {
  readonly edges: readonly Edge[];
  /** What all edges are about, in words: `groups of user 5f7`. Another claim with the same words is about the same. */
  readonly topic: string;
  /** Whether the edges are those of one holder, or those of one code. */
  readonly of: "holder" | "code";
  /** Whether they are all that there should be. */
  readonly exhaustive: boolean;
  /** The argument that declares them. */
  readonly property: string;
}

/** What a resource claims, as far as a preview knows it. The id is that of the resource; a new user has none. */
export function claimsOf(kind: Kind, id: string | undefined, declared: Properties): Claim[] {
  if (isEdgeKind(kind) || isGrantKind(kind)) {
    const set = declaredEdgeSet(kind, declared);
    return set === undefined ? [] : [claimOf(set, kind.subject.codes)];
  }
  if (isMembersKind(kind)) {
    const set = declaredMemberSet(kind, declared);
    if (set === undefined) return [];
    const topic = topicOfCode({ kind: set.edge, scope: undefined, code: set.code });
    const { exhaustive } = set;
    return [{ edges: edgesOfMembers(set), topic, of: "code", exhaustive, property: kind.subject.users }];
  }
  if (!isUserKind(kind) || id === undefined) return [];
  return kind.subject.access.flatMap((list) => {
    if (isUnknown(declared[list.codes])) return [];
    const sets = accessSetsOf(kind, id, declared).filter(({ edge }) => edge === list.edge);
    return sets.map((set) => claimOf(set, list.codes));
  });
}

function claimOf(set: EdgeSet, property: string): Claim {
  const topic = topicOfHolder({ kind: set.edge, holder: set.holder, scope: set.scope });
  return { edges: edgesOf(set), topic, of: "holder", exhaustive: set.exhaustive, property };
}

const plurals = { group: "groups", role: "roles", policy: "policies" } as const;

/** All edges of one holder: `roles of user 5f7 in namespace hr`. */
export function topicOfHolder({ kind, holder: { type, id }, scope }: Omit<Edge, "code">): string {
  return `${plurals[kind]} of ${type} ${id}${placeOf(scope)}`;
}

/** All edges of one code: `users of group engineering`. */
export function topicOfCode({ kind, scope, code }: Omit<Edge, "holder">): string {
  return `users of ${kind} ${code}${placeOf(scope)}`;
}

function placeOf(scope: string | undefined): string {
  return scope === undefined ? "" : ` in namespace ${scope}`;
}
