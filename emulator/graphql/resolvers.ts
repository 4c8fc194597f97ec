import type { ManagementError } from "../errors.js";
import type { MutationName, QueryName } from "../operation-names.js";
import * as customFields from "../operations/custom-fields.js";
import * as customValues from "../operations/custom-values.js";
import * as groups from "../operations/groups.js";
import * as lifeCycle from "../operations/life-cycle.js";
import * as login from "../operations/login.js";
import * as orgs from "../operations/orgs.js";
import { mapPage, type PageArgs, type SortBy } from "../operations/paging.js";
import * as policies from "../operations/policies.js";
import * as policyAssignments from "../operations/policy-assignments.js";
import * as roles from "../operations/roles.js";
import type { Service } from "../operations/service.js";
import { poolDetail } from "../operations/user-pool.js";
import * as queries from "../operations/user-queries.js";
import * as users from "../operations/users.js";
import type { CustomTargetType, FieldValue } from "../state/custom-data.js";
import type { PolicyRecord } from "../state/policies.js";
import { defaultNamespace, type GroupRecord, type RoleRecord } from "../state/pool.js";
import type { NodeRecord } from "../state/org-chart.js";
import type { UserRecord } from "../state/user-store.js";
import { viewCustomValue } from "../views.js";
import { groupTree, nodeTree, orgTree, policyTree, roleTree, userTree } from "./trees.js";

/** What a request brings besides its query, and the reasons to refuse it. */
export interface Refusals {
  /** Applies to every operation, including logins. */
  refusal: ManagementError | undefined;
  /** Applies to every operation except logins. */
  denial: ManagementError | undefined;
  /** The token of the request, of whatever kind. */
  bearer: string | undefined;
}

/** The schema has checked the arguments before a resolver sees them. */
type Resolver<Args> = (args: Args, refusals: Refusals) => unknown;

interface CodeArgs {
  code: string;
}

interface MembershipArgs {
  userIds: readonly string[];
  code?: string | null | undefined;
}

interface SortArgs extends PageArgs {
  sortBy?: SortBy | null | undefined;
}

