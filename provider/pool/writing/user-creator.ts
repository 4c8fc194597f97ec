import {
  type CreateUserInput,
  type CreateUserOptions,
  isNotSupported,
  type ManagementClient,
  type User,
} from "../../../sdk/index.js";
import { toError } from "../../../sdk/to-error.js";
import type { BatchScheduler } from "../batching/batch-scheduler.js";
import { Batcher } from "../batching/batcher.js";

/** Whether users are created together where the service can do that. */
export type BulkCreate = "auto" | "never";

/** The service's own client sends no more users in one request. */
const maxUsersPerCreation = 100;

/**
 * Creates users: those that arrive together in one request, each with an outcome of its own. Not every installation of the
 * service knows that request. The first one shows it, and where it is unknown, each user of the run is created alone. So is
 * a user with a password, because some versions of the service do not let such a user log in.
 */
export class UserCreator {
  readonly #client: ManagementClient;
  readonly #creations: Batcher<CreateUserInput, User>;
  #isTogether: boolean;

  constructor(client: ManagementClient, scheduler: BatchScheduler, bulkCreate: BulkCreate) {
    this.#client = client;
    this.#isTogether = bulkCreate === "auto";
    this.#creations = new Batcher(scheduler, maxUsersPerCreation, (users) => this.#createAll(users));
  }

  /** The result holds only the fields that the input sets: a run creates thousands of users. */
  async create(user: CreateUserInput, options: Pick<CreateUserOptions, "keepPassword">): Promise<User> {
    const isAlone = !this.#isTogether || user.password !== undefined || options.keepPassword === true;
    return isAlone ? await this.#createAlone(user, options) : await this.#creations.add(user);
  }

  async #createAll(users: readonly CreateUserInput[]): Promise<(User | Error)[]> {
    // The requests that create one user, and look it up if the answer gets lost, are known on every installation.
    if (!this.#isTogether || users.length === 1) return await this.#createEach(users);
    try {
      const outcomes = await this.#client.users.createMany(users);
      return outcomes.map((outcome) => ("user" in outcome ? outcome.user : outcome.error));
    } catch (error) {
      if (!isNotSupported(error)) return users.map(() => toError(error));
      this.#isTogether = false;
      return await this.#createEach(users);
    }
  }

  async #createEach(users: readonly CreateUserInput[]): Promise<(User | Error)[]> {
    return await Promise.all(users.map((user) => this.#createAlone(user, {}).catch(toError)));
  }

  async #createAlone(user: CreateUserInput, options: Pick<CreateUserOptions, "keepPassword">): Promise<User> {
    return await this.#client.users.create(user, { ...options, fields: [] });
  }
}
