import type { NotRead } from "../../drift/completeness/not-read.js";
import { type ObserveOptions, type Observer, observeUsers } from "../../drift/observe-users.js";
import type { GivenContent } from "../../emulator/index.js";
import type { ManagementClient, User, UserSnapshot } from "../../sdk/index.js";
import { contentOf } from "./content.js";
import { readCoded } from "./read-coded.js";
import type { Needed } from "./selection.js";

export interface CopyOptions extends ObserveOptions {
  /** Ids of users who are expected to be in the pool. */
  readonly expectedIds: readonly string[];
}

/** A user pool as it was read: what a run needs of it. */
export interface PoolCopy {
  readonly content: GivenContent;
  /** The users that the pool lists. */
  readonly users: readonly UserSnapshot[];
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
  { expectedIds, ...options }: CopyOptions,
): Promise<PoolCopy> {
  const named = needed.codes.filter(({ object }) => object === "role").map(({ namespace }) => namespace);
  const archived = needed.asksForArchived ? await archivedUsers(client, options.pageSize) : [];
  const archivedIds = new Set(archived.map(({ id }) => id));
  const listed = new ListedUsers(expectedIds.filter((id) => !archivedIds.has(id)));
  const { namespaces, notRead } = await observeUsers(
    client,
    { ...needed.users, policyNamespaces: needed.policyNamespaces },
    listed,
    { ...options, roleNamespaces: [...named, ...options.roleNamespaces] },
  );
  const users = [...listed.users.values()];
  const coded = await readCoded(client, needed.codes, needed.policyNamespaces);
  const customFields = needed.asksForCustomFields ? await client.udf.list("USER") : [];
  const content = contentOf({ users, archived, namespaces, customFields, ...coded });
  return { content, users, notRead };
}

async function archivedUsers(client: ManagementClient, pageSize: number): Promise<User[]> {
  const all: User[] = [];
  for await (const user of client.users.listAllArchived({ pageSize })) all.push(user);
  return all;
}

/** The users who are not archived. */
class ListedUsers implements Observer {
  readonly users = new Map<string, UserSnapshot>();
  readonly #gone = new Set<string>();

  constructor(readonly expectedIds: readonly string[]) {}

  get hasBegun(): boolean {
    return this.users.size > 0;
  }

  add(user: UserSnapshot): void {
    if (user.fields.status !== "Archived") this.users.set(user.id, user);
  }

  addGone(userId: string): void {
    this.#gone.add(userId);
  }

  unseen(): string[] {
    return this.expectedIds.filter((id) => !this.users.has(id) && !this.#gone.has(id));
  }
}
