/** The query fields served at `/graphql/v2`. */
export const queryNames = [
  "accessToken",
  "userpool",
  "user",
  "userBatch",
  "users",
  "findUser",
  "searchUser",
  "archivedUsers",
  "isUserExists",
  "checkLoginStatus",
  "org",
  "nodeById",
  "group",
  "groups",
  "role",
  "roles",
  "udf",
  "udv",
  "udfValueBatch",
  "policy",
  "policies",
  "policyAssignments",
] as const;

/** The mutation fields served at `/graphql/v2`. */
export const mutationNames = [
  "refreshAccessToken",
  "createUser",
  "updateUser",
  "deleteUser",
  "deleteUsers",
  "refreshToken",
  "createOrg",
  "addNodeV2",
  "addMember",
  "removeMember",
  "createGroup",
  "updateGroup",
  "deleteGroups",
  "addUserToGroup",
  "removeUserFromGroup",
  "createRole",
  "updateRole",
  "deleteRole",
  "deleteRoles",
  "assignRole",
  "revokeRole",
  "setUdf",
  "removeUdf",
  "setUdv",
  "setUdvBatch",
  "setUdfValueBatch",
  "removeUdv",
  "createPolicy",
  "updatePolicy",
  "deletePolicy",
  "deletePolicies",
  "addPolicyAssignments",
  "removePolicyAssignments",
  "enablePolicyAssignment",
  "disbalePolicyAssignment",
] as const;

/** The REST routes served below `/api/v2`. */
export const restNames = [
  "wellKnown",
  "restAccessToken",
  "restUserpoolDetail",
  "restUserDetail",
  "restUserBatch",
  "restUserCreate",
  "restUserUpdate",
  "restUserExists",
  "restUserKick",
  "restUserCreateBatch",
  "restUserLoginStatus",
  "restUserSuspend",
  "restUserActivate",
  "restUserResign",
  "restUserRoles",
  "restUserAssignRoles",
  "restUserHasRole",
  "restUserDepartments",
  "restUserOrgs",
  "restRoleList",
  "restRoleCreate",
  "restRoleUsers",
  "restNamespaceList",
  "restNamespaceCreate",
  "restUdvSet",
  "restUdvList",
  "restPolicyAssignments",
] as const;

export type QueryName = (typeof queryNames)[number];
export type MutationName = (typeof mutationNames)[number];
export type RestName = (typeof restNames)[number];

/** The unit of faults and counters: a GraphQL root field or a REST route. */
export type OperationName = QueryName | MutationName | RestName;

const graphqlNames: ReadonlySet<string> = new Set<string>([...queryNames, ...mutationNames]);

export function isGraphqlName(name: string): name is QueryName | MutationName {
  return graphqlNames.has(name);
}
