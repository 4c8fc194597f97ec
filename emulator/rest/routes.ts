import { z } from "zod";
import { ManagementError } from "../errors.js";
import type { RestName } from "../operation-names.js";
import { createUsers } from "../operations/bulk-creation.js";
import { customDataOf, setPlainValues, valuesOf } from "../operations/custom-values.js";
import { changeStatus } from "../operations/life-cycle.js";
import { logIn, loginOf } from "../operations/login.js";
import { createNamespace, listNamespaces } from "../operations/namespaces.js";
import { departmentsOf, orgPathsOf } from "../operations/orgs.js";
import { mapPage, sortOrders } from "../operations/paging.js";
import { listAssignments } from "../operations/policy-assignments.js";
import { assignRoles, createRole, findRole, holdersOf, listRoles, rolesOf } from "../operations/roles.js";
import type { Service } from "../operations/service.js";
import { parseInput } from "../operations/user-input.js";
import { poolDetail } from "../operations/user-pool.js";
import { batchUsers, userExists } from "../operations/user-queries.js";
import { createUser, findById, kickUsers, readById, updateUser } from "../operations/users.js";
import { customTargetTypes } from "../state/custom-data.js";
import { policyTargetTypes } from "../state/policies.js";
import { defaultNamespace } from "../state/pool.js";
import type { UserRecord } from "../state/user-store.js";
import { viewCustomValue, viewDepartment, viewNode, viewRole, viewUser } from "../views.js";

/** The parts of a request that routes use. */
export interface RestInput {
  /** The parts of the path that match `:name`. */
  params: Readonly<Record<string, string>>;
  query: Readonly<Record<string, string>>;
  /** The JSON body, undefined without one. */
  body: unknown;
}

export interface Route {
  operation: RestName;
  method: "GET" | "POST";
  path: string;
  /** Whether it needs no login. */
  open?: true;
  /** Whether this service does not know the path. */
  isMissing?: (service: Service) => boolean;
  /** Returns the `data` of the answer. A ManagementError becomes the code and message of the answer. */
  handle(service: Service, input: RestInput): unknown;
}

const pageNumber = z.coerce.number().int().optional();
const pageQuery = { page: pageNumber, limit: pageNumber };
const roleQuery = z.object({
  ...pageQuery,
  namespace: z.string().optional(),
  sortBy: z.enum(sortOrders).optional(),
});
const userKeys = z.object({
  username: z.string().optional(),
  email: z.string().optional(),
  phone: z.string().optional(),
  externalId: z.string().optional(),
});
const credentials = z.object({ userPoolId: z.string(), secret: z.string() });
const batchBody = z.object({
  ids: z.array(z.string()),
  type: z.string().nullish(),
  withCustomData: z.boolean().nullish(),
});
const kickBody = z.object({ userIds: z.array(z.string()) });
const assignBody = z.object({ namespace: z.string().nullish(), list: z.array(z.string()) });
const hasRoleQuery = z.object({ code: z.string(), namespace: z.string().optional() });
const roleBody = z.object({
  namespace: z.string().nullish(),
  code: z.string(),
  description: z.string().nullish(),
  parent: z.string().nullish(),
});
const roleUsersBody = z.object({
  ...pageQuery,
  namespace: z.string().default(defaultNamespace),
  code: z.string(),
  search: z.string().default(""),
});
const namespaceBody = z.object({
  code: z.string(),
  name: z.string(),
  description: z.string().nullish(),
});

const valuesQuery = z.object({ targetType: z.enum(customTargetTypes), targetId: z.string() });
const valuesBody = valuesQuery.extend({ data: z.record(z.string(), z.unknown()) });
const policyAssignmentsQuery = z.object({
  ...pageQuery,
  namespace: z.string().optional(),
  policy_code: z.string().optional(),
  target_type: z.enum(policyTargetTypes).optional(),
});

