import { UnsafeChangeError } from "../../../model/errors.js";
import { Batcher } from "../batching/batcher.js";
import type { BatchScheduler, BatchTiming } from "../batching/batch-scheduler.js";

/** A user who is about to lose something because a resource is removed from the program. */
export interface Loss {
  readonly userId: string;
  /** What is to happen, for the message: `deleting user <id>`; names in it are masked. */
  readonly what: string;
}

/** The setting that limits losses. */
export interface LimitSetting {
  readonly max: number | undefined;
  /** As messages name it. */
  readonly name: string;
  /** How to raise it, as messages say it. */
  readonly remedy: string;
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
  #setting: LimitSetting;
  readonly #admitted = new Set<string>();
  readonly #losses: Batcher<Loss, undefined>;

  constructor(setting: LimitSetting, scheduler: BatchScheduler) {
    this.#setting = setting;
    this.#losses = new Batcher(
      scheduler,
      Infinity,
      (losses) => Promise.resolve(this.#decide(losses)),
      timingOfCount,
    );
  }

  /** Changes the limit for what follows. */
  set(setting: LimitSetting): void {
    this.#setting = setting;
  }

  get isLimited(): boolean {
    return this.#setting.max !== undefined;
  }

  /** @throws UnsafeChangeError when more users would lose something than the limit leaves */
  async admit(loss: Loss): Promise<void> {
    if (this.isLimited) await this.#losses.add(loss);
  }

  /** Takes an admission back: the user loses nothing after all. */
  release(userId: string): void {
    this.#admitted.delete(userId);
  }

  #decide(losses: readonly Loss[]): (undefined | Error)[] {
    const newcomers = new Set(losses.map(({ userId }) => userId).filter((id) => !this.#admitted.has(id)));
    const isWithinLimit = this.#admitted.size + newcomers.size <= (this.#setting.max ?? Infinity);
    const refused = isWithinLimit ? new Set<string>() : newcomers;
    const before = this.#admitted.size;
    if (isWithinLimit) for (const id of newcomers) this.#admitted.add(id);
    // One message explains; the others only say whom they are about.
    const [explained] = losses.filter(({ userId }) => refused.has(userId));
    return losses.map((loss) => {
      if (!refused.has(loss.userId)) return undefined;
      return loss === explained
        ? this.#refusal(loss.what, newcomers.size, before)
        : refusedToo(loss.what, this.#setting);
    });
  }

  #refusal(what: string, together: number, before: number): Error {
    const previous = before === 0 ? "" : ` after ${before} others`;
    const { max, name, remedy } = this.#setting;
    return new UnsafeChangeError(
      `refused: ${what}. This run would remove ${together === 1 ? "1 user" : `${together} users`}, or their groups or roles,` +
        `${previous} and ${name} is ${max ?? 0}. Nothing of this was removed. If this is intended, ${remedy} and try again ` +
        "(add --run-program to a `pulumi destroy` that still uses the previous limit). If not, restore them in the program",
    );
  }
}

function refusedToo(what: string, { name }: LimitSetting): Error {
  return new UnsafeChangeError(
    `refused: ${what}, because this run would remove more users than ${name} allows`,
  );
}
