import type { Activity } from "./activity.js";

/** How long a batch may stay pending. */
export interface BatchTiming {
  /** The shortest quiet period after which it is sent; a call that is alone waits this long. */
  readonly minQuietMs: number;
  /** It is sent after this time even if other operations are in flight that might join it. */
  readonly maxWaitMs: number;
}

/** A batch that still takes calls. */
export interface PendingBatch {
  readonly timing: BatchTiming;
  readonly maxSize: number;
  readonly send: () => void;
  /** How many calls it holds. */
  size: number;
}

/** How many usual gaps without a change show that the engine has nothing more to hand over. */
const gapsPerOperation = 4;

/**
 * Decides when batches are sent. A batch is sent when it is full, or when every operation in flight waits for a batch and
 * a quiet period has passed without a change. Then only the largest batch is sent: its answers let the engine hand over
 * more operations, and these fill up the other batches.
 */
export class BatchScheduler {
  /** With the timer that ends the longest wait of each. */
  readonly #pending = new Map<PendingBatch, NodeJS.Timeout>();
  readonly #activity: Activity;
  #quietPeriod: NodeJS.Timeout | undefined;

  constructor(activity: Activity) {
    this.#activity = activity;
    activity.onChange(() => {
      this.#restartQuietPeriod();
    });
  }

  open(batch: PendingBatch): void {
    const timer = setTimeout(() => {
      this.#send(batch);
    }, batch.timing.maxWaitMs);
    this.#pending.set(batch, timer);
  }

  /** Notes that one more call waits in the batch. */
  join(batch: PendingBatch): void {
    batch.size += 1;
    if (batch.size === batch.maxSize) this.#send(batch);
    else this.#restartQuietPeriod();
  }

  #restartQuietPeriod(): void {
    clearTimeout(this.#quietPeriod);
    const batches = [...this.#pending.keys()];
    const calls = batches.reduce((sum, { size }) => sum + size, 0);
    const next = batches.sort(byQuietPeriodAndSize)[0];
    if (next === undefined || calls < this.#activity.active) return;
    this.#quietPeriod = setTimeout(
      () => {
        this.#send(next);
      },
      Math.max(next.timing.minQuietMs, this.#engineQuietMs()),
    );
  }

  /**
   * The engine records the end of every operation before it hands over new ones, and it takes about as long to record an
   * end as to hand over an operation. So the more slots are free, the longer the next operation may take to come.
   */
  #engineQuietMs(): number {
    const { freeSlots, usualGapMs } = this.#activity;
    return gapsPerOperation * usualGapMs * (freeSlots + 1);
  }

  #send(batch: PendingBatch): void {
    clearTimeout(this.#pending.get(batch));
    this.#pending.delete(batch);
    if (batch.size > 1) this.#activity.countBatched(batch.size);
    batch.send();
    this.#restartQuietPeriod();
  }
}

function byQuietPeriodAndSize(some: PendingBatch, other: PendingBatch): number {
  return some.timing.minQuietMs - other.timing.minQuietMs || other.size - some.size;
}
