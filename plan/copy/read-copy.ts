import { listNamespaces } from "../../drift/pool/namespaces.js";
import { observePool } from "../../drift/pool/observe.js";
import { type NotRead, unlistedNamespaces } from "../../drift/completeness/not-read.js";
import type { GivenContent } from "../../emulator/index.js";
import {
  defaultNamespace,
  type ManagementClient,
  UnexpectedResponseError,
  type User,
  type UserSnapshot,
} from "../../sdk/index.js";
import { inBatches } from "../../sdk/users/batches.js";
import { readUsers } from "../../sdk/users/read-users.js";
import { contentOf } from "./content.js";
import { readCoded } from "./read-coded.js";
import type { Needed } from "./selection.js";

export interface CopyOptions {
  readonly pageSize: number;
  /** Namespaces whose roles are read even if the pool does not list them. */
  readonly roleNamespaces: readonly string[];
  /** Ids of users who are expected to be in the pool. */
  readonly expectedIds: readonly string[];
  /** Called after each page with the number of users read, and of all users. */
  readonly onProgress: (read: number, total: number) => void;
}

/** A user pool as it was read: what a run needs of it. */
export interface PoolCopy {
  readonly content: GivenContent;
  /** The users that the pool lists. */
  readonly users: readonly UserSnapshot[];
  readonly namespaces: readonly string[];
  readonly notRead: readonly NotRead[];
}

/**
 * Reads all users once, page by page, with their groups, roles and policies, and the groups, roles and policies that a run
 * names. Nothing is written.
 *
 * @throws UnexpectedResponseError when the list lacks a user who exists
 */
export async function readCopy(
  client: ManagementClient,
  needed: Needed,
  { pageSize, roleNamespaces, expectedIds, onProgress }: CopyOptions,
): Promise<PoolCopy> {
  const { codes, failure } = await listNamespaces(client);
  const named = needed.codes.filter(({ object }) => object === "role").map(({ namespace }) => namespace);
  const namespaces = [...new Set([defaultNamespace, ...named, ...roleNamespaces, ...codes])];
  const selection = {
    ...needed.users,
    groups: true,
    roleNamespaces: namespaces,
    policyNamespaces: needed.policyNamespaces,
  };
  const users = new Map<string, UserSnapshot>();
  for await (const { totalCount, snapshots } of observePool(client, selection, pageSize)) {
    for (const user of snapshots) users.set(user.id, user);
    onProgress(users.size, totalCount);
  }
  const archived = needed.asksForArchived ? await archivedUsers(client, pageSize) : [];
  const unlisted = expectedIds.filter((id) => !users.has(id) && archived.every((user) => user.id !== id));
  await assertGone(client, unlisted);
  const coded = await readCoded(client, needed.codes, needed.policyNamespaces);
  const customFields = needed.asksForCustomFields ? await client.udf.list("USER") : [];
  return {
    content: contentOf({ users: [...users.values()], archived, namespaces, customFields, ...coded }),
    users: [...users.values()],
    namespaces,
    notRead: failure === undefined ? [] : [unlistedNamespaces(failure)],
  };
}

async function archivedUsers(client: ManagementClient, pageSize: number): Promise<User[]> {
  const all: User[] = [];
  for await (const user of client.users.listAllArchived({ pageSize })) all.push(user);
  return all;
}

/** A list that lacks a user who exists may lack others. */
async function assertGone(client: ManagementClient, ids: readonly string[]): Promise<void> {
  for (const batch of inBatches(ids)) {
    for (const [id, user] of await readUsers(client, batch, { fields: ["status"] })) {
      if (user instanceof Error) throw user;
      if (user === "gone" || user.fields.status === "Archived") continue;
      throw new UnexpectedResponseError(
        `reading all users failed: the list of users is incomplete, because user ${id} exists but is not in the list; run the plan again, and contact support if it persists`,
        { operation: "users.snapshotPages", paths: ["list"] },
      );
    }
  }
}
