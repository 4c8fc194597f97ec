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

/** All users of the pool, page by page. See `inFittingPages`. */
export function observePool(
  client: ManagementClient,
  selection: SnapshotSelection,
  wantedPageSize: number,
): AsyncGenerator<ObservedPage, void, undefined> {
  return inFittingPages(
    (pageSize) => client.users.snapshotPages(selection, { pageSize }),
    ({ snapshots }) => snapshots.length,
    pageSizeFor(selection, wantedPageSize),
  );
}

/**
 * Reads all pages. When the first page is smaller than asked for though there are more users, the next pages have its size.
 * When the service refuses the size, pages are small.
 */
export async function* inFittingPages<Page extends { readonly totalCount: number }>(
  read: (pageSize: number) => AsyncGenerator<Page, void, undefined>,
  lengthOf: (page: Page) => number,
  pageSize: number,
): AsyncGenerator<Page, void, undefined> {
  const pages = read(pageSize);
  const first = await pages.next().catch((error: unknown) => {
    if (isApiError(error) && error.code === "API" && pageSize > smallPageSize) return "refused" as const;
    throw error;
  });
  if (first === "refused") {
    yield* read(smallPageSize);
  } else if (!first.done && isCapped(first.value.totalCount, lengthOf(first.value), pageSize)) {
    yield* read(lengthOf(first.value));
  } else if (!first.done) {
    yield first.value;
    yield* pages;
  }
}

/** The more namespaces, the smaller are the pages. */
export function pageSizeFor({ roleNamespaces = [] }: SnapshotSelection, wanted: number): number {
  const fitting = Math.floor(maxRoleLists / Math.max(1, roleNamespaces.length));
  return Math.min(wanted, Math.max(smallPageSize, fitting));
}

function isCapped(totalCount: number, length: number, pageSize: number): boolean {
  return length > 0 && length < Math.min(pageSize, totalCount);
}
