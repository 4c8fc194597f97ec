import type { ManagementClient, SnapshotSelection, UserSnapshot } from "../../sdk/index.js";
import { isApiError } from "../../sdk/index.js";

/** How many people a request asks for. The service's maximum is not documented; its own clients have asked for 200. */
export const defaultPageSize = 100;

/** What is asked for where the service refuses more: the default of its own specification. */
const modestPageSize = 10;

interface ObservedPage {
  /** People in the pool, as the service counts them. */
  readonly totalCount: number;
  readonly snapshots: readonly UserSnapshot[];
}

/**
 * Everybody in the pool, page by page. A service that answers the first page with fewer people than were asked for,
 * though there are more, is asked for as many as it gives; one that refuses the size is asked for a modest one.
 */
export async function* observePool(
  client: ManagementClient,
  selection: SnapshotSelection,
  pageSize: number,
): AsyncGenerator<ObservedPage, void, undefined> {
  const pages = client.users.snapshotPages(selection, { pageSize });
  const first = await pages.next().catch((error: unknown) => {
    if (isApiError(error) && error.code === "API" && pageSize > modestPageSize) return "refused" as const;
    throw error;
  });
  if (first === "refused") {
    yield* client.users.snapshotPages(selection, { pageSize: modestPageSize });
  } else if (!first.done && isCapped(first.value, pageSize)) {
    yield* client.users.snapshotPages(selection, { pageSize: first.value.snapshots.length });
  } else if (!first.done) {
    yield first.value;
    yield* pages;
  }
}

function isCapped({ totalCount, snapshots }: ObservedPage, pageSize: number): boolean {
  return snapshots.length > 0 && snapshots.length < Math.min(pageSize, totalCount);
}
