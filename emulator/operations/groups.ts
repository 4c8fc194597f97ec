import { ManagementError } from "../errors.js";
import { newObjectId } from "../state/object-id.js";
import type { GroupRecord } from "../state/pool.js";
import type { UserRecord } from "../state/user-store.js";
import { applyToAll } from "./bulk.js";
import { defaultOrder, pageOf, sorted, wholePage, type Page, type PageArgs, type SortBy } from "./paging.js";
import { success, type CommonMessage, type Service } from "./service.js";
import { findById, findChangeable } from "./users.js";

export interface CreateGroupArgs {
  code: string;
  name: string;
  description?: string | null | undefined;
}

export interface UpdateGroupArgs {
  code: string;
  name?: string | null | undefined;
  description?: string | null | undefined;
  newCode?: string | null | undefined;
}

export function createGroup(service: Service, args: CreateGroupArgs): GroupRecord {
  const { pool, now } = service;
  refuseUnusable(service, args.code);
  const createdAt = now();
  const group: GroupRecord = {
    id: newObjectId(createdAt),
    code: args.code,
    name: args.name,
    description: args.description ?? null,
    createdAt,
    updatedAt: createdAt,
  };
  pool.groups.put(group);
  return group;
}

export function updateGroup(service: Service, args: UpdateGroupArgs): GroupRecord {
  const { pool, now } = service;
  const before = findGroup(service, args.code);
  const code = args.newCode ?? before.code;
  if (code !== before.code) refuseUnusable(service, code);
  const after: GroupRecord = {
    ...before,
    code,
    name: args.name ?? before.name,
    description: args.description === undefined ? before.description : args.description,
    updatedAt: now(),
  };
  pool.groups.put(after);
  return after;
}

export function deleteGroups(service: Service, codes: readonly string[]): CommonMessage {
  const { pool } = service;
  applyToAll(
    service,
    codes,
    (code) => findGroup(service, code),
    (group) => {
      pool.removeGroup(group);
    },
  );
  return success("Groups deleted");
}

/** The groups of the pool, or of one user. */
export function listGroups(
  service: Service,
  args: PageArgs & { userId?: string | null | undefined; sortBy?: SortBy | null | undefined },
): Page<GroupRecord> {
  const { groups: known, memberships } = service.pool;
  const { userId } = args;
  const user = typeof userId === "string" ? findById(service, userId) : undefined;
  const groups = known.all().filter((group) => !user || memberships.has(user.id, group.id));
  return pageOf(service, sorted(groups, args.sortBy ?? defaultOrder(service)), args);
}

export function groupsOf({ pool }: Service, user: UserRecord): Page<GroupRecord> {
  return wholePage(pool.memberships.targetsOf(user.id).flatMap((id) => pool.groups.get(id) ?? []));
}

export function membersOf(service: Service, group: GroupRecord, args: PageArgs): Page<UserRecord> {
  const { pool } = service;
  const members = pool.memberships.holdersOf(group.id).flatMap((id) => pool.users.get(id) ?? []);
  return pageOf(service, members, args);
}

export function addUsersToGroup(service: Service, userIds: readonly string[], code: string): CommonMessage {
  const { memberships } = service.pool;
  const group = findGroup(service, code);
  applyToAll(
    service,
    userIds,
    (id) => {
      const user = findChangeable(service, id);
      if (memberships.has(user.id, group.id)) refuseRepetition(service, "The user is already in the group");
      return user;
    },
    (user) => {
      memberships.add(user.id, group.id);
    },
  );
  return success("Users added to the group");
}

export function removeUsersFromGroup(
  service: Service,
  userIds: readonly string[],
  code: string,
): CommonMessage {
  const { memberships } = service.pool;
  const group = findGroup(service, code);
  applyToAll(
    service,
    userIds,
    (id) => {
      const user = findById(service, id);
      if (!memberships.has(user.id, group.id)) refuseRepetition(service, "The user is not in the group");
      return user;
    },
    (user) => {
      memberships.remove(user.id, group.id);
    },
  );
  return success("Users removed from the group");
}

export function findGroup({ pool }: Service, code: string): GroupRecord {
  const group = pool.groups.findByKey(code);
  if (!group) throw new ManagementError(500, `Group ${code} does not exist`);
  return group;
}

function refuseUnusable({ pool }: Service, code: string): void {
  if (code === "") throw new ManagementError(2231, "A group must have a code");
  if (pool.groups.findByKey(code)) throw new ManagementError(500, `Group ${code} already exists`);
}

function refuseRepetition({ behaviour }: Service, message: string): void {
  if (behaviour.repeatedMembership === "error") throw new ManagementError(500, message);
}
