import { UnexpectedResponseError } from "./errors.js";
import type { Page } from "./page.js";

/** A list that changes while it is read is read again, at most this many times. */
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
 * A list of one page is complete in one response. In a longer list, a deletion moves later entries to pages that were
 * already read, a creation hides this in the total, and a cut page lacks entries. So the last entry is read first, and a
 * pass over the pages counts as complete only when it finds as many entries up to that one as the total was then. That
 * costs two more requests than there are pages. It works for lists in the order of creation, in both directions.
 *
 * @throws UnexpectedResponseError when the list stays incomplete
 */
export async function* walkPages<Entry>(walk: Walk<Entry>): AsyncGenerator<Page<Entry>, void, undefined> {
  const { operation, trying, pageSize, fetch, keyOf } = walk;
  const handedOut = new Set<string>();
  const notHandedOut = ({ totalCount, list }: Page<Entry>): Page<Entry> => {
    const fresh = list.filter((entry) => !handedOut.has(keyOf(entry)));
    for (const entry of fresh) handedOut.add(keyOf(entry));
    return { totalCount, list: fresh };
  };
  for (let pass = 1; pass <= maxPasses; pass += 1) {
    const first = await fetch(1, pageSize);
    const fresh = notHandedOut(first);
    if (fresh.list.length > 0 || pass === 1) yield fresh;
    if (first.list.length >= first.totalCount) return;

    const [last] = (await fetch(first.totalCount, 1)).list;
    const seen = new Set<string>();
    let isWhole = false;
    for await (const page of pagesOf(walk)) {
      for (const entry of page.list) {
        seen.add(keyOf(entry));
        if (last !== undefined && keyOf(entry) === keyOf(last)) isWhole ||= seen.size >= first.totalCount;
      }
      const more = notHandedOut(page);
      if (more.list.length > 0) yield more;
    }
    if (isWhole) return;
  }
  throw new UnexpectedResponseError(
    `${trying} failed: the list was still inconsistent after ${maxPasses} attempts; it changed while it was read, or the service omitted entries`,
    { operation, paths: ["list"] },
  );
}

/** One pass over the pages. The service may return smaller pages than requested. */
async function* pagesOf<Entry>({ fetch, pageSize }: Walk<Entry>): AsyncGenerator<Page<Entry>> {
  let received = 0;
  for (let page = 1, isLast = false; !isLast; page += 1) {
    const response = await fetch(page, pageSize);
    received += response.list.length;
    isLast = response.list.length === 0 || received >= response.totalCount;
    yield response;
  }
}

/** All entries of a list, one by one. */
export async function* walkEntries<Entry>(walk: Walk<Entry>): AsyncGenerator<Entry, void, undefined> {
  for await (const { list } of walkPages(walk)) yield* list;
}
