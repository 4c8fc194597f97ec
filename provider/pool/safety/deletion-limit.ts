import { UnsafeChangeError } from "../../../model/errors.js";
import { Batcher } from "../batching/batcher.js";
import type { BatchScheduler, BatchTiming } from "../batching/batch-scheduler.js";

/** A person who is about to lose something because a resource leaves the program. */
export interface Loss {
  readonly userId: string;
  /** What is to happen, for the message: `deleting user <id>`; people are masked in it. */
  readonly what: string;
}

/**
 * Losses have to be counted together, and the engine writes its state before it hands over the next one, which takes
 * long with thousands of resources.
 */
const timingOfCount: BatchTiming = { minQuietMs: 500, maxWaitMs: 10_000 };

/**
 * Refuses to take accounts, groups or roles from more people in one run than the stack allows. The engine hands
 * deletions over one by one, so nobody knows beforehand how many will come: those that arrive together are counted
 * together, and admitted or refused together. Each person counts once.
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

  /** @throws UnsafeChangeError when more people are to lose something than are left */
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
    return new UnsafeChangeError(
      `${what} is refused: ${together} people were to lose their account, groups or roles together, ${before} were ` +
        `let through in this run already, and approw:maxDeletions allows ${this.#limit ?? 0}. None of the ${together} was touched. If ` +
        "they are meant to go, raise it with `pulumi config set approw:maxDeletions <number>`, and run `pulumi destroy` " +
        "with --run-program, or it goes by the former value; else put them back into the program",
    );
  }
}
