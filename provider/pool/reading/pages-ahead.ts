import { defaultPageSize } from "../../../sdk/page.js";

/** A run with fewer requests than this may read only a few entries. */
const minRequests = 2;

/** Reads a page, keeps its entries, and resolves to the length of the whole list. */
type ReadPage = (page: number) => Promise<number>;

/**
 * Reads a list page by page when that is cheaper than reading single entries. How many reads will come is not known, so
 * the pages are read once the run has sent as many requests as the pages would take: that costs at most twice the best
 * choice. An entry that the pages omit is asked for like any other.
 */
export class PagesAhead {
  /** Requests for single entries since the pages were last read. */
  #requests = 0;
  /** Pages of the list; unknown until the first one is read. */
  #pages: number | undefined;
  #hasFailed = false;
  #inProgress: Promise<void> | undefined;

  /** Counts requests for single entries. */
  count(requests: number): void {
    this.#requests += requests;
  }

  /** Must be called before requests for single entries: reads the pages if it is time, and resolves when they are read. */
  async before(readPage: ReadPage, requestsPerPage = 1): Promise<void> {
    const needed = (this.#pages ?? 0) * requestsPerPage;
    const isCheaper = !this.#hasFailed && this.#requests >= Math.max(minRequests, needed);
    this.#inProgress ??= isCheaper ? this.#attempt(readPage, requestsPerPage) : undefined;
    await this.#inProgress;
  }

  async #attempt(readPage: ReadPage, requestsPerPage: number): Promise<void> {
    try {
      await this.#read(readPage, requestsPerPage);
    } catch {
      // Pages only save requests. If they fail, each entry is still asked for, and that read reports its own failure.
      this.#hasFailed = true;
    } finally {
      this.#inProgress = undefined;
    }
  }

  async #read(readPage: ReadPage, requestsPerPage: number): Promise<void> {
    for (let page = 1, pages = 1; page <= pages; page += 1) {
      const totalCount = await readPage(page);
      const isFirstPage = this.#pages === undefined;
      this.#pages = pages = Math.ceil(totalCount / defaultPageSize);
      // The first page ever read tells how long the list is. The rest of a long one is read when it is time.
      if (isFirstPage && pages * requestsPerPage > this.#requests) return;
    }
    this.#requests = 0;
  }
}