/** The REST API. Fixed paths are matched before those with parameters. */
export const routes: readonly Route[] = [
  {
    operation: "wellKnown",
    method: "GET",
    path: "/api/v2/.well-known",
    open: true,
    handle: ({ passwordKey }) => ({ publicKey: passwordKey.publicPem }),
  },
  {
    operation: "restAccessToken",
    method: "POST",
    path: "/api/v2/userpools/access-token",
    open: true,
    handle: (service, { body }) => logIn(service, parseInput(credentials, body)),
  },
  {
    operation: "restUserpoolDetail",
    method: "GET",
    path: "/api/v2/userpools/detail",
    handle: poolDetail,
  },
  {
    operation: "restUserExists",
    method: "GET",
    path: "/api/v2/users/is-user-exists",
    handle: (service, { query }) => userExists(service, parseInput(userKeys, query)),
  },
  {
    operation: "restUserBatch",
    method: "POST",
    path: "/api/v2/users/batch",
    handle: batch,
  },
  {
    operation: "restUserKick",
    method: "POST",
    path: "/api/v2/users/kick",
    handle: (service, { body }) => kickUsers(service, parseInput(kickBody, body).userIds),
  },
  {
    operation: "restUserCreateBatch",
    method: "POST",
    path: "/api/v2/users/create/batch",
    isMissing: ({ behaviour }) => behaviour.bulkCreate === "missing",
    handle: createBatch,
  },
  {
    operation: "restUserLoginStatus",
    method: "GET",
    path: "/api/v2/users/login-status",
    handle: loginStatus,
  },
  {
    operation: "restUserSuspend",
    method: "POST",
    path: "/api/v2/users/:id/suspend",
    handle: (service, { params }) => changeStatus(service, params["id"] ?? "", "Suspended"),
  },
  {
    operation: "restUserActivate",
    method: "POST",
    path: "/api/v2/users/:id/activate",
    handle: (service, { params }) => changeStatus(service, params["id"] ?? "", "Activated"),
  },
  {
    operation: "restUserResign",
    method: "POST",
    path: "/api/v2/users/:id/resign",
    handle: (service, { params }) => changeStatus(service, params["id"] ?? "", "Resigned"),
  },
  {
    operation: "restUserCreate",
    method: "POST",
    path: "/api/v2/users",
    handle: (service, { body }) => show(service, createUser(service, body), false),
  },
  {
    operation: "restUserDetail",
    method: "GET",
    path: "/api/v2/users/:id",
    handle: detail,
  },
  {
    operation: "restUserUpdate",
    method: "POST",
    path: "/api/v2/users/:id",
    handle: (service, { params, body }) =>
      show(service, updateUser(service, params["id"] ?? "", body), false),
  },
  {
    operation: "restUserRoles",
    method: "GET",
    path: "/api/v2/users/:id/roles",
    handle: userRoles,
  },
  {
    operation: "restUserAssignRoles",
    method: "POST",
    path: "/api/v2/users/:id/roles",
    handle: assignToUser,
  },
  {
    operation: "restUserHasRole",
    method: "GET",
    path: "/api/v2/users/:id/has-role",
    handle: hasRole,
  },
  {
    operation: "restUserDepartments",
    method: "GET",
    path: "/api/v2/users/:id/departments",
    handle: departments,
  },
  {
    operation: "restUserOrgs",
    method: "GET",
    path: "/api/v2/users/:id/orgs",
    handle: orgs,
  },
  {
    operation: "restRoleList",
    method: "GET",
    path: "/api/v2/roles",
    handle: (service, { query }) =>
      mapPage(listRoles(service, parseInput(roleQuery, query)), (role) => viewRole(service.pool, role)),
  },
  {
    operation: "restRoleCreate",
    method: "POST",
    path: "/api/v2/roles",
    handle: (service, { body }) => viewRole(service.pool, createRole(service, parseInput(roleBody, body))),
  },
  {
    operation: "restRoleUsers",
    method: "POST",
    path: "/api/v2/roles/roleUsers",
    handle: roleUsers,
  },
  {
    operation: "restNamespaceList",
    method: "GET",
    path: "/api/v2/resource-namespace/:poolId",
    handle: namespaces,
  },
  {
    operation: "restNamespaceCreate",
    method: "POST",
    path: "/api/v2/resource-namespace/:poolId",
    handle: addNamespace,
  },
  {
    operation: "restUdvSet",
    method: "POST",
    path: "/api/v2/udvs",
    handle: setValuesOf,
  },
  {
    operation: "restUdvList",
    method: "GET",
    path: "/api/v2/udfs/values",
    handle: (service, { query }) =>
      valuesOf(service, parseInput(valuesQuery, query)).map((value) =>
        viewCustomValue(service.behaviour, value),
      ),
  },
  {
    operation: "restPolicyAssignments",
    method: "GET",
    path: "/api/v2/policies/assignments/by-target",
    handle: policyAssignments,
  },
];

