import { customFieldsOf } from "../../model/rules/custom-data-field.js";
import { user as kind } from "../../model/schema/index.js";
import { uniqueUserFields, type UserField, type UserSnapshot } from "../../sdk/index.js";
import { type Difference } from "../finding/finding.js";
import { toFieldValue, type UserRef } from "../finding/parts.js";
import { changedFields } from "./changed-fields.js";
import { compareCodes, endOf, heldPolicies, heldRoles } from "./compare-codes.js";
import { conflicts } from "./conflicts.js";
import type { ManagedOfUser, ManagedPool } from "./managed-pool.js";

/** The fields by which reports name users. */
const names = [...uniqueUserFields, "name"] as const satisfies readonly UserField[];

/** The fields that are read of every user, compared or not. */
export const reportedFields = [
  ...names,
  "createdAt",
  "updatedAt",
  "lastLogin",
  "blocked",
  "status",
] as const satisfies readonly UserField[];

/** All differences of a user that is in the pool. */
export function compareUser(pool: ManagedPool, observed: UserSnapshot): Difference[] {
  const managed = pool.of(observed.id);
  const user = refOf(observed.id, observed.fields);
  return [
    ...(managed.users.length === 0 ? [unmanaged(user, managed, observed)] : []),
    ...conflicts(user, managed),
    ...changes(user, managed, observed),
    ...compareCodes(user, managed, observed),
  ];
}

/** The differences of a user that is in a state and that the service says does not exist. */
export function compareGone(pool: ManagedPool, userId: string): Difference[] {
  const managed = pool.of(userId);
  const expected = [...managed.users, ...[...managed.codes.values()].flat()].filter(
    ({ isPendingDelete }) => !isPendingDelete,
  );
  if (expected.length === 0) return [];
  const known = managed.users.flatMap(({ fields }) => Object.entries(fields));
  const user = refOf(userId, Object.fromEntries(known));
  // A resource may declare a user and the groups of the user.
  const owners = [...new Map(expected.map(({ owner }) => [`${owner.source} ${owner.urn}`, owner])).values()];
  return [{ kind: "user-gone", user, owners }, ...conflicts(user, managed)];
}

export function refOf(id: string, fields: Readonly<Record<string, unknown>>): UserRef {
  const user: UserRef = { id };
  for (const name of names) {
    const value = fields[name];
    if (typeof value === "string" && value !== "") user[name] = value;
  }
  return user;
}

/** Programs may give groups, roles and policies to a user that none of them manages: those resources are named. */
function unmanaged(user: UserRef, managed: ManagedOfUser, observed: UserSnapshot): Difference {
  const { fields, groups = [] } = observed;
  const policies = heldPolicies(managed, observed);
  return {
    kind: "user-unmanaged",
    user,
    owners: [...managed.codes.values()].flat().map(({ owner }) => owner),
    groups: [...new Set(groups)],
    roles: heldRoles(managed, observed),
    ...(policies.length > 0 && { policies }),
    ...(typeof fields.createdAt === "string" && { createdAt: fields.createdAt }),
    ...(fields.lastLogin !== undefined && { lastLogin: fields.lastLogin }),
    ...(typeof fields.blocked === "boolean" && { blocked: fields.blocked }),
    ...(typeof fields.status === "string" && { status: fields.status }),
  };
}

function changes(
  user: UserRef,
  { users, ended }: ManagedOfUser,
  { fields: { updatedAt, ...observed }, customData }: UserSnapshot,
): Difference[] {
  const changedAt = typeof updatedAt === "string" && { userChangedAt: updatedAt };
  const changed = changedFields(users, { ...observed, ...customFieldsOf(kind, customData) });
  const left = ended.find(({ edge }) => edge === "account");
  const isOpen =
    left !== undefined && observed.blocked !== true && !changed.some(({ field }) => field === "blocked");
  const unblocked = { field: "blocked", declared: true, observed: toFieldValue(observed.blocked) };
  return [
    ...changed.map((change) => ({ kind: "field-changed" as const, user, ...change, ...changedAt })),
    ...(isOpen
      ? [
          {
            kind: "field-changed" as const,
            user,
            owners: users.map(({ owner }) => owner),
            ...unblocked,
            ended: endOf(left),
          },
        ]
      : []),
  ];
}
