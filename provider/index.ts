// Generated from model/schema and model/functions by `npm run generate`: edit those.
export { User } from "./resources/user.js";
export type { UserArgs, UserState } from "./resources/user.js";
export { UserGroupMembership } from "./resources/user-group-membership.js";
export type { UserGroupMembershipArgs, UserGroupMembershipState } from "./resources/user-group-membership.js";
export { UserRoleAssignment } from "./resources/user-role-assignment.js";
export type { UserRoleAssignmentArgs, UserRoleAssignmentState } from "./resources/user-role-assignment.js";
export { Group } from "./resources/group.js";
export type { GroupArgs, GroupState } from "./resources/group.js";
export { Role } from "./resources/role.js";
export type { RoleArgs, RoleState } from "./resources/role.js";
export { GroupMembers } from "./resources/group-members.js";
export type { GroupMembersArgs, GroupMembersState } from "./resources/group-members.js";
export { Policy } from "./resources/policy.js";
export type { PolicyArgs, PolicyState } from "./resources/policy.js";
export { PolicyAssignment } from "./resources/policy-assignment.js";
export type { PolicyAssignmentArgs, PolicyAssignmentState } from "./resources/policy-assignment.js";
export { UserField } from "./resources/user-field.js";
export type { UserFieldArgs, UserFieldState } from "./resources/user-field.js";
export { Provider } from "./resources/provider.js";
export { Roster } from "./resources/roster.js";
export { movedFromPlugin } from "./resources/moved-from-plugin.js";
export type { CustomValue } from "./resources/custom-value.js";
export type { RoleInNamespace } from "./resources/role-in-namespace.js";
export type { PolicyStatement } from "./resources/policy-statement.js";
export type { PolicyStatementArgs } from "./resources/policy-statement.js";
export type { PolicyConditionArgs } from "./resources/policy-statement.js";
export type { ProviderArgs } from "./resources/provider.js";
export type { RosterArgs } from "./resources/roster.js";
export { getUser, getUserOutput } from "./functions/get-user.js";
export type { GetUserArgs, GetUserOutputArgs, GetUserResult } from "./functions/get-user.js";
export { getUsers, getUsersOutput } from "./functions/get-users.js";
export type { GetUsersArgs, GetUsersOutputArgs, GetUsersResult } from "./functions/get-users.js";
export { getUserGroups, getUserGroupsOutput } from "./functions/get-user-groups.js";
export type {
  GetUserGroupsArgs,
  GetUserGroupsOutputArgs,
  GetUserGroupsResult,
} from "./functions/get-user-groups.js";
export { getUserRoles, getUserRolesOutput } from "./functions/get-user-roles.js";
export type {
  GetUserRolesArgs,
  GetUserRolesOutputArgs,
  GetUserRolesResult,
} from "./functions/get-user-roles.js";
export { getGroup, getGroupOutput } from "./functions/get-group.js";
export type { GetGroupArgs, GetGroupOutputArgs, GetGroupResult } from "./functions/get-group.js";
export { getGroups, getGroupsOutput } from "./functions/get-groups.js";
export type { GetGroupsArgs, GetGroupsOutputArgs, GetGroupsResult } from "./functions/get-groups.js";
export { getRole, getRoleOutput } from "./functions/get-role.js";
export type { GetRoleArgs, GetRoleOutputArgs, GetRoleResult } from "./functions/get-role.js";
export { getRoles, getRolesOutput } from "./functions/get-roles.js";
export type { GetRolesArgs, GetRolesOutputArgs, GetRolesResult } from "./functions/get-roles.js";
