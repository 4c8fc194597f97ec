import type { Edge, EdgeSet } from "../../../model/rules/edges.js";

/** Codes (of groups, or of roles in one scope) that one user is to gain or to lose. */
export type Assignment = Pick<EdgeSet, "userId" | "codes" | "scope">;

/** The smallest part of an assignment that can fail. */
export type AssignmentEdge = Omit<Edge, "kind">;

/** One change: every user in it gains, or loses, every code in it. */
export interface AssignmentRequest {
  readonly userIds: readonly string[];
  readonly codes: readonly string[];
  readonly scope: string | undefined;
}

/**
 * Gathers the edges that can share a change: those of users with the same codes, or with one code in common where a
 * change takes only one.
 */
export function groupEdges(assignments: readonly Assignment[], takesManyCodes: boolean): AssignmentEdge[][] {
  const groups = new Map<string, Map<string, AssignmentEdge>>();
  for (const { userId, codes, scope } of assignments) {
    for (const code of codes) {
      const key = JSON.stringify([scope, takesManyCodes ? codes.toSorted() : code]);
      const edge = { userId, code, scope };
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

/** The change that writes these edges, which have their scope in common. */
export function requestOf(edges: readonly AssignmentEdge[]): AssignmentRequest {
  return {
    userIds: [...new Set(edges.map(({ userId }) => userId))],
    codes: [...new Set(edges.map(({ code }) => code))],
    scope: edges[0]?.scope,
  };
}

/** Two smaller requests: half of the users each or, for a single user, half of the codes each. */
export function halveEdges(edges: readonly AssignmentEdge[]): AssignmentEdge[][] {
  const { userIds, codes } = requestOf(edges);
  const firstUsers = new Set(userIds.slice(0, Math.ceil(userIds.length / 2)));
  const firstCodes = new Set(codes.slice(0, Math.ceil(codes.length / 2)));
  const isFirst = ({ userId, code }: AssignmentEdge): boolean =>
    userIds.length > 1 ? firstUsers.has(userId) : firstCodes.has(code);
  return [edges.filter(isFirst), edges.filter((edge) => !isFirst(edge))];
}

export function keyOf({ userId, code, scope }: AssignmentEdge): string {
  return JSON.stringify([scope, userId, code]);
}
