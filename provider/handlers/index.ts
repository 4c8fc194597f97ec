import type { KindName } from "../../model/schema/index.js";
import { group } from "./group.js";
import { groupMembers } from "./group-members.js";
import type { Handler } from "./handler.js";
import { policy } from "./policy.js";
import { policyAssignment } from "./policy-assignment.js";
import { role } from "./role.js";
import { user } from "./user/user.js";
import { userField } from "./user-field.js";
import { userGroupMembership } from "./user-group-membership.js";
import { userRoleAssignment } from "./user-role-assignment.js";

/** The handler of each kind. */
export const handlers: Readonly<Record<KindName, Handler>> = {
  User: user,
  UserGroupMembership: userGroupMembership,
  UserRoleAssignment: userRoleAssignment,
  Group: group,
  Role: role,
  GroupMembers: groupMembers,
  Policy: policy,
  PolicyAssignment: policyAssignment,
  UserField: userField,
};
