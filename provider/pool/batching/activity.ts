/** How much the latest gap between two operations weighs in the pace. */
const weightOfLatest = 0.2;

/** A longer gap is a pause of the engine's, such as the first start of a program, and no pace. */
const longestGapMs = 250;

/**
 * How many operations the engine has handed over, how many of them wait for a batch to leave, and how fast it hands
 * them over. When all of them wait and nobody has come for a while, nobody else will come to join the batch.
 */
export class Activity {
  #operations = 0;
  #running = 0;
  #mostRunning = 0;
  #waiting = 0;
  #batched = 0;
  #engineMovedAt: number | undefined;
  #movedAt = 0;
  #paceMs = 0;

  /** Runs one operation of the engine. */
  async run<Result>(operation: () => Promise<Result>): Promise<Result> {
    this.#notePace();
    this.#operations += 1;
    this.#running += 1;
    this.#mostRunning = Math.max(this.#mostRunning, this.#running);
    this.#engineMoved();
    try {
      return await operation();
    } finally {
      this.#running -= 1;
      this.#engineMoved();
    }
  }

  /** One operation starts to wait for its batch to leave. */
  enter(): void {
    this.#waiting += 1;
    this.#movedAt = performance.now();
  }

  /** A batch of `count` operations leaves. */
  leave(count: number): void {
    this.#waiting -= count;
    if (count > 1) this.#batched += count;
  }

  /** How many operations the engine has handed over so far. */
  get operations(): number {
    return this.#operations;
  }

  /** How many calls have left together with others so far. */
  get batched(): number {
    return this.#batched;
  }

  get isEverybodyWaiting(): boolean {
    return this.#waiting >= this.#running;
  }

  /** How many more than now the engine has had under way: so many it may be about to hand over. */
  get freeSlots(): number {
    return Math.max(0, this.#mostRunning - this.#running);
  }

  /** For how long nobody came, nobody was done, and nobody began to wait. */
  get quietMs(): number {
    return performance.now() - this.#movedAt;
  }

  /**
   * What usually passes until the engine hands over the next operation. Where it writes its state after each of them,
   * that is most of what a run takes, and operations that belong together come far apart.
   */
  get paceMs(): number {
    return this.#paceMs;
  }

  /** Counted from when the engine last had something to do: what we let it wait for is not its own pace. */
  #notePace(): void {
    if (this.#engineMovedAt === undefined) return;
    const gapMs = Math.min(performance.now() - this.#engineMovedAt, longestGapMs);
    this.#paceMs += weightOfLatest * (gapMs - this.#paceMs);
  }

  #engineMoved(): void {
    this.#movedAt = this.#engineMovedAt = performance.now();
  }
}
