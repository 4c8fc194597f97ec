import { ManagementError } from "../errors.js";
import type { UserRecord, UserStatus } from "../state/user-store.js";
import { pageOf, type Page, type PageArgs } from "./paging.js";
import { success, type CommonMessage, type Service } from "./service.js";
import { findById, findChangeable } from "./users.js";

/** Suspends, activates or resigns a user. A change ends all logins of the user, and only an activated user has policies. */
export function changeStatus(
  service: Service,
  id: string,
  status: Exclude<UserStatus, "Archived">,
): CommonMessage {
  const { pool, now } = service;
  const user = findChangeable(service, id);
  if (id === pool.ownerId) throw new ManagementError(500, "The status of the root user cannot be changed");
  pool.users.replace({ ...loggedOut(user), status, updatedAt: now() });
  if (status !== "Activated") pool.losePolicies(id);
  if (status === "Resigned") pool.leaveDepartments(id);
  return success(`User ${status.toLowerCase()}`);
}

/** Archives a user as the console does: no operation of the API does it. */
export function archiveUser(service: Service, id: string): void {
  const { pool, now } = service;
  const user = findById(service, id);
  if (id === pool.ownerId) throw new ManagementError(500, "The root user cannot be archived");
  pool.users.replace({ ...loggedOut(user), status: "Archived", updatedAt: now() });
  pool.leaveAll(id);
}

/** The archived users, the latest one first. */
export function listArchived(service: Service, args: PageArgs): Page<UserRecord> {
  const archived = service.pool.users.all().filter(({ status }) => status === "Archived");
  return pageOf(service, archived.toReversed(), args);
}

function loggedOut(user: UserRecord): UserRecord {
  return { ...user, sessionGeneration: user.sessionGeneration + 1 };
}
