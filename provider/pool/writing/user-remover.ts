import type { ManagementClient, UserSnapshot } from "../../../sdk/index.js";
import { maxUsersPerBatch, uniqueUserFields } from "../../../sdk/index.js";
import { toError } from "../../../sdk/to-error.js";
import { unlessGone } from "../../../sdk/unless-gone.js";
import type { Observed } from "../../../sdk/users/read-users.js";
import { Batcher } from "../batching/batcher.js";
import type { BatchScheduler } from "../batching/batch-scheduler.js";
import { isAboutOneUser } from "./refusal.js";
import type { UserReader } from "../reading/user-reader.js";

/** A person whose account is to go: deleted, or blocked and kept. */
export interface Removal {
  readonly id: string;
  readonly how: "delete" | "block";
  /** Says whether the observed person is the one that the state knows; throws when it is somebody else. */
  readonly verify: (observed: UserSnapshot) => void;
}

/** A time that is past on every clock: the service revokes the tokens of who bears it. */
const longAgo = "2000-01-01T00:00:00.000Z";

/**
 * Removes people: looks at all of them first, in one request, and deletes those that still are who the state says.
 * Whoever is gone already counts as removed.
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
    const [deletions, blocks] = [byPolicy(present, "delete"), byPolicy(present, "block")];
    await Promise.all([
      this.#delete(deletions, errors),
      ...blocks.map((block) => this.#block(block, errors)),
    ]);
    return removals.map((removal) => errors.get(removal));
  }

  /** Those who are there and are who they should be. */
  async #findPresent(removals: readonly Removal[], errors: Map<Removal, Error>): Promise<Removal[]> {
    const present: Removal[] = [];
    await Promise.all(
      removals.map(async (removal) => {
        try {
          const observed = await this.#look(removal.id);
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

  async #look(id: string): Promise<Observed> {
    return await this.#reader.look({ id, fields: uniqueUserFields });
  }

  async #delete(removals: readonly Removal[], errors: Map<Removal, Error>): Promise<void> {
    const [first] = removals;
    if (first === undefined) return;
    try {
      if (removals.length === 1) await this.#client.users.delete(first.id);
      else await this.#client.users.deleteMany(removals.map(({ id }) => id));
    } catch (error) {
      await this.#isolate(removals, toError(error), errors);
    }
  }

  /** After a refusal: who is still there? Halve them until the one who cannot be deleted stands alone. */
  async #isolate(removals: readonly Removal[], error: Error, errors: Map<Removal, Error>): Promise<void> {
    const remaining: Removal[] = [];
    await Promise.all(
      removals.map(async (removal) => {
        const observed = await this.#look(removal.id).catch(() => undefined);
        if (observed !== "gone") remaining.push(removal);
      }),
    );
    if (removals.length === 1 || !isAboutOneUser(error)) {
      for (const removal of remaining) errors.set(removal, error);
      return;
    }
    const middle = Math.ceil(remaining.length / 2);
    await this.#delete(remaining.slice(0, middle), errors);
    await this.#delete(remaining.slice(middle), errors);
  }

  async #block(removal: Removal, errors: Map<Removal, Error>): Promise<void> {
    try {
      // It may have been deleted since we looked: then nothing is left to block.
      await unlessGone(this.#client.users.update(removal.id, { blocked: true, tokenExpiredAt: longAgo }));
    } catch (error) {
      errors.set(removal, toError(error));
    }
  }
}

function byPolicy(removals: readonly Removal[], how: Removal["how"]): Removal[] {
  return removals.filter((removal) => removal.how === how);
}
