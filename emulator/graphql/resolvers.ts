import type { ManagementError } from "../errors.js";
import type { MutationName, QueryName } from "../operation-names.js";
import * as groups from "../operations/groups.js";
import * as login from "../operations/login.js";
import { mapPage, type PageArgs, type SortBy } from "../operations/paging.js";
import * as roles from "../operations/roles.js";
import type { Service } from "../operations/service.js";
import * as queries from "../operations/user-queries.js";
import * as users from "../operations/users.js";
import { defaultNamespace, type GroupRecord, type RoleRecord } from "../state/pool.js";
import type { UserRecord } from "../state/user-store.js";
import { groupTree, roleTree, userTree } from "./trees.js";

/** The reasons to refuse a request. */
export interface Refusals {
  /** Applies to every operation, including logins. */
  refusal: ManagementError | undefined;
  /** Applies to every operation except logins. */
  denial: ManagementError | undefined;
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
  const orNull = <T, View>(record: T | undefined, view: (record: T) => View) =>
    record ? view(record) : null;

  return {
    accessToken: forAnyone((args: { userPoolId: string; secret: string }) => login.logIn(service, args)),
    refreshAccessToken: forAnyone((args: { accessToken?: string | null | undefined }) =>
      login.renewLogin(service, args.accessToken ?? ""),
    ),

    user: loggedIn((args: { id?: string | null | undefined }) => orNull(pool.users.get(args.id ?? ""), user)),
    userBatch: loggedIn((args: { ids: readonly string[]; type?: string | null | undefined }) =>
      queries.batchUsers(service, args.ids, args.type).map((record) => record && user(record)),
    ),
    users: loggedIn((args: SortArgs) => mapPage(queries.listUsers(service, args), user)),
    findUser: loggedIn((args: queries.FindArgs) => orNull(queries.findUser(service, args), user)),
    searchUser: loggedIn((args: queries.SearchArgs) => mapPage(queries.searchUsers(service, args), user)),
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
    checkLoginStatus: loggedIn((args: { token?: string | null | undefined }) =>
      login.checkLogin(service, args.token ?? ""),
    ),

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
  };
}

function forAnyone<Args>(resolve: (args: Args) => unknown): Resolver<Args> {
  return (args, { refusal }) => {
    if (refusal) throw refusal;
    return resolve(args);
  };
}

function loggedIn<Args>(resolve: (args: Args) => unknown): Resolver<Args> {
  return (args, { refusal, denial }) => {
    const reason = refusal ?? denial;
    if (reason) throw reason;
    return resolve(args);
  };
}
