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
 * Totals may be wrong: search back ends stop counting at 10,000. When a single page is full, the next one is read too.
 * When entries follow the last one that is counted, pages are read until one is not full, and another pass has to find as
 * many entries again.
 *
 * @throws UnexpectedResponseError when the list stays incomplete
 */
export async function* walkPages<Entry>(walk: Walk<Entry>): AsyncGenerator<Page<Entry>, void, undefined> {
  const { operation, trying, pageSize, fetch, keyOf } = walk;
  const handedOut = new Set<string>();
  const notHandedOut = ({ totalCount, list }: Page<Entry>): Page<Entry> => {
    const fresh: Entry[] = [];
    for (const entry of list) {
      if (handedOut.has(keyOf(entry))) continue;
      handedOut.add(keyOf(entry));
      fresh.push(entry);
    }
    return { totalCount, list: fresh };
  };
  let known = 0;
  for (let pass = 1; pass <= maxPasses; pass += 1) {
    const first = await fetch(1, pageSize);
    const fresh = notHandedOut(first);
    if (fresh.list.length > 0 || pass === 1) yield fresh;
    if (known === 0 && (await isWholePage(first, walk))) return;

    const expected = Math.max(first.totalCount, known, new Set(first.list.map(keyOf)).size);
    const { last, isMore } = await lookAtEnd(expected, walk);
    const seen = new Set<string>();
    let isWhole = false;
    let claimed = first.totalCount;
    for await (const page of pagesOf(walk, isMore || first.totalCount < expected)) {
      for (const entry of page.list) {
        seen.add(keyOf(entry));
        if (last !== undefined && keyOf(entry) === keyOf(last)) isWhole ||= seen.size >= expected;
      }
      claimed = page.totalCount;
      const more = notHandedOut(page);
      if (more.list.length > 0) yield more;
    }
    // More entries than expected, and more than the service counts, may still not be all of them.
    if (isWhole && seen.size <= Math.max(expected, claimed)) return;
    known = seen.size > claimed ? seen.size : 0;
  }
  throw new UnexpectedResponseError(
    `${trying} failed: the list was still inconsistent after ${maxPasses} attempts; it changed while it was read, or the service omitted entries`,
    { operation, paths: ["list"] },
  );
}

/** Whether a first page is the whole list: as many different entries as the service counts, and no page after it. */
async function isWholePage<Entry>(
  { totalCount, list }: Page<Entry>,
  { fetch, keyOf, pageSize }: Walk<Entry>,
): Promise<boolean> {
  // A total below zero counts nothing.
  const counted = Math.max(0, totalCount);
  if (list.length !== counted || new Set(list.map(keyOf)).size !== counted) return false;
  return list.length < pageSize || (await fetch(2, pageSize)).list.length === 0;
}

/** The last of the expected entries, and whether more follow it. A page that does not end with it answers both at once. */
async function lookAtEnd<Entry>(
  expected: number,
  { fetch }: Walk<Entry>,
): Promise<{ last: Entry | undefined; isMore: boolean }> {
  let limit = 2;
  while (expected % limit === 0) limit += 1;
  const { list } = await fetch(Math.ceil(expected / limit), limit);
  const place = (expected - 1) % limit;
  return { last: list[place], isMore: list.length > place + 1 };
}

/**
 * One pass over the pages. The service may return smaller pages than requested. When there may be more entries than it
 * counts, the pass ends with the first page that is not full or has no new entry.
 */
async function* pagesOf<Entry>(
  { fetch, keyOf, pageSize }: Walk<Entry>,
  mayBeMore: boolean,
): AsyncGenerator<Page<Entry>> {
  const seen = new Set<string>();
  let received = 0;
  let fullPage = pageSize;
  for (let page = 1, isLast = false; !isLast; page += 1) {
    const response = await fetch(page, pageSize);
    if (page === 1) fullPage = Math.min(pageSize, response.list.length);
    const before = seen.size;
    for (const entry of response.list) seen.add(keyOf(entry));
    received += response.list.length;
    const isExhausted = response.list.length < fullPage || seen.size === before;
    const isCounted = received >= response.totalCount;
    isLast = response.list.length === 0 || (isCounted && (!mayBeMore || isExhausted));
    yield response;
  }
}

/** All entries of a list, one by one. */
export async function* walkEntries<Entry>(walk: Walk<Entry>): AsyncGenerator<Entry, void, undefined> {
  for await (const { list } of walkPages(walk)) yield* list;
}
