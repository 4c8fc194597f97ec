// Generated from the kinds in model/schema by `npm run generate`: edit those.
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
export type { RoleInNamespace } from "./resources/role-in-namespace.js";
export { Provider } from "./resources/provider.js";
export type { ProviderArgs } from "./resources/provider.js";
