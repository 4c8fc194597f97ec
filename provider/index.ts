// Generated from the kinds in model/schema by `npm run generate`: edit those.
export { User, type UserArgs, type UserState } from "./resources/user.js";
export {
  UserGroupMembership,
  type UserGroupMembershipArgs,
  type UserGroupMembershipState,
} from "./resources/user-group-membership.js";
export {
  UserRoleAssignment,
  type UserRoleAssignmentArgs,
  type UserRoleAssignmentState,
} from "./resources/user-role-assignment.js";
