import { group } from "./group.js";
import { groupMembers } from "./group-members.js";
import type { CodedKind, EdgeKind, GrantKind, Kind, MembersKind, UserKind } from "./kind.js";
import { policy } from "./policy.js";
import { policyAssignment } from "./policy-assignment.js";
import { role } from "./role.js";
import { user } from "./user.js";
import { userField } from "./user-field.js";
import { userGroupMembership } from "./user-group-membership.js";
import { userRoleAssignment } from "./user-role-assignment.js";

const all = [
  user,
  userGroupMembership,
  userRoleAssignment,
  group,
  role,
  groupMembers,
  policy,
  policyAssignment,
  userField,
] as const;

/** The name of a kind of resource. */
export type KindName = (typeof all)[number]["name"];

/** Every kind of resource: the one list that everything else is made from. */
export const schemas: readonly (Kind & { readonly name: KindName })[] = all;

/** The kind of a name. */
export function schemaOf(name: KindName): Kind {
  const found = schemas.find((schema) => schema.name === name);
  if (found === undefined) throw new Error(`there is no kind ${name}`);
  return found;
}

export function isEdgeKind(kind: Kind): kind is EdgeKind {
  return kind.subject.is === "edges";
}

export function isGrantKind(kind: Kind): kind is GrantKind {
  return kind.subject.is === "grants";
}

export function isMembersKind(kind: Kind): kind is MembersKind {
  return kind.subject.is === "members";
}

export function isUserKind(kind: Kind): kind is UserKind {
  return kind.subject.is === "user";
}

export function isCodedKind(kind: Kind): kind is CodedKind {
  return kind.subject.is === "coded";
}

export {
  group,
  groupMembers,
  policy,
  policyAssignment,
  role,
  user,
  userField,
  userGroupMembership,
  userRoleAssignment,
};
