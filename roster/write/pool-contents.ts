import type { Properties } from "../../model/rules/record.js";
import type { DeclaredCustomValue } from "../../model/schema/custom-values.js";
import type { CustomField, Group, Policy, PolicyTargetType, Role, UserSnapshot } from "../../sdk/index.js";

/** A role or a policy: its code, and the namespace where it is. */
export interface ScopedCode {
  readonly namespace: string;
  readonly code: string;
}

/** A user of the pool. It consists of JSON, so that pages of users can be kept in files. */
export interface PoolUser {
  readonly id: string;
  readonly fields: Properties;
  readonly groups: readonly string[];
  readonly roles: readonly ScopedCode[];
  /** Times are in ISO 8601. */
  readonly customData: readonly (readonly [key: string, value: DeclaredCustomValue])[];
  /** The keys of custom values that do not have the type of their field. */
  readonly mistyped: readonly string[];
}

/** A role, and whether the service brings it along. */
export type PoolRole = Pick<Role, "code" | "description" | "namespace" | "parent"> & {
  readonly isSystem: boolean;
};

/** A policy, and one user, group or role that it is assigned to. */
export interface Grant {
  readonly policy: ScopedCode;
  readonly targetType: PolicyTargetType;
  /** The id of a user, the code of a group or role. */
  readonly targetIdentifier: string;
}

/** Everything in a pool that a roster can say. */
export interface PoolContents {
  readonly users: readonly PoolUser[];
  readonly groups: readonly Pick<Group, "code" | "description" | "name">[];
  readonly roles: readonly PoolRole[];
  readonly policies: readonly Pick<
    Policy,
    "code" | "description" | "isDefault" | "namespace" | "statements"
  >[];
  readonly customFields: readonly Pick<CustomField, "dataType" | "key" | "label">[];
  readonly grants: readonly Grant[];
}

/** What the service answered about a user. */
export function toPoolUser({ id, fields, groups, roles, customData }: UserSnapshot): PoolUser {
  const values: [string, DeclaredCustomValue][] = [];
  const mistyped: string[] = [];
  for (const [key, value] of customData ?? []) {
    if (value instanceof Error) mistyped.push(key);
    else values.push([key, value instanceof Date ? value.toISOString() : value]);
  }
  return {
    id,
    fields,
    groups: groups ?? [],
    roles: Object.entries(roles ?? {}).flatMap(([namespace, codes]) =>
      codes.map((code) => ({ namespace, code })),
    ),
    customData: values,
    mistyped,
  };
}
