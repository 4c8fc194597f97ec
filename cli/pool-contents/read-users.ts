import { inFittingPages, pageSizeFor } from "../../drift/pool/observe.js";
import { type PoolUser, toPoolUser } from "../../roster/write/pool-contents.js";
import type { ManagementClient, Page, SnapshotSelection } from "../../sdk/index.js";
import { walkPages } from "../../sdk/walk-pages.js";

/**
 * All users of the pool. Only a pass that found the list complete counts: a user who was deleted while an earlier pass read
 * the list is not among them.
 *
 * @throws UnexpectedResponseError when the list stays inconsistent
 */
export async function readUsers(
  client: ManagementClient,
  selection: SnapshotSelection,
  wantedPageSize: number,
  onProgress: (read: number, total: number) => void,
): Promise<PoolUser[]> {
  const pass = new Pass();
  const fetch = async (page: number, limit: number): Promise<Page<PoolUser>> => {
    const { totalCount, list } = await client.users.snapshotPage(page, limit, selection);
    return { totalCount, list: list.map(toPoolUser) };
  };
  const pages = inFittingPages(
    (pageSize) =>
      walkPages({
        operation: "users.snapshotPages",
        trying: "reading all users",
        pageSize,
        fetch: async (page, limit) => {
          const found = await fetch(page, limit);
          if (limit !== pageSize) return found;
          pass.add(page, found.list);
          onProgress(Math.min(pass.size, found.totalCount), found.totalCount);
          return found;
        },
        keyOf: ({ id }) => id,
      }),
    ({ list }) => list.length,
    pageSizeFor(selection, wantedPageSize),
  );
  // What the walk hands out may be of several passes.
  while ((await pages.next()).done !== true);
  return pass.users();
}

/** The users that one pass over the pages has found. A pass begins with the first page. */
class Pass {
  readonly #users = new Map<string, PoolUser>();

  get size(): number {
    return this.#users.size;
  }

  add(page: number, list: readonly PoolUser[]): void {
    if (page === 1) this.#users.clear();
    for (const user of list) this.#users.set(user.id, user);
  }

  users(): PoolUser[] {
    return [...this.#users.values()];
  }
}
