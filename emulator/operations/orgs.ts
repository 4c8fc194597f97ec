import { ManagementError } from "../errors.js";
import { newObjectId } from "../state/object-id.js";
import type { MemberRecord, NodeRecord, OrgRecord } from "../state/org-chart.js";
import type { UserRecord } from "../state/user-store.js";
import { applyToAll } from "./bulk.js";
import { defaultOrder, pageOf, sorted, wholePage, type Page, type PageArgs, type SortBy } from "./paging.js";
import type { Service } from "./service.js";
import { findChangeable } from "./users.js";

export interface NewOrg {
  name: string;
  code?: string | null | undefined;
  description?: string | null | undefined;
}

export interface AddNodeArgs extends NewOrg {
  orgId: string;
  /** The root node by default. */
  parentNodeId?: string | null | undefined;
  order?: number | null | undefined;
}

/** A node by its id, or by its code and its organization. */
export interface NodeArgs {
  nodeId?: string | null | undefined;
  orgId?: string | null | undefined;
  nodeCode?: string | null | undefined;
}

export interface MemberArgs extends NodeArgs {
  userIds: readonly string[];
  isLeader?: boolean | null | undefined;
}

export interface NodeUsersArgs extends PageArgs {
  sortBy?: SortBy | null | undefined;
  includeChildrenNodes?: boolean | null | undefined;
}

/** A department of a user. */
export interface Department {
  node: NodeRecord;
  isMain: boolean;
  joinedAt: number;
}

/** Creates an organization with its root node. Names and codes of organizations need not be unique. */
export function createOrg(service: Service, args: NewOrg): OrgRecord {
  const { orgs } = service.pool;
  const id = newObjectId(service.now());
  const root = putNode(service, id, null, args);
  const org: OrgRecord = { id, rootNodeId: root.id };
  orgs.orgs.set(id, org);
  return org;
}

export function addNode(service: Service, args: AddNodeArgs): NodeRecord {
  const { orgs } = service.pool;
  const org = findOrg(service, args.orgId);
  const parent = findNode(service, { nodeId: args.parentNodeId ?? org.rootNodeId });
  if (parent.orgId !== org.id) throw new ManagementError(500, "The parent is in another organization");
  if (args.code && orgs.findNode(org.id, args.code)) {
    throw new ManagementError(500, `Node ${args.code} already exists`);
  }
  return putNode(service, org.id, parent.id, args);
}

export function addMembers(service: Service, args: MemberArgs): NodeRecord {
  const { pool, now } = service;
  const node = findNode(service, args);
  applyToAll(
    service,
    args.userIds,
    (id) => findChangeable(service, id),
    ({ id }) => {
      pool.orgs.putMember({
        userId: id,
        nodeId: node.id,
        isLeader: args.isLeader ?? false,
        joinedAt: now(),
      });
    },
  );
  return node;
}

export function removeMembers(service: Service, args: MemberArgs): NodeRecord {
  const { pool } = service;
  const node = findNode(service, args);
  applyToAll(
    service,
    args.userIds,
    (id) => findChangeable(service, id),
    (user) => {
      pool.orgs.removeMember(user.id, node.id);
      if (user.fields.mainDepartmentId !== node.id) return;
      const fields = { ...user.fields, mainDepartmentId: null, mainDepartmentCode: null };
      pool.users.replace({ ...user, fields });
    },
  );
  return node;
}

/** The departments of a user, in all organizations or in one. */
export function departmentsOf(
  { pool }: Service,
  user: UserRecord,
  orgId: string | null | undefined,
): Page<Department> {
  const departments = pool.orgs.departmentsOf(user.id).flatMap(({ nodeId, joinedAt }) => {
    const node = pool.orgs.nodes.get(nodeId);
    return node ? [{ node, joinedAt, isMain: user.fields.mainDepartmentId === node.id }] : [];
  });
  return wholePage(departments.filter(({ node }) => !orgId || node.orgId === orgId));
}

/** The nodes from the root to each department of a user. */
export function orgPathsOf(service: Service, user: UserRecord): NodeRecord[][] {
  return departmentsOf(service, user, undefined).list.map(({ node }) => service.pool.orgs.pathTo(node));
}

/** The users of a node and, unless the request says otherwise, of the nodes below it. */
export function nodeUsers(service: Service, node: NodeRecord, args: NodeUsersArgs): Page<UserRecord> {
  const { pool } = service;
  const members = pool.orgs.membersOf(node, args.includeChildrenNodes ?? true);
  const ids = new Set(members.map(({ userId }) => userId));
  const users = pool.listedUsers().filter(({ id }) => ids.has(id));
  return pageOf(service, sorted(users, args.sortBy ?? defaultOrder(service)), args);
}

/** Whether one of these departments of a user is the node or, with `withBelow`, below it. */
export function isInNode(
  { pool }: Service,
  departments: readonly MemberRecord[],
  nodeId: string,
  withBelow: boolean,
): boolean {
  return departments.some((department) => {
    const node = pool.orgs.nodes.get(department.nodeId);
    return (
      department.nodeId === nodeId ||
      (withBelow && node !== undefined && pool.orgs.pathTo(node).some(({ id }) => id === nodeId))
    );
  });
}

export function findOrg({ pool }: Service, id: string): OrgRecord {
  const org = pool.orgs.orgs.get(id);
  if (!org) throw new ManagementError(500, `Organization ${id} does not exist`);
  return org;
}

export function findNode({ pool }: Service, { nodeId, orgId, nodeCode }: NodeArgs): NodeRecord {
  const node = nodeId ? pool.orgs.nodes.get(nodeId) : pool.orgs.findNode(orgId ?? "", nodeCode ?? "");
  if (!node) throw new ManagementError(500, `Node ${nodeId ?? nodeCode ?? ""} does not exist`);
  return node;
}

function putNode(
  { pool, now }: Service,
  orgId: string,
  parentId: string | null,
  { name, code, description, order }: NewOrg & Pick<AddNodeArgs, "order">,
): NodeRecord {
  const createdAt = now();
  const node: NodeRecord = {
    id: newObjectId(createdAt),
    orgId,
    parentId,
    name,
    code: code ?? null,
    description: description ?? null,
    order: order ?? null,
    createdAt,
    updatedAt: createdAt,
  };
  pool.orgs.nodes.set(node.id, node);
  return node;
}
