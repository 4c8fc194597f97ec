import { defaultPageSize } from "../../../sdk/page.js";

/** A run with fewer requests than this may read only a few objects. */
const minRequests = 2;

/**
 * Reads the list of all objects in one scope when that is cheaper than to ask for single ones. How many reads will come is
 * not known, so the pages are read once the run has sent as many requests as there are pages: that costs at most twice the
 * best choice.
 */
export class CodedPages {
  /** Reads a page, and resolves to the length of the whole list. */
  readonly #readPage: (page: number) => Promise<number>;
  #requests = 0;
  /** Unknown until the first page is read. */
  #pages: number | undefined;
  #hasFailed = false;
  #inProgress: Promise<void> | undefined;

  constructor(readPage: (page: number) => Promise<number>) {
    this.#readPage = readPage;
  }

  /** Must be called before requests for single objects: reads the pages if it is time, and resolves when they are read. */
  async before(requests: number): Promise<void> {
    this.#requests += requests;
    const isCheaper = !this.#hasFailed && this.#requests >= Math.max(minRequests, this.#pages ?? 0);
    this.#inProgress ??= isCheaper ? this.#attempt() : undefined;
    await this.#inProgress;
  }

  async #attempt(): Promise<void> {
    try {
      await this.#read();
    } catch {
      // Pages only save requests. If they fail, each object is still asked for, and that read reports its own failure.
      this.#hasFailed = true;
    } finally {
      this.#inProgress = undefined;
    }
  }

  async #read(): Promise<void> {
    for (let page = 1, pages = 1; page <= pages; page += 1) {
      const totalCount = await this.#readPage(page);
      const isFirstPage = this.#pages === undefined;
      this.#pages = pages = Math.ceil(totalCount / defaultPageSize);
      // The first page ever read tells how long the list is. The rest of a long one is read when it is time.
      if (isFirstPage && pages > this.#requests) return;
    }
    this.#requests = 0;
  }
}
