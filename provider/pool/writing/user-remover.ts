import {
  type ManagementClient,
  maxUsersPerBatch,
  uniqueUserFields,
  type UserSnapshot,
} from "../../../sdk/index.js";
import { isolateFailures } from "../../../sdk/isolate-failures.js";
import { toError } from "../../../sdk/to-error.js";
import { unlessGone } from "../../../sdk/unless-gone.js";
import type { Observed } from "../../../sdk/users/read-users.js";
import type { BatchScheduler } from "../batching/batch-scheduler.js";
import { Batcher } from "../batching/batcher.js";
import type { UserReader } from "../reading/user-reader.js";
import { isAboutOneUser } from "./refusal.js";

/** A user to remove: to delete, or to block and keep. */
export interface Removal {
  readonly id: string;
  readonly how: "delete" | "block";
  /** Throws when the observed user is not the one that the state knows. */
  readonly verify: (observed: UserSnapshot) => void;
}

/** In the past on every clock: the service revokes the user's tokens. It marks the users whom this provider has blocked. */
export const longAgo = "2000-01-01T00:00:00.000Z";

/**
 * Removes users: reads all of them first, in one request, and removes those that the state still describes. A user that
 * is gone already counts as removed.
 */
export class UserRemover {
  readonly #client: ManagementClient;
  readonly #reader: UserReader;
  readonly #removals: Batcher<Removal, undefined>;

  constructor(client: ManagementClient, reader: UserReader, scheduler: BatchScheduler) {
    this.#client = client;
    this.#reader = reader;
    this.#removals = new Batcher(scheduler, maxUsersPerBatch, (removals) => this.#remove(removals));
  }

  async remove(removal: Removal): Promise<void> {
    await this.#removals.add(removal);
  }

  async #remove(removals: readonly Removal[]): Promise<(undefined | Error)[]> {
    const errors = new Map<Removal, Error>();
    const present = await this.#findPresent(removals, errors);
    await Promise.all([
      this.#delete(
        present.filter(({ how }) => how === "delete"),
        errors,
      ),
      ...present.filter(({ how }) => how === "block").map((removal) => this.#block(removal, errors)),
    ]);
    return removals.map((removal) => errors.get(removal));
  }

  /** Those that exist and that the state describes. */
  async #findPresent(removals: readonly Removal[], errors: Map<Removal, Error>): Promise<Removal[]> {
    const present: Removal[] = [];
    await Promise.all(
      removals.map(async (removal) => {
        try {
          const observed = await this.#readNow(removal);
          if (observed === "gone") return;
          removal.verify(observed);
          present.push(removal);
        } catch (error) {
          errors.set(removal, toError(error));
        }
      }),
    );
    return present;
  }

  async #delete(removals: readonly Removal[], errors: Map<Removal, Error>): Promise<void> {
    const failures = await isolateFailures(removals, {
      attempt: (some) => this.#deleteTogether(some.map(({ id }) => id)),
      isAboutOne: isAboutOneUser,
      remaining: (some) => this.#findRemaining(some),
    });
    for (const [removal, error] of failures) errors.set(removal, error);
  }

  async #deleteTogether(ids: readonly string[]): Promise<void> {
    const [first, ...others] = ids;
    if (first !== undefined && others.length === 0) await this.#client.users.delete(first);
    else await this.#client.users.deleteMany(ids);
  }

  /** Those that a refused request has not deleted. A user that cannot be read counts as one of them. */
  async #findRemaining(removals: readonly Removal[]): Promise<Removal[]> {
    const observed = await Promise.all(
      removals.map((removal) => this.#readNow(removal).catch(() => undefined)),
    );
    return removals.filter((_removal, index) => observed[index] !== "gone");
  }

  async #block(removal: Removal, errors: Map<Removal, Error>): Promise<void> {
    try {
      // It may have been deleted since it was read: then nothing is left to block.
      await unlessGone(this.#client.users.update(removal.id, { blocked: true, tokenExpiredAt: longAgo }));
    } catch (error) {
      errors.set(removal, toError(error));
    }
  }

  async #readNow({ id }: Removal): Promise<Observed> {
    return await this.#reader.readNow({ id, fields: uniqueUserFields });
  }
}
