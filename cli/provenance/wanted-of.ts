import type { ManagedPool } from "../../drift/compare/managed-pool.js";
import type { Difference } from "../../drift/finding/finding.js";
import type { Planned } from "../../drift/finding/planned.js";
import { kindOfObject } from "../../drift/finding/objects.js";
import type { ObjectRef, Owner, UserRef } from "../../drift/finding/parts.js";
import { nameInUrn, parseUrn } from "../../model/rules/urn.js";
import { uniqueValues } from "../../model/rules/user-key.js";
import { kindOfToken } from "../../model/schema/tokens.js";
import type { Wanted, WantedObject, WantedPerson } from "../../roster/index.js";
import { defaultNamespace } from "../../sdk/index.js";

/** The line behind a finding. */
export interface WantedLine {
  readonly wanted: Wanted;
  /** Whether a line that was removed explains the finding: the pool has what no program declares. */
  readonly mayBeRemoved: boolean;
}

/** @param leavingIds the users whose resource leaves the program */
export function wantedOf(
  entry: Difference | Planned,
  managed: ManagedPool,
  leavingIds: ReadonlySet<string>,
): WantedLine {
  const of =
    "user" in entry ? personOf(entry.user, managed, userNamesIn(entry.owners)) : objectOf(entry.object);
  // Nothing says `blocked` of such a user.
  if (entry.kind === "user-blocked" && leavingIds.has(entry.user.id))
    return { wanted: { of, what: { is: "entry" } }, mayBeRemoved: true };
  return { wanted: { of, what: whatOf(entry) }, mayBeRemoved: undeclared.has(entry.kind) };
}

const undeclared: ReadonlySet<string> = new Set<(Difference | Planned)["kind"]>([
  "user-unmanaged",
  "object-unmanaged",
  "group-added",
  "group-foreign",
  "role-added",
  "role-foreign",
  "policy-added",
  "policy-foreign",
  "object-policy-added",
  "object-policy-foreign",
  "user-deleted",
  "user-released",
  "object-deleted",
  "object-released",
  "group-taken",
  "role-taken",
  "policy-taken",
  "object-policy-taken",
]);

function whatOf(difference: Difference | Planned): Wanted["what"] {
  if ("field" in difference) return { is: "field", field: difference.field };
  if ("group" in difference)
    return { is: "access", edge: "group", namespace: defaultNamespace, code: difference.group };
  if ("role" in difference)
    return { is: "access", edge: "role", namespace: difference.namespace, code: difference.role };
  if ("policy" in difference)
    return { is: "access", edge: "policy", namespace: difference.namespace, code: difference.policy };
  if (difference.kind === "user-blocked" || difference.kind === "user-unblocked")
    return { is: "field", field: "blocked" };
  return { is: "entry" };
}

/** The names of `User` resources. One that is not in the state yet is known by nothing else. */
function userNamesIn(owners: readonly Owner[]): string[] {
  return owners.flatMap(({ urn }) => {
    const { type, name } = parseUrn(urn);
    return kindOfToken(type)?.name === "User" ? [name] : [];
  });
}

/** By the names of the resources, which are the keys of the roster, and by what the states and the pool say. */
export function personOf(
  { id, ...observed }: UserRef,
  managed: ManagedPool,
  names: readonly string[] = [],
): WantedPerson {
  const { users } = managed.of(id);
  const keys = [...names, ...users.map(({ owner }) => nameInUrn(owner.urn))];
  const identity = new Map<string, Set<string>>();
  for (const values of [observed, ...users.map(({ fields }) => fields)])
    for (const [field, value] of uniqueValues(values))
      identity.set(field, (identity.get(field) ?? new Set()).add(value));
  return { is: "person", keys: [...new Set(keys)], identity };
}

function objectOf({ type, code, namespace = defaultNamespace }: ObjectRef): WantedObject {
  return { is: "object", kind: kindOfObject(type).name as WantedObject["kind"], namespace, code };
}
