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
 * A list of one page comes whole in one answer. In a longer one, a deletion moves later entries to pages that were read
 * already, a creation hides it in the total, and a cut page simply lacks some. So the last entry is asked for first, and
 * a pass over the pages counts as whole only when as many entries came before it as then stood there. That costs two
 * requests more than there are pages, and holds for lists in the order of creation, either way.
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
    `${trying} failed: the list changed while it was read, or the service left out entries, ${maxPasses} times over`,
    { operation, paths: ["list"] },
  );
}

/** One pass over the pages, as many as the service counts. It may give smaller ones than it is asked for. */
async function* pagesOf<Entry>({ fetch, pageSize }: Walk<Entry>): AsyncGenerator<Page<Entry>> {
  let received = 0;
  for (let page = 1, isLast = false; !isLast; page += 1) {
    const answer = await fetch(page, pageSize);
    received += answer.list.length;
    isLast = answer.list.length === 0 || received >= answer.totalCount;
    yield answer;
  }
}

/** All entries of a list, one by one. */
export async function* walkEntries<Entry>(walk: Walk<Entry>): AsyncGenerator<Entry, void, undefined> {
  for await (const { list } of walkPages(walk)) yield* list;
}
