// Generated from model/schema and model/functions by `npm run generate`: edit those.
import { User as DynamicUser } from "./resources/user.js";
import { UserGroupMembership as DynamicUserGroupMembership } from "./resources/user-group-membership.js";
import { UserRoleAssignment as DynamicUserRoleAssignment } from "./resources/user-role-assignment.js";
import { Group as DynamicGroup } from "./resources/group.js";
import { Role as DynamicRole } from "./resources/role.js";
import { GroupMembers as DynamicGroupMembers } from "./resources/group-members.js";
import { Policy as DynamicPolicy } from "./resources/policy.js";
import { PolicyAssignment as DynamicPolicyAssignment } from "./resources/policy-assignment.js";
import { UserField as DynamicUserField } from "./resources/user-field.js";
import { manageByPlugin } from "./resources/registration.js";
import { Roster as DynamicRoster } from "./resources/roster.js";
import { useClasses } from "./resources/roster-classes.js";

/**
 * A user of the user pool.
 *
 * The plugin manages it. Arguments, outputs and options are those of the dynamic resource.
 */

export class User extends DynamicUser {
  static {
    manageByPlugin(this);
  }
}

/**
 * The groups that one user belongs to.
 *
 * The plugin manages it. Arguments, outputs and options are those of the dynamic resource.
 */

export class UserGroupMembership extends DynamicUserGroupMembership {
  static {
    manageByPlugin(this);
  }
}

/**
 * The roles that one user holds in one namespace.
 *
 * The plugin manages it. Arguments, outputs and options are those of the dynamic resource.
 */

export class UserRoleAssignment extends DynamicUserRoleAssignment {
  static {
    manageByPlugin(this);
  }
}

/**
 * A group of the user pool.
 *
 * The plugin manages it. Arguments, outputs and options are those of the dynamic resource.
 */

export class Group extends DynamicGroup {
  static {
    manageByPlugin(this);
  }
}

/**
 * A role in one namespace of the user pool.
 *
 * The plugin manages it. Arguments, outputs and options are those of the dynamic resource.
 */

export class Role extends DynamicRole {
  static {
    manageByPlugin(this);
  }
}

/**
 * The users who belong to one group.
 *
 * The plugin manages it. Arguments, outputs and options are those of the dynamic resource.
 */

export class GroupMembers extends DynamicGroupMembers {
  static {
    manageByPlugin(this);
  }
}

/**
 * A policy in one namespace of the user pool: which actions on which resources it allows or denies.
 *
 * The plugin manages it. Arguments, outputs and options are those of the dynamic resource.
 */

export class Policy extends DynamicPolicy {
  static {
    manageByPlugin(this);
  }
}

/**
 * The policies that are assigned to one user, group or role, in one namespace.
 *
 * The plugin manages it. Arguments, outputs and options are those of the dynamic resource.
 */

export class PolicyAssignment extends DynamicPolicyAssignment {
  static {
    manageByPlugin(this);
  }
}

/**
 * A custom field of the users of the pool, for `customData` of `User`.
 *
 * The plugin manages it. Arguments, outputs and options are those of the dynamic resource.
 */

export class UserField extends DynamicUserField {
  static {
    manageByPlugin(this);
  }
}

/** Users, groups, roles and policies from YAML files, managed by the plugin. */

export class Roster extends DynamicRoster {
  static {
    useClasses(this, {
      User,
      UserGroupMembership,
      UserRoleAssignment,
      Group,
      Role,
      GroupMembers,
      Policy,
      PolicyAssignment,
      UserField,
    });
  }
}

export type { UserArgs, UserState } from "./resources/user.js";
export type { UserGroupMembershipArgs, UserGroupMembershipState } from "./resources/user-group-membership.js";
export type { UserRoleAssignmentArgs, UserRoleAssignmentState } from "./resources/user-role-assignment.js";
export type { GroupArgs, GroupState } from "./resources/group.js";
export type { RoleArgs, RoleState } from "./resources/role.js";
export type { GroupMembersArgs, GroupMembersState } from "./resources/group-members.js";
export type { PolicyArgs, PolicyState } from "./resources/policy.js";
export type { PolicyAssignmentArgs, PolicyAssignmentState } from "./resources/policy-assignment.js";
export type { UserFieldArgs, UserFieldState } from "./resources/user-field.js";
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
export { PluginProvider as Provider } from "./resources/plugin-provider.js";
