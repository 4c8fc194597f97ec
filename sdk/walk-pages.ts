import { UnexpectedResponseError } from "./errors.js";
import type { Page } from "./page.js";

/** A list may change while it is read: then it is read again, and after so many times given up. */
const maxPasses = 3;

export interface Walk<Entry> {
  readonly operation: string;
  readonly trying: string;
  readonly pageSize: number;
  readonly fetch: (page: number, limit: number) => Promise<Page<Entry>>;
  readonly keyOf: (entry: Entry) => string;
}

/**
 * All entries of a list, page by page and each entry once.
 *
 * Deletions move later entries to pages that were read already, and a cut page simply lacks some. So a pass counts
 * as whole only when it saw as many entries as the service counts, and the list did not shrink meanwhile.
 *
 * @throws UnexpectedResponseError when the list stays incomplete
 */
export async function* walkPages<Entry>(walk: Walk<Entry>): AsyncGenerator<Page<Entry>, void, undefined> {
  const { operation, trying, pageSize, fetch, keyOf } = walk;
  const handedOut = new Set<string>();
  for (let pass = 1; pass <= maxPasses; pass += 1) {
    const seen = new Set<string>();
    let received = 0;
    let hasShrunk = false;
    let total = 0;
    for (let page = 1, isLast = false; !isLast; page += 1) {
      const { totalCount, list } = await fetch(page, pageSize);
      hasShrunk ||= totalCount < total;
      total = totalCount;
      received += list.length;
      isLast = list.length === 0 || received >= totalCount;
      const fresh = list.filter((entry) => !handedOut.has(keyOf(entry)));
      for (const key of list.map(keyOf)) {
        seen.add(key);
        handedOut.add(key);
      }
      if (fresh.length > 0 || (pass === 1 && page === 1)) yield { totalCount, list: fresh };
    }
    if (!hasShrunk && seen.size >= total) return;
  }
  throw new UnexpectedResponseError(
    `${trying} failed: the list changed while it was read, or the service left out entries, ${maxPasses} times over`,
    { operation, paths: ["list"] },
  );
}

/** All entries of a list, one by one. */
export async function* walkEntries<Entry>(walk: Walk<Entry>): AsyncGenerator<Entry, void, undefined> {
  for await (const { list } of walkPages(walk)) yield* list;
}
