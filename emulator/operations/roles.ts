import { ManagementError } from "../errors.js";
import { newObjectId } from "../state/object-id.js";
import { defaultNamespace, type RoleRecord } from "../state/pool.js";
import type { UserRecord } from "../state/user-store.js";
import { applyToAll } from "./bulk.js";
import { defaultOrder, pageOf, sorted, wholePage, type Page, type PageArgs, type SortBy } from "./paging.js";
import { success, type CommonMessage, type Service } from "./service.js";
import { findById, findChangeable } from "./users.js";

interface NamespaceArg {
  /** `default` when absent. */
  namespace?: string | null | undefined;
}

export interface RoleArgs extends NamespaceArg {
  code: string;
}

export interface CreateRoleArgs extends RoleArgs {
  description?: string | null | undefined;
  /** The code of another role of the namespace. */
  parent?: string | null | undefined;
}

export interface UpdateRoleArgs extends RoleArgs {
  description?: string | null | undefined;
  newCode?: string | null | undefined;
}

export interface AssignmentArgs extends NamespaceArg {
  roleCode?: string | null | undefined;
  roleCodes?: readonly (string | null | undefined)[] | null;
  userIds?: readonly string[] | null | undefined;
  groupCodes?: readonly string[] | null | undefined;
  nodeCodes?: readonly string[] | null | undefined;
}

export function createRole(service: Service, args: CreateRoleArgs): RoleRecord {
  const { pool, now } = service;
  const namespace = args.namespace ?? defaultNamespace;
  if (!pool.namespaces.has(namespace)) {
    throw new ManagementError(500, `Namespace ${namespace} does not exist`);
  }
  refuseUnusable(service, namespace, args.code);
  const parent = args.parent ? findRole(service, { namespace, code: args.parent }) : undefined;
  const createdAt = now();
  const role: RoleRecord = {
    id: newObjectId(createdAt),
    namespace,
    code: args.code,
    description: args.description ?? null,
    parentId: parent?.id ?? null,
    createdAt,
    updatedAt: createdAt,
  };
  pool.roles.put(role);
  return role;
}

export function updateRole(service: Service, args: UpdateRoleArgs): RoleRecord {
  const { pool, now } = service;
  const before = findRole(service, args);
  const code = args.newCode ?? before.code;
  if (code !== before.code) refuseUnusable(service, before.namespace, code);
  const after: RoleRecord = {
    ...before,
    code,
    description: args.description === undefined ? before.description : args.description,
    updatedAt: now(),
  };
  pool.roles.put(after);
  return after;
}

export function deleteRoles(
  service: Service,
  codes: readonly string[],
  namespace: NamespaceArg["namespace"],
): CommonMessage {
  const { pool } = service;
  applyToAll(
    service,
    codes,
    (code) => findRole(service, { code, namespace }),
    (role) => {
      pool.removeRole(role);
    },
  );
  return success("Roles deleted");
}

export function listRoles(
  service: Service,
  args: PageArgs & NamespaceArg & { sortBy?: SortBy | null | undefined },
): Page<RoleRecord> {
  const namespace = args.namespace ?? defaultNamespace;
  const roles = service.pool.roles.all().filter((role) => role.namespace === namespace);
  return pageOf(service, sorted(roles, args.sortBy ?? defaultOrder(service)), args);
}

export function rolesOf({ pool }: Service, user: UserRecord, args: NamespaceArg): Page<RoleRecord> {
  const namespace = args.namespace ?? defaultNamespace;
  const roles = pool.assignments.targetsOf(user.id).flatMap((id) => pool.roles.get(id) ?? []);
  return wholePage(roles.filter((role) => role.namespace === namespace));
}

/** The users with a role; `search` keeps only those whose names or addresses contain it. */
export function holdersOf(service: Service, role: RoleRecord, args: PageArgs, search = ""): Page<UserRecord> {
  const { pool } = service;
  const wanted = search.toLowerCase();
  const holders = pool.assignments.holdersOf(role.id).flatMap((id) => pool.users.get(id) ?? []);
  const matches = holders.filter(({ fields }) =>
    [fields.username, fields.email, fields.phone, fields.nickname, fields.name].some((value) =>
      (value ?? "").toLowerCase().includes(wanted),
    ),
  );
  return pageOf(service, matches, args);
}

export function assignRoles(service: Service, args: AssignmentArgs): CommonMessage {
  const { assignments } = service.pool;
  applyToAll(
    service,
    pairsOf(service, args),
    ({ role, userId }) => {
      const user = findChangeable(service, userId);
      if (assignments.has(user.id, role.id)) refuseRepetition(service, "The user already has the role");
      return { role, user };
    },
    ({ role, user }) => {
      assignments.add(user.id, role.id);
    },
  );
  return success("Roles assigned");
}

export function revokeRoles(service: Service, args: AssignmentArgs): CommonMessage {
  const { assignments } = service.pool;
  applyToAll(
    service,
    pairsOf(service, args),
    ({ role, userId }) => {
      const user = findById(service, userId);
      if (!assignments.has(user.id, role.id)) refuseRepetition(service, "The user does not have the role");
      return { role, user };
    },
    ({ role, user }) => {
      assignments.remove(user.id, role.id);
    },
  );
  return success("Roles revoked");
}

/** Every role of the call with every user of it. The roles are looked up first: an unknown one changes nothing. */
function pairsOf(service: Service, args: AssignmentArgs): { role: RoleRecord; userId: string }[] {
  if (args.groupCodes?.length || args.nodeCodes?.length) {
    throw new ManagementError(500, "The emulator assigns roles only to users, not to groups or org nodes");
  }
  const codes = [args.roleCode, ...(args.roleCodes ?? [])].filter((code) => typeof code === "string");
  const userIds = args.userIds ?? [];
  if (codes.length === 0 || userIds.length === 0) {
    throw new ManagementError(2231, "An assignment must have roles and users");
  }
  const roles = [...new Set(codes)].map((code) => findRole(service, { code, namespace: args.namespace }));
  return userIds.flatMap((userId) => roles.map((role) => ({ role, userId })));
}

export function findRole({ pool }: Service, { namespace, code }: RoleArgs): RoleRecord {
  const role = pool.findRole(namespace ?? defaultNamespace, code);
  if (!role) throw new ManagementError(500, `Role ${code} does not exist`);
  return role;
}

function refuseUnusable({ pool }: Service, namespace: string, code: string): void {
  if (code === "") throw new ManagementError(2231, "A role must have a code");
  if (pool.findRole(namespace, code)) throw new ManagementError(500, `Role ${code} already exists`);
}

function refuseRepetition({ behaviour }: Service, message: string): void {
  if (behaviour.repeatedMembership === "error") throw new ManagementError(500, message);
}
