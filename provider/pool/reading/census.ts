import type { ManagementClient, SnapshotSelection } from "../../../sdk/index.js";
import { defaultPageSize } from "../../../sdk/page.js";
import type { Observations } from "./observations.js";

/** Fewer batches than this are no sign of a run that reads many people. */
const fewBatches = 2;

/**
 * Reads the pool page by page, where that is cheaper than going on asking for single people. Nobody knows how
 * many reads will come, so the rule is that of renting skis: once the run has sent as many batches as the pool has
 * pages, the pages are fetched. That never costs more than twice the best choice. Whom a page
 * leaves out is asked for like everybody else.
 */
export class Census {
  readonly #client: ManagementClient;
  readonly #observations: Observations;
  /** Batches since the last census. */
  #batches = 0;
  /** Pages of the pool; unknown before the first one was read. */
  #pages: number | undefined;
  #hasFailed = false;
  #underWay: Promise<void> | undefined;

  constructor(client: ManagementClient, observations: Observations) {
    this.#client = client;
    this.#observations = observations;
  }

  /** To be called before a batch is sent: takes the census when it has become worth it, and waits for its end. */
  async beforeBatch(selection: SnapshotSelection): Promise<void> {
    this.#underWay ??= this.#isWorthIt() ? this.#attempt(selection) : undefined;
    await this.#underWay;
  }

  countBatch(): void {
    this.#batches += 1;
  }

  #isWorthIt(): boolean {
    return !this.#hasFailed && this.#batches >= Math.max(fewBatches, this.#pages ?? 0);
  }

  async #attempt(selection: SnapshotSelection): Promise<void> {
    try {
      await this.#take(selection);
    } catch {
      // A census only saves requests. Where it fails, every read is still asked for, and reports its own failure.
      this.#hasFailed = true;
    } finally {
      this.#underWay = undefined;
    }
  }

  async #take(selection: SnapshotSelection): Promise<void> {
    const readSince = this.#observations.mark();
    for (let page = 1, pages = 1; page <= pages; page += 1) {
      const { totalCount, list } = await this.#client.users.snapshotPage(page, defaultPageSize, selection);
      this.#observations.keep(list, readSince);
      const isFirstLook = this.#pages === undefined;
      this.#pages = pages = Math.ceil(totalCount / defaultPageSize);
      // The first page tells the size of the pool; a large one waits until it is worth it.
      if (isFirstLook && pages > this.#batches) return;
    }
    this.#batches = 0;
  }
}
