import type { Edge, EdgeSet } from "../../../model/rules/edges.js";
import { type Holder, holderKey } from "../../../model/rules/holder.js";
import type { PolicyTargetType } from "../../../sdk/index.js";

/** Codes (of groups, or of roles or policies in one scope) that one holder is to gain or to lose. */
export type Assignment = Pick<EdgeSet, "holder" | "codes" | "scope">;

/** The smallest part of an assignment that can fail. */
export type AssignmentEdge = Omit<Edge, "kind">;

/** One change: every holder in it gains, or loses, every code in it. */
export interface AssignmentRequest {
  readonly holderType: Holder["type"];
  readonly holderIds: readonly string[];
  readonly codes: readonly string[];
  readonly scope: string | undefined;
}

/** How the service names the types of holders of policies. */
export const policyTargetTypes = {
  user: "USER",
  group: "GROUP",
  role: "ROLE",
} as const satisfies Record<Holder["type"], PolicyTargetType>;

/**
 * Gathers the edges that can share a change: those of holders of one type with the same codes, or with one code in common
 * where a change takes only one.
 */
export function groupEdges(assignments: readonly Assignment[], takesManyCodes: boolean): AssignmentEdge[][] {
  const groups = new Map<string, Map<string, AssignmentEdge>>();
  for (const { holder, codes, scope } of assignments) {
    for (const code of codes) {
      const key = JSON.stringify([holder.type, scope, takesManyCodes ? codes.toSorted() : code]);
      const edge = { holder, code, scope };
      const edges = groups.get(key) ?? new Map<string, AssignmentEdge>();
      groups.set(key, edges.set(keyOf(edge), edge));
    }
  }
  return [...groups.values()].map((edges) => [...edges.values()]);
}

/**
 * Changes that share a request. Guards of GraphQL servers commonly accept up to 15 fields with aliases, and the service
 * works through them one after the other.
 */
const maxChangesPerRequest = 10;

/** The changes in as few requests as possible. */
export function inBundles<Change>(changes: readonly Change[]): Change[][] {
  const count = Math.ceil(changes.length / maxChangesPerRequest);
  return Array.from({ length: count }, (_, index) =>
    changes.slice(index * maxChangesPerRequest, (index + 1) * maxChangesPerRequest),
  );
}

/** The change that writes these edges, which have their scope and the type of their holders in common. */
export function requestOf(edges: readonly AssignmentEdge[]): AssignmentRequest {
  return {
    holderType: edges[0]?.holder.type ?? "user",
    holderIds: [...new Set(edges.map(({ holder }) => holder.id))],
    codes: [...new Set(edges.map(({ code }) => code))],
    scope: edges[0]?.scope,
  };
}

/** Two smaller requests: half of the holders each or, for a single one, half of the codes each. */
export function halveEdges(edges: readonly AssignmentEdge[]): AssignmentEdge[][] {
  const { holderIds, codes } = requestOf(edges);
  const firstHolders = new Set(holderIds.slice(0, Math.ceil(holderIds.length / 2)));
  const firstCodes = new Set(codes.slice(0, Math.ceil(codes.length / 2)));
  const isFirst = ({ holder, code }: AssignmentEdge): boolean =>
    holderIds.length > 1 ? firstHolders.has(holder.id) : firstCodes.has(code);
  return [edges.filter(isFirst), edges.filter((edge) => !isFirst(edge))];
}

export function keyOf({ holder, code, scope }: AssignmentEdge): string {
  return JSON.stringify([scope, holderKey(holder), code]);
}
