import type { ManagementClient, SnapshotSelection, UserSnapshot } from "../../sdk/index.js";
import { isApiError } from "../../sdk/index.js";

/** Users per request when the service refuses more: the default of its specification. */
export const smallPageSize = 10;

/**
 * Lists of roles per request: each user has one for each namespace. Thirty namespaces fit into the default page, so they
 * cost no further request; with many more, pages get smaller and not heavier.
 */
const maxRoleLists = 4000;

interface ObservedPage {
  /** The number of users in the pool, as the service counts them. */
  readonly totalCount: number;
  readonly snapshots: readonly UserSnapshot[];
}

/**
 * All users of the pool, page by page. When the first page is smaller than asked for though there are more users, the
 * next pages have its size. When the service refuses the size, pages are small. The more namespaces, the smaller they are.
 */
export async function* observePool(
  client: ManagementClient,
  selection: SnapshotSelection,
  wantedPageSize: number,
): AsyncGenerator<ObservedPage, void, undefined> {
  const pageSize = pageSizeFor(selection, wantedPageSize);
  const pages = client.users.snapshotPages(selection, { pageSize });
  const first = await pages.next().catch((error: unknown) => {
    if (isApiError(error) && error.code === "API" && pageSize > smallPageSize) return "refused" as const;
    throw error;
  });
  if (first === "refused") {
    yield* client.users.snapshotPages(selection, { pageSize: smallPageSize });
  } else if (!first.done && isCapped(first.value, pageSize)) {
    yield* client.users.snapshotPages(selection, { pageSize: first.value.snapshots.length });
  } else if (!first.done) {
    yield first.value;
    yield* pages;
  }
}

function pageSizeFor({ roleNamespaces = [] }: SnapshotSelection, wanted: number): number {
  const fitting = Math.floor(maxRoleLists / Math.max(1, roleNamespaces.length));
  return Math.min(wanted, Math.max(smallPageSize, fitting));
}

function isCapped({ totalCount, snapshots }: ObservedPage, pageSize: number): boolean {
  return snapshots.length > 0 && snapshots.length < Math.min(pageSize, totalCount);
}
