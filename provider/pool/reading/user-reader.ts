import DataLoader from "dataloader";

import {
  type ManagementClient,
  maxUsersPerBatch,
  type SnapshotSelection,
  type UserSnapshot,
} from "../../../sdk/index.js";
import { defaultPageSize } from "../../../sdk/page.js";
import { type Observed, readUsers } from "../../../sdk/users/read-users.js";
import type { BatchScheduler } from "../batching/batch-scheduler.js";
import { Batcher } from "../batching/batcher.js";
import { CombinedSelection } from "./combined-selection.js";
import type { Observations } from "./observations.js";
import { PagesAhead } from "./pages-ahead.js";
import { byId, covers, type UserQuery } from "./user-query.js";

/** Reads users: queries that arrive together share a request, and a query that is answered already needs none. */
export class UserReader {
  readonly #client: ManagementClient;
  readonly #observations: Observations<UserSnapshot>;
  readonly #pages = new PagesAhead();
  readonly #combined = new CombinedSelection();
  readonly #queries: Batcher<UserQuery, Observed>;
  readonly #immediateQueries: DataLoader<UserQuery, Observed>;

  constructor(client: ManagementClient, observations: Observations<UserSnapshot>, scheduler: BatchScheduler) {
    this.#client = client;
    this.#observations = observations;
    this.#queries = new Batcher(scheduler, maxUsersPerBatch, (queries) => this.#answer(queries));
    this.#immediateQueries = new DataLoader((queries) => this.#answer(queries), {
      cache: false,
      maxBatchSize: maxUsersPerBatch,
    });
  }

  async read(query: UserQuery): Promise<Observed> {
    this.#combined.add(query);
    return this.known(query) ?? (await this.#queries.add(query));
  }

  /** Asks the service without waiting for a batch. Calls that are made in the same moment still share a request. */
  async readNow(query: UserQuery): Promise<Observed> {
    this.#combined.add(query);
    return await this.#immediateQueries.load({ ...query, isFresh: true });
  }

  /**
   * Asks the service for many users now, each with an own outcome. For reading ahead it counts like a batch of reads: a
   * run that does so has many users.
   */
  async readManyNow(queries: readonly UserQuery[]): Promise<(Observed | Error)[]> {
    this.#pages.count(1);
    return await this.readMany(queries.map((query) => ({ ...query, isFresh: true })));
  }

  /** Reads many users without waiting for a batch: those that are known already are not asked for. */
  async readMany(queries: readonly UserQuery[]): Promise<(Observed | Error)[]> {
    for (const query of queries) this.#combined.add(query);
    return await this.#answer(queries);
  }

  /** The user, if an observation of this run answers the query. */
  known(query: UserQuery): UserSnapshot | undefined {
    const observed = query.isFresh ? undefined : this.#observations.answer(query.id);
    return observed !== undefined && covers(observed, query) ? observed : undefined;
  }

  async #answer(queries: readonly UserQuery[]): Promise<(Observed | Error)[]> {
    const mayReadAhead = queries.some(({ isFresh }) => !isFresh);
    if (mayReadAhead) await this.#readAhead(this.#combined.selection);
    const known = new Map(queries.map((query) => [query, this.known(query)]));
    const open = queries.filter((query) => known.get(query) === undefined);
    if (mayReadAhead && open.length > 0) this.#pages.count(1);
    const observed = await this.#ask(open.map(({ id }) => id));
    return queries.map(
      (query) =>
        known.get(query) ?? observed.get(query.id) ?? new Error(`no result for user ${query.id} in a batch`),
    );
  }

  async #readAhead(selection: SnapshotSelection): Promise<void> {
    const readSince = this.#observations.mark();
    const readPage = async (page: number): Promise<number> => {
      const { totalCount, list } = await this.#client.users.snapshotPage(page, defaultPageSize, selection);
      this.#observations.keep(byId(list), readSince);
      return totalCount;
    };
    await this.#pages.before(readPage, requestsPerPage(selection));
  }

  /** What the service says of these users now. */
  async #ask(ids: readonly string[]): Promise<Map<string, Observed | Error>> {
    if (ids.length === 0) return new Map();
    const readSince = this.#observations.mark();
    const observed = await readUsers(this.#client, [...new Set(ids)], this.#combined.selection);
    this.#observations.keep(byId([...observed.values()].filter(isSnapshot)), readSince);
    return observed;
  }
}

/** The policies of the users of a page are read apart, a batch of users in one request. */
function requestsPerPage({ policyNamespaces = [] }: SnapshotSelection): number {
  return policyNamespaces.length === 0 ? 1 : 1 + Math.ceil(defaultPageSize / maxUsersPerBatch);
}

function isSnapshot(outcome: Observed | Error): outcome is UserSnapshot {
  return outcome !== "gone" && !(outcome instanceof Error);
}
