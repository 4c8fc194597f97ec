/** What programs use: `import * as approw from "pulumi-approw"`. */
export { User } from "./resources/user.js";
export type { UserArgs } from "./resources/user-properties.js";
export { UserGroupMembership } from "./resources/user-group-membership.js";
export type { UserGroupMembershipArgs } from "./resources/user-group-membership-properties.js";
export { UserRoleAssignment } from "./resources/user-role-assignment.js";
export type { UserRoleAssignmentArgs } from "./resources/user-role-assignment-properties.js";
