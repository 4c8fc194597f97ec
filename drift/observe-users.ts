import {
  defaultNamespace,
  isApiError,
  type ManagementClient,
  type SnapshotSelection,
  UnexpectedResponseError,
  type UserSnapshot,
} from "../sdk/index.js";
import { inBatches } from "../sdk/users/batches.js";
import { readUsers } from "../sdk/users/read-users.js";
import { type NotRead, refusedNamespaces, unlistedNamespaces } from "./completeness/not-read.js";
import { listNamespaces } from "./pool/namespaces.js";
import { observePool } from "./pool/observe.js";

export interface ObserveOptions {
  /** Namespaces whose roles are read even if the pool does not list them. */
  readonly roleNamespaces: readonly string[];
  readonly pageSize: number;
  /** Called after each page with the number of users read, and of all users. */
  readonly onProgress: (read: number, total: number) => void;
}

/** Takes what is observed. A user may come twice, and an archived user only comes if expected. */
export interface Observer {
  /** Whether a user has come already. */
  readonly hasBegun: boolean;
  add(user: UserSnapshot): void;
  /** The service says that there is no such user. */
  addGone(userId: string): void;
  /** The users who are expected, because states name them, and have not come. */
  unseen(): string[];
}

interface Observed {
  /** The namespaces whose roles were read. */
  readonly namespaces: readonly string[];
  /** What could not be read. */
  readonly notRead: readonly NotRead[];
}

/**
 * Reads all users of the pool, page by page, with their groups and with the roles of all namespaces that the pool lists. The
 * users of the states that are on no page are read one by one. Nothing is written.
 *
 * @throws UnexpectedResponseError when the list lacks a user who exists
 */
export async function observeUsers(
  client: ManagementClient,
  selection: Omit<SnapshotSelection, "groups" | "roleNamespaces">,
  observer: Observer,
  options: ObserveOptions,
): Promise<Observed> {
  const named = [...new Set([defaultNamespace, ...options.roleNamespaces])];
  const { codes, failure } = await listNamespaces(client);
  const notRead = failure === undefined ? [] : [unlistedNamespaces(failure)];
  const namespaces = [...new Set([...named, ...codes])];
  const read = (roleNamespaces: readonly string[]): Promise<void> =>
    observeAll(client, observer, { ...selection, groups: true, roleNamespaces }, options);
  try {
    await read(namespaces);
    return { namespaces, notRead };
  } catch (error) {
    const unnamed = namespaces.filter((namespace) => !named.includes(namespace));
    if (unnamed.length === 0 || observer.hasBegun || !isPlainRefusal(error)) throw error;
    await read(named);
    return { namespaces: named, notRead: [...notRead, refusedNamespaces(unnamed, error.message)] };
  }
}

/** The service did not accept what was asked, for none of the reasons that it has a code for. */
function isPlainRefusal(error: unknown): error is Error {
  return isApiError(error) && error.code === "API";
}

async function observeAll(
  client: ManagementClient,
  observer: Observer,
  selection: SnapshotSelection,
  options: ObserveOptions,
): Promise<void> {
  await observePages(client, observer, selection, options);
  const unlisted: string[] = [];
  for await (const [id, user] of readUnseen(client, observer.unseen(), selection)) {
    if (user === "gone") observer.addGone(id);
    else {
      observer.add(user);
      // Archived users are in no list.
      if (user.fields.status !== "Archived") unlisted.push(id);
    }
  }
  if (unlisted.length === 0) return;
  // A list that omits a user who exists may omit others. The user may also have been created between two pages.
  const listed = await observePages(client, observer, selection, options);
  const omitted = unlisted.find((id) => !listed.has(id));
  if (omitted !== undefined) throw incompleteList(omitted);
}

/** Reads all users that the service lists, and returns their ids. */
async function observePages(
  client: ManagementClient,
  observer: Observer,
  selection: SnapshotSelection,
  { pageSize, onProgress }: ObserveOptions,
): Promise<ReadonlySet<string>> {
  const listed = new Set<string>();
  for await (const { totalCount, snapshots } of observePool(client, selection, pageSize)) {
    for (const user of snapshots) {
      listed.add(user.id);
      observer.add(user);
    }
    onProgress(listed.size, totalCount);
  }
  return listed;
}

/** The users that were in no page, by id. A failed read never counts as a deletion. */
async function* readUnseen(
  client: ManagementClient,
  ids: readonly string[],
  selection: SnapshotSelection,
): AsyncGenerator<[id: string, user: UserSnapshot | "gone"], void, undefined> {
  for (const batch of inBatches(ids)) {
    for (const [id, user] of await readUsers(client, batch, selection)) {
      if (user instanceof Error) throw user;
      yield [id, user];
    }
  }
}

function incompleteList(userId: string): Error {
  return new UnexpectedResponseError(
    `reading all users failed: the list of users is incomplete, because user ${userId} exists but is not in the list; run the command again, and contact support if it persists`,
    { operation: "users.snapshotPages", paths: ["list"] },
  );
}
