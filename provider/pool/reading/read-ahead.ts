import {
  type ManagementClient,
  maxUsersPerBatch,
  type SnapshotSelection,
  type UserSnapshot,
} from "../../../sdk/index.js";
import { defaultPageSize } from "../../../sdk/page.js";
import type { Observations } from "./observations.js";
import { byId } from "./user-query.js";

/** A run with fewer batches than this may read only a few users. */
const minBatches = 2;

/**
 * Reads the pool page by page when that is cheaper than reading single users. How many reads will come is not known, so
 * the pages are read once the run has sent as many batches as the pool has pages: that costs at most twice the best
 * choice. A user that the pages omit is asked for like any other.
 */
export class ReadAhead {
  readonly #client: ManagementClient;
  readonly #observations: Observations<UserSnapshot>;
  /** Batches since the pages were last read. */
  #batches = 0;
  /** Pages of the pool; unknown until the first one is read. */
  #pages: number | undefined;
  #hasFailed = false;
  #inProgress: Promise<void> | undefined;

  constructor(client: ManagementClient, observations: Observations<UserSnapshot>) {
    this.#client = client;
    this.#observations = observations;
  }

  /** Must be called before a batch is sent: reads the pages if it is time, and resolves when they are read. */
  async beforeBatch(selection: SnapshotSelection): Promise<void> {
    this.#inProgress ??= this.#isCheaper(selection) ? this.#attempt(selection) : undefined;
    await this.#inProgress;
  }

  countBatch(): void {
    this.#batches += 1;
  }

  #isCheaper(selection: SnapshotSelection): boolean {
    const requests = (this.#pages ?? 0) * requestsPerPage(selection);
    return !this.#hasFailed && this.#batches >= Math.max(minBatches, requests);
  }

  async #attempt(selection: SnapshotSelection): Promise<void> {
    try {
      await this.#readPages(selection);
    } catch {
      // Pages only save requests. If they fail, each user is still asked for, and that read reports its own failure.
      this.#hasFailed = true;
    } finally {
      this.#inProgress = undefined;
    }
  }

  async #readPages(selection: SnapshotSelection): Promise<void> {
    const readSince = this.#observations.mark();
    for (let page = 1, pages = 1; page <= pages; page += 1) {
      const { totalCount, list } = await this.#client.users.snapshotPage(page, defaultPageSize, selection);
      this.#observations.keep(byId(list), readSince);
      const isFirstPage = this.#pages === undefined;
      this.#pages = pages = Math.ceil(totalCount / defaultPageSize);
      // The first page ever read tells how large the pool is. The rest of a large pool is read when it is time.
      if (isFirstPage && pages * requestsPerPage(selection) > this.#batches) return;
    }
    this.#batches = 0;
  }
}

/** The policies of the users of a page are read apart, a batch of users in one request. */
function requestsPerPage({ policyNamespaces = [] }: SnapshotSelection): number {
  return policyNamespaces.length === 0 ? 1 : 1 + Math.ceil(defaultPageSize / maxUsersPerBatch);
}
