import type { ManagedPool } from "../../drift/compare/managed-pool.js";
import type { Difference } from "../../drift/finding/finding.js";
import { kindOfObject } from "../../drift/finding/objects.js";
import type { ObjectRef, UserRef } from "../../drift/finding/parts.js";
import { uniqueValues } from "../../model/rules/user-key.js";
import type { Wanted, WantedObject, WantedPerson } from "../../roster/index.js";
import { defaultNamespace } from "../../sdk/index.js";

/** The line behind a finding. */
export interface WantedLine {
  readonly wanted: Wanted;
  /** Whether a line that was removed explains the finding: the pool has what no program declares. */
  readonly mayBeRemoved: boolean;
}

export function wantedOf(difference: Difference, managed: ManagedPool): WantedLine {
  const mayBeRemoved = undeclared.has(difference.kind);
  const of = "user" in difference ? personOf(difference.user, managed) : objectOf(difference.object);
  return { wanted: { of, what: whatOf(difference) }, mayBeRemoved };
}

const undeclared: ReadonlySet<string> = new Set<Difference["kind"]>([
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
]);

function whatOf(difference: Difference): Wanted["what"] {
  if ("field" in difference) return { is: "field", field: difference.field };
  if ("group" in difference)
    return { is: "access", edge: "group", namespace: defaultNamespace, code: difference.group };
  if ("role" in difference)
    return { is: "access", edge: "role", namespace: difference.namespace, code: difference.role };
  if ("policy" in difference)
    return { is: "access", edge: "policy", namespace: difference.namespace, code: difference.policy };
  return { is: "entry" };
}

/** By the names of the resources, which are the keys of the roster, and by what the states and the pool say. */
export function personOf({ id, ...observed }: UserRef, managed: ManagedPool): WantedPerson {
  const { users } = managed.of(id);
  const keys = users.map(({ owner }) => owner.urn.split("::").at(-1) ?? "");
  const identity = new Map<string, Set<string>>();
  for (const values of [observed, ...users.map(({ fields }) => fields)])
    for (const [field, value] of uniqueValues(values))
      identity.set(field, (identity.get(field) ?? new Set()).add(value));
  return { is: "person", keys: [...new Set(keys)], identity };
}

function objectOf({ type, code, namespace = defaultNamespace }: ObjectRef): WantedObject {
  return { is: "object", kind: kindOfObject(type).name as WantedObject["kind"], namespace, code };
}
