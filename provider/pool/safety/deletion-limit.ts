import { UnsafeChangeError } from "../../../model/errors.js";
import { Batcher } from "../batching/batcher.js";
import type { BatchScheduler, BatchTiming } from "../batching/batch-scheduler.js";

/** A user who is about to lose something because a resource is removed from the program. */
export interface Loss {
  readonly userId: string;
  /** What is to happen, for the message: `deleting user <id>`; names in it are masked. */
  readonly what: string;
}

/**
 * Losses have to be counted together, and the engine writes its state before it hands over the next one, which takes
 * long with thousands of resources.
 */
const timingOfCount: BatchTiming = { minQuietMs: 500, maxWaitMs: 10_000 };

/**
 * Refuses to take accounts, groups or roles from more users in one run than the stack allows. The engine hands
 * deletions over one by one, so their number is not known beforehand: those that arrive together are counted
 * together, and admitted or refused together. Each user counts once.
 */
export class DeletionLimit {
  readonly #limit: number | undefined;
  readonly #admitted = new Set<string>();
  readonly #losses: Batcher<Loss, undefined>;

  constructor(limit: number | undefined, scheduler: BatchScheduler) {
    this.#limit = limit;
    this.#losses = new Batcher(
      scheduler,
      Infinity,
      (losses) => Promise.resolve(this.#decide(losses)),
      timingOfCount,
    );
  }

  /** @throws UnsafeChangeError when more users would lose something than the limit leaves */
  async admit(loss: Loss): Promise<void> {
    if (this.#limit !== undefined) await this.#losses.add(loss);
  }

  #decide(losses: readonly Loss[]): (undefined | Error)[] {
    const newcomers = new Set(losses.map(({ userId }) => userId).filter((id) => !this.#admitted.has(id)));
    const isWithinLimit = this.#admitted.size + newcomers.size <= (this.#limit ?? Infinity);
    const refused = isWithinLimit ? new Set<string>() : newcomers;
    const before = this.#admitted.size;
    if (isWithinLimit) for (const id of newcomers) this.#admitted.add(id);
    return losses.map(({ userId, what }) =>
      refused.has(userId) ? this.#refusal(what, newcomers.size, before) : undefined,
    );
  }

  #refusal(what: string, together: number, before: number): Error {
    const previous = before === 0 ? "" : ` after ${before} others`;
    return new UnsafeChangeError(
      `refused: ${what}. This run would remove ${together} users, or their groups or roles,${previous} and ` +
        `approw:maxDeletions is ${this.#limit ?? 0}. None of the ${together} was changed. If this is intended, run ` +
        "`pulumi config set approw:maxDeletions <number>` and try again (`pulumi destroy` with --run-program, because it " +
        "uses the settings of the last run otherwise). If not, restore them in the program",
    );
  }
}