function batch(service: Service, { body }: RestInput): unknown {
  const { ids, type, withCustomData } = parseInput(batchBody, body);
  return batchUsers(service, ids, type).map((user) => user && show(service, user, withCustomData ?? false));
}

function detail(service: Service, { params, query }: RestInput): unknown {
  const user = readById(service, params["id"] ?? "");
  const withCustomData = ["true", "1"].includes(query["with_custom_data"] ?? "");
  return user ? show(service, user, withCustomData) : null;
}

function userRoles(service: Service, { params, query }: RestInput): unknown {
  const user = findById(service, params["id"] ?? "");
  return mapPage(rolesOf(service, user, query), (role) => viewRole(service.pool, role));
}

function assignToUser(service: Service, { params, body }: RestInput): unknown {
  const { namespace, list } = parseInput(assignBody, body);
  return assignRoles(service, { namespace, roleCodes: list, userIds: [params["id"] ?? ""] });
}

/** A role that does not exist is one that the user does not have. */
function hasRole(service: Service, { params, query }: RestInput): boolean {
  const { code, namespace } = parseInput(hasRoleQuery, query);
  const user = findById(service, params["id"] ?? "");
  return rolesOf(service, user, { namespace }).list.some((role) => role.code === code);
}

function createBatch(service: Service, { body }: RestInput): unknown {
  return createUsers(service, body).map(({ user, ...outcome }) => ({
    ...outcome,
    user: user && show(service, user, false),
  }));
}

async function loginStatus(service: Service, { query }: RestInput): Promise<unknown> {
  const { isLogin, user } = await loginOf(service, query["userId"] ?? "");
  return isLogin ? { isLogin, user: show(service, user, false), application: [] } : { isLogin };
}

function departments(service: Service, { params }: RestInput): unknown {
  const user = findById(service, params["id"] ?? "");
  return mapPage(departmentsOf(service, user, undefined), (department) =>
    viewDepartment(service.pool, department),
  );
}

/** The nodes that lead to each department of the user. */
function orgs(service: Service, { params }: RestInput): unknown {
  const user = findById(service, params["id"] ?? "");
  return orgPathsOf(service, user).map((path) => path.map((node) => viewNode(service.pool, node)));
}

function roleUsers(service: Service, { body }: RestInput): unknown {
  const { namespace, code, search, ...page } = parseInput(roleUsersBody, body);
  const role = findRole(service, { namespace, code });
  return mapPage(holdersOf(service, role, page, search), (user) => show(service, user, false));
}

function namespaces(service: Service, { params, query }: RestInput): unknown {
  refuseOtherPool(service, params);
  return listNamespaces(service, parseInput(z.object(pageQuery), query));
}

function addNamespace(service: Service, { params, body }: RestInput): unknown {
  refuseOtherPool(service, params);
  return createNamespace(service, parseInput(namespaceBody, body));
}

function setValuesOf(service: Service, { body }: RestInput): unknown {
  const { data, ...target } = parseInput(valuesBody, body);
  return setPlainValues(service, target, data).map((value) => viewCustomValue(service.behaviour, value));
}

function policyAssignments(service: Service, { query }: RestInput): unknown {
  const { policy_code, target_type, ...page } = parseInput(policyAssignmentsQuery, query);
  return listAssignments(service, { ...page, code: policy_code, targetType: target_type });
}

/** These paths name the pool again, besides the header. */
function refuseOtherPool({ pool }: Service, { poolId }: RestInput["params"]): void {
  if (poolId !== pool.id) throw new ManagementError(2224);
}

function show(service: Service, user: UserRecord, withCustomData: boolean): unknown {
  const view = viewUser(service.pool, user);
  if (!withCustomData) return view;
  const customData = customDataOf(service, user.id).map((value) => viewCustomValue(service.behaviour, value));
  return { ...view, customData };
}
