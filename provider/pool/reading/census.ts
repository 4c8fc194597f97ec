import type { ManagementClient, UserSnapshot } from "../../../sdk/index.js";
import { uniqueUserFields } from "../../../sdk/index.js";
import { defaultPageSize } from "../../../sdk/page.js";
import { looseKeys } from "../../../model/rules/user-key.js";
import type { Properties } from "../../../model/rules/record.js";

/** Up to here, look-ups are sent one by one, however small the pool is. */
const maxSingleLookUps = 8;

/** The requests beside the pages that verify a list. */
const verifyingRequests = 2;

/**
 * Who is in the pool, by unique values: its pages, read once, when that costs no more requests than the look-ups that the
 * run has asked for so far. Only a hint: users change after their page was read, so whoever uses it verifies what it says.
 */
export class Census {
  readonly #client: ManagementClient;
  readonly #ids = new Map<string, string[]>();
  #lookUps = 0;
  /** The requests that it takes; unknown until the first page is read. */
  #requests = maxSingleLookUps + 1;
  #state: "unread" | "complete" | "failed" = "unread";
  #inProgress: Promise<void> | undefined;

  constructor(client: ManagementClient) {
    this.#client = client;
  }

  /** Counts look-ups that it could answer, and reads the pages if it is time. Returns whether all of them are read. */
  async isReadFor(lookUps: number): Promise<boolean> {
    this.#lookUps += lookUps;
    if (this.#state === "unread" && this.#isCheaper()) this.#inProgress ??= this.#attempt();
    await this.#inProgress;
    return this.#state === "complete";
  }

  /** The ids of users who may have a declared unique value, whatever spellings the service takes for the same. */
  idsOf(declared: Properties): string[] {
    return [...new Set(looseKeys(declared).flatMap((key) => this.#ids.get(key) ?? []))];
  }

  #isCheaper(): boolean {
    return this.#lookUps >= this.#requests;
  }

  async #attempt(): Promise<void> {
    try {
      if (await this.#readPages()) this.#state = "complete";
    } catch {
      // Pages only save requests. If they fail or contradict each other, each user is looked up.
      this.#state = "failed";
      this.#ids.clear();
    } finally {
      this.#inProgress = undefined;
    }
  }

  /** Returns false when the first page shows that the pool is too large for the look-ups so far. */
  async #readPages(): Promise<boolean> {
    let isFirst = true;
    for await (const page of this.#client.users.snapshotPages({ fields: uniqueUserFields })) {
      this.#requests = Math.ceil(page.totalCount / defaultPageSize) + verifyingRequests;
      if (isFirst && !this.#isCheaper()) return false;
      isFirst = false;
      for (const user of page.snapshots) this.#note(user);
    }
    return true;
  }

  #note({ id, fields }: UserSnapshot): void {
    for (const key of looseKeys(fields)) this.#ids.set(key, [...(this.#ids.get(key) ?? []), id]);
  }
}
