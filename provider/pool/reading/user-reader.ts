import DataLoader from "dataloader";

import { type ManagementClient, maxUsersPerBatch, type UserSnapshot } from "../../../sdk/index.js";
import { type Observed, readUsers } from "../../../sdk/users/read-users.js";
import { Batcher } from "../batching/batcher.js";
import type { BatchScheduler } from "../batching/batch-scheduler.js";
import { Census } from "./census.js";
import { Interest } from "./interest.js";
import type { Observations } from "./observations.js";
import type { UserQuery } from "./question.js";

/** Reads people: the questions that arrive together in one request, and what is known already in none. */
export class UserReader {
  readonly #client: ManagementClient;
  readonly #observations: Observations;
  readonly #census: Census;
  readonly #interest = new Interest();
  readonly #questions: Batcher<UserQuery, Observed>;
  readonly #looks: DataLoader<UserQuery, Observed>;

  constructor(client: ManagementClient, observations: Observations, scheduler: BatchScheduler) {
    this.#client = client;
    this.#observations = observations;
    this.#census = new Census(client, observations);
    this.#questions = new Batcher(scheduler, maxUsersPerBatch, (questions) => this.#answer(questions));
    this.#looks = new DataLoader((questions) => this.#answer(questions), {
      cache: false,
      maxBatchSize: maxUsersPerBatch,
    });
  }

  async read(question: UserQuery): Promise<Observed> {
    this.#interest.add(question);
    return this.#known(question) ?? (await this.#questions.add(question));
  }

  /** Asks now, for calls that travel together already: the looks of one moment share a request and wait for nobody. */
  async look(question: UserQuery): Promise<Observed> {
    this.#interest.add(question);
    return await this.#looks.load({ ...question, isFresh: true });
  }

  async #answer(questions: readonly UserQuery[]): Promise<(Observed | Error)[]> {
    const isReadAhead = questions.some(({ isFresh }) => !isFresh);
    if (isReadAhead) await this.#census.beforeBatch(this.#interest.selection);
    const known = new Map(questions.map((question) => [question, this.#known(question)]));
    const open = questions.filter((question) => known.get(question) === undefined);
    if (isReadAhead && open.length > 0) this.#census.countBatch();
    const people = await this.#ask(open.map(({ id }) => id));
    return questions.map(
      (question) =>
        known.get(question) ?? people.get(question.id) ?? new Error(`no answer for user ${question.id}`),
    );
  }

  /** What the service says of these people now. */
  async #ask(ids: readonly string[]): Promise<Map<string, Observed | Error>> {
    if (ids.length === 0) return new Map();
    const readSince = this.#observations.mark();
    const people = await readUsers(this.#client, [...new Set(ids)], this.#interest.selection);
    this.#observations.keep([...people.values()].filter(isSnapshot), readSince);
    return people;
  }

  #known(question: UserQuery): UserSnapshot | undefined {
    return question.isFresh ? undefined : this.#observations.answer(question);
  }
}

function isSnapshot(outcome: Observed | Error): outcome is UserSnapshot {
  return outcome !== "gone" && !(outcome instanceof Error);
}
