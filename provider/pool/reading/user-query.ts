import type { UserField, UserSnapshot } from "../../../sdk/index.js";

/** What one resource needs to know of one user. */
export interface UserQuery {
  readonly id: string;
  readonly fields?: readonly UserField[];
  readonly groups?: boolean;
  /** The namespaces of the roles to read. */
  readonly roleNamespaces?: readonly string[];
  /** The namespaces of the policies to read. */
  readonly policyNamespaces?: readonly string[];
  readonly customData?: boolean;
  /** Asks the service now, for a decision that cannot be undone. */
  readonly isFresh?: boolean;
}

/** Whether a snapshot answers the query in full. */
export function covers(
  snapshot: UserSnapshot,
  { fields = [], groups, roleNamespaces = [], policyNamespaces = [], customData }: UserQuery,
): boolean {
  return (
    fields.every((name) => snapshot.fields[name] !== undefined) &&
    (!groups || snapshot.groups !== undefined) &&
    roleNamespaces.every((namespace) => snapshot.roles?.[namespace] !== undefined) &&
    policyNamespaces.every((namespace) => snapshot.policies?.[namespace] !== undefined) &&
    (!customData || snapshot.customData !== undefined)
  );
}

export function byId(snapshots: readonly UserSnapshot[]): [id: string, snapshot: UserSnapshot][] {
  return snapshots.map((snapshot) => [snapshot.id, snapshot]);
}