/** One resolver for each root field of the schema. */
export function createResolvers(service: Service): Record<QueryName | MutationName, Resolver<never>> {
  const { pool } = service;
  const user = (record: UserRecord) => userTree(service, record);
  const group = (record: GroupRecord) => groupTree(service, record);
  const role = (record: RoleRecord) => roleTree(service, record);
  const policy = (record: PolicyRecord) => policyTree(service, record);
  const values = (all: readonly FieldValue[]) =>
    all.map((value) => viewCustomValue(service.behaviour, value));
  const node = (record: NodeRecord) => nodeTree(service, record);
  const orNull = <T, View>(record: T | undefined, view: (record: T) => View) =>
    record ? view(record) : null;

  return {
    accessToken: forAnyone((args: { userPoolId: string; secret: string }) => login.logIn(service, args)),
    refreshAccessToken: forAnyone((args: { accessToken?: string | null | undefined }) =>
      login.renewLogin(service, args.accessToken ?? ""),
    ),

    userpool: loggedIn(() => poolDetail(service)),

    user: loggedIn((args: { id?: string | null | undefined }) =>
      orNull(users.readById(service, args.id ?? ""), user),
    ),
    userBatch: loggedIn((args: { ids: readonly string[]; type?: string | null | undefined }) =>
      queries.batchUsers(service, args.ids, args.type).map((record) => record && user(record)),
    ),
    users: loggedIn((args: SortArgs) => mapPage(queries.listUsers(service, args), user)),
    findUser: loggedIn((args: queries.FindArgs) => orNull(queries.findUser(service, args), user)),
    searchUser: loggedIn((args: queries.SearchArgs) => mapPage(queries.searchUsers(service, args), user)),
    archivedUsers: loggedIn((args: PageArgs) => mapPage(lifeCycle.listArchived(service, args), user)),
    isUserExists: loggedIn((args: queries.UniqueKeyArgs) => queries.userExists(service, args)),
    createUser: loggedIn((args: unknown) => user(users.createUser(service, args))),
    updateUser: loggedIn((args: { id?: string | null | undefined; input: unknown }) =>
      user(users.updateUser(service, args.id ?? "", args.input)),
    ),
    deleteUser: loggedIn((args: { id: string }) => users.deleteUser(service, args.id)),
    deleteUsers: loggedIn((args: { ids: readonly string[] }) => users.deleteUsers(service, args.ids)),
    refreshToken: loggedIn((args: { id?: string | null | undefined }) =>
      login.refreshUserToken(service, args.id ?? ""),
    ),
    checkLoginStatus: forAnyone((args: { token?: string | null | undefined }, { bearer }) =>
      login.checkLogin(service, args.token ?? bearer ?? ""),
    ),

    org: loggedIn((args: { id: string }) => orgTree(service, orgs.findOrg(service, args.id))),
    nodeById: loggedIn((args: { id: string }) => orNull(pool.orgs.nodes.get(args.id), node)),
    createOrg: loggedIn((args: orgs.NewOrg) => orgTree(service, orgs.createOrg(service, args))),
    addNodeV2: loggedIn((args: orgs.AddNodeArgs) => node(orgs.addNode(service, args))),
    addMember: loggedIn((args: orgs.MemberArgs) => node(orgs.addMembers(service, args))),
    removeMember: loggedIn((args: orgs.MemberArgs) => node(orgs.removeMembers(service, args))),

    group: loggedIn((args: CodeArgs) => orNull(pool.groups.findByKey(args.code), group)),
    groups: loggedIn((args: SortArgs & { userId?: string | null | undefined }) =>
      mapPage(groups.listGroups(service, args), group),
    ),
    createGroup: loggedIn((args: groups.CreateGroupArgs) => group(groups.createGroup(service, args))),
    updateGroup: loggedIn((args: groups.UpdateGroupArgs) => group(groups.updateGroup(service, args))),
    deleteGroups: loggedIn((args: { codeList: readonly string[] }) =>
      groups.deleteGroups(service, args.codeList),
    ),
    addUserToGroup: loggedIn((args: MembershipArgs) =>
      groups.addUsersToGroup(service, args.userIds, args.code ?? ""),
    ),
    removeUserFromGroup: loggedIn((args: MembershipArgs) =>
      groups.removeUsersFromGroup(service, args.userIds, args.code ?? ""),
    ),

    role: loggedIn((args: roles.RoleArgs) =>
      orNull(pool.findRole(args.namespace ?? defaultNamespace, args.code), role),
    ),
    roles: loggedIn((args: SortArgs & { namespace?: string | null | undefined }) =>
      mapPage(roles.listRoles(service, args), role),
    ),
    createRole: loggedIn((args: roles.CreateRoleArgs) => role(roles.createRole(service, args))),
    updateRole: loggedIn((args: roles.UpdateRoleArgs) => role(roles.updateRole(service, args))),
    deleteRole: loggedIn((args: roles.RoleArgs) => roles.deleteRoles(service, [args.code], args.namespace)),
    deleteRoles: loggedIn((args: { codeList: readonly string[]; namespace?: string | null | undefined }) =>
      roles.deleteRoles(service, args.codeList, args.namespace),
    ),
    assignRole: loggedIn((args: roles.AssignmentArgs) => roles.assignRoles(service, args)),
    revokeRole: loggedIn((args: roles.AssignmentArgs) => roles.revokeRoles(service, args)),

    udf: loggedIn(({ targetType }: { targetType: CustomTargetType }) => pool.customData.fieldsOf(targetType)),
    setUdf: loggedIn((args: customFields.DefineFieldArgs) => customFields.defineField(service, args)),
    removeUdf: loggedIn((args: customFields.FieldKeyArgs) => customFields.removeField(service, args)),
    udv: loggedIn((args: customValues.TargetArgs) => values(customValues.valuesOf(service, args))),
    udfValueBatch: loggedIn((args: { targetType: CustomTargetType; targetIds: readonly (string | null)[] }) =>
      customValues
        .valuesOfMany(service, args.targetType, args.targetIds)
        .map(({ targetId, data }) => ({ targetId, data: values(data) })),
    ),
    setUdv: loggedIn((args: customValues.TargetArgs & customValues.WrittenValue) =>
      values(customValues.setValues(service, args, [args])),
    ),
    setUdvBatch: loggedIn(
      (
        args: customValues.TargetArgs & { udvList?: readonly customValues.WrittenValue[] | null | undefined },
      ) => values(customValues.setValues(service, args, args.udvList ?? [])),
    ),
    setUdfValueBatch: loggedIn(
      (args: { targetType: CustomTargetType; input: readonly customValues.TargetValue[] }) =>
        customValues.setManyValues(service, args.targetType, args.input),
    ),
    removeUdv: loggedIn((args: customValues.TargetArgs & customFields.FieldKeyArgs) =>
      values(customValues.removeValue(service, args)),
    ),

    policy: loggedIn((args: policies.PolicyArgs) =>
      orNull(pool.findPolicy(args.namespace ?? defaultNamespace, args.code), policy),
    ),
    policies: loggedIn((args: policies.ListPoliciesArgs) =>
      mapPage(policies.listPolicies(service, args), policy),
    ),
    createPolicy: loggedIn((args: policies.CreatePolicyArgs) => policy(policies.createPolicy(service, args))),
    updatePolicy: loggedIn((args: policies.UpdatePolicyArgs) => policy(policies.updatePolicy(service, args))),
    deletePolicy: loggedIn((args: policies.PolicyArgs) =>
      policies.deletePolicies(service, [args.code], args.namespace),
    ),
    deletePolicies: loggedIn((args: { codeList: readonly string[]; namespace?: string | null | undefined }) =>
      policies.deletePolicies(service, args.codeList, args.namespace),
    ),
    policyAssignments: loggedIn((args: policyAssignments.ListAssignmentsArgs) =>
      policyAssignments.listAssignments(service, args),
    ),
    addPolicyAssignments: loggedIn((args: policyAssignments.PolicyAssignmentArgs) =>
      policyAssignments.addPolicyAssignments(service, args),
    ),
    removePolicyAssignments: loggedIn((args: policyAssignments.PolicyAssignmentArgs) =>
      policyAssignments.removePolicyAssignments(service, args),
    ),
    enablePolicyAssignment: loggedIn((args: policyAssignments.OneAssignmentArgs) =>
      policyAssignments.switchAssignment(service, args, true),
    ),
    disbalePolicyAssignment: loggedIn((args: policyAssignments.OneAssignmentArgs) =>
      policyAssignments.switchAssignment(service, args, false),
    ),
  };
}

function forAnyone<Args>(resolve: Resolver<Args>): Resolver<Args> {
  return (args, request) => {
    if (request.refusal) throw request.refusal;
    return resolve(args, request);
  };
}

function loggedIn<Args>(resolve: (args: Args) => unknown): Resolver<Args> {
  return (args, { refusal, denial }) => {
    const reason = refusal ?? denial;
    if (reason) throw reason;
    return resolve(args);
  };
}
