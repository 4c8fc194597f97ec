import { createHash } from "node:crypto";
import { mkdir, readdir, readFile, rm } from "node:fs/promises";
import { join } from "node:path";

import writeFileAtomic from "write-file-atomic";
import { z } from "zod";

import type { PoolUser } from "../../../roster/write/pool-contents.js";
import type { Page } from "../../../sdk/index.js";

/** Pages that an interrupted export has read are used for this long. */
const usableMs = 60 * 60 * 1000;

const keptPage = z.object({
  identity: z.string(),
  limit: z.number().int(),
  page: z.number().int(),
  readAt: z.number(),
  totalCount: z.number().int(),
  list: z.array(z.custom<PoolUser>((user) => typeof user === "object" && user !== null)),
});
type KeptPage = z.infer<typeof keptPage>;

type Fetch = (page: number, limit: number) => Promise<Page<PoolUser>>;

/**
 * Pages of users in files, so that an export that was interrupted goes on where it ended. They are used once, and only while
 * the pool looks the same: with the same number of users, and with the same users on the last page that was kept. The list is
 * in the order of creation, so every deletion before that page would have changed it.
 */
export class KeptPages {
  readonly #earlier = new Map<string, KeptPage>();
  #isChecked = false;

  private constructor(
    readonly directory: string,
    readonly identity: string,
    readonly now: () => Date,
    readonly onResume: (users: number, readAt: Date) => void,
  ) {}

  /**
   * @param asked what the pages contain, and of which pool: pages of anything else are not used
   * @param onResume called with the number of users that need not be read again
   */
  static async open(
    directory: string,
    asked: unknown,
    now: () => Date,
    onResume: (users: number, readAt: Date) => void,
  ): Promise<KeptPages> {
    const identity = createHash("sha256").update(JSON.stringify(asked)).digest("hex");
    const pages = new KeptPages(directory, identity, now, onResume);
    await pages.#load();
    return pages;
  }

  /** A page, from a file if it was kept. The first page is always read. */
  async page(page: number, limit: number, fetch: Fetch): Promise<Page<PoolUser>> {
    const kept = this.#isChecked ? this.#earlier.get(nameOf(page, limit)) : undefined;
    if (kept !== undefined) {
      this.#earlier.delete(nameOf(page, limit));
      return kept;
    }
    const found = await fetch(page, limit);
    if (!this.#isChecked && page === 1) await this.#check(found, limit, fetch);
    await this.#keep(page, limit, found);
    return found;
  }

  async remove(): Promise<void> {
    await rm(this.directory, { recursive: true, force: true });
  }

  async #keep(page: number, limit: number, { totalCount, list }: Page<PoolUser>): Promise<void> {
    const { identity } = this;
    const kept: KeptPage = { identity, limit, page, readAt: this.now().getTime(), totalCount, list };
    await mkdir(this.directory, { recursive: true, mode: 0o700 });
    await writeFileAtomic(join(this.directory, nameOf(page, limit)), JSON.stringify(kept), { mode: 0o600 });
  }

  async #load(): Promise<void> {
    const names = await readdir(this.directory).catch(() => []);
    for (const name of names) {
      const { data } = keptPage.safeParse(
        parse(await readFile(join(this.directory, name), "utf8").catch(() => "")),
      );
      const age = data === undefined ? 0 : this.now().getTime() - data.readAt;
      if (
        data?.identity === this.identity &&
        nameOf(data.page, data.limit) === name &&
        age >= 0 &&
        age < usableMs
      )
        this.#earlier.set(name, data);
    }
  }

  /** Forgets what was kept unless the pool still looks the same. */
  async #check(first: Page<PoolUser>, limit: number, fetch: Fetch): Promise<void> {
    this.#isChecked = true;
    const pages: KeptPage[] = [];
    for (let page = 1; ; page += 1) {
      const kept = this.#earlier.get(nameOf(page, limit));
      if (kept === undefined) break;
      pages.push(kept);
    }
    this.#earlier.clear();
    const last = pages.at(-1);
    if (last === undefined || last.page === 1) return;
    if (pages.some(({ totalCount }) => totalCount !== first.totalCount)) return;
    if (!hasSameUsers(await fetch(last.page, limit), last)) return;
    for (const kept of pages.slice(1)) this.#earlier.set(nameOf(kept.page, limit), kept);
    const readAt = new Date(Math.min(...pages.map((kept) => kept.readAt)));
    this.onResume(
      pages.slice(1).reduce((sum, { list }) => sum + list.length, 0),
      readAt,
    );
  }
}

function nameOf(page: number, limit: number): string {
  return `users-${limit}-${page}.json`;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function hasSameUsers(one: Page<PoolUser>, other: Page<PoolUser>): boolean {
  return (
    one.totalCount === other.totalCount &&
    one.list.length === other.list.length &&
    one.list.every(({ id }, index) => other.list[index]?.id === id)
  );
}
