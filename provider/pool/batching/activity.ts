/** How many of the latest gaps count: enough that neither a burst nor a pause decides what is usual. */
const rememberedGaps = 16;

/** The operations that the engine has in flight, and how fast it hands over more. */
export class Activity {
  #operations = 0;
  #inFlight = 0;
  #paused = 0;
  #mostInFlight = 0;
  #batched = 0;
  #lastChangeAtMs = 0;
  readonly #gapsMs: number[] = [];
  #listener: () => void = () => undefined;

  /** Runs one operation of the engine. */
  async run<Result>(operation: () => Promise<Result>): Promise<Result> {
    if (this.#inFlight > 0) this.#rememberGap();
    this.#operations += 1;
    this.#inFlight += 1;
    this.#mostInFlight = Math.max(this.#mostInFlight, this.#inFlight);
    this.#change();
    try {
      return await operation();
    } finally {
      this.#inFlight -= 1;
      this.#change();
    }
  }

  /** Lets an operation wait for another one. Meanwhile it has nothing to add to a batch. */
  async pause<Result>(waiting: Promise<Result>): Promise<Result> {
    this.#paused += 1;
    this.#listener();
    try {
      return await waiting;
    } finally {
      this.#paused -= 1;
    }
  }

  /** Calls `listener` whenever an operation starts, ends or pauses. */
  onChange(listener: () => void): void {
    this.#listener = listener;
  }

  countBatched(calls: number): void {
    this.#batched += calls;
  }

  /** How many operations the engine has handed over so far. */
  get operations(): number {
    return this.#operations;
  }

  /** How many calls have shared a batch with others so far. */
  get batched(): number {
    return this.#batched;
  }

  /** How many of the operations in flight may add a call to a batch. */
  get active(): number {
    return this.#inFlight - this.#paused;
  }

  /** How many operations the engine may be about to hand over: it has had so many more in flight before. */
  get freeSlots(): number {
    return this.#mostInFlight - this.#inFlight;
  }

  /**
   * The median time from the last start or end of an operation to the next start. An engine that writes its state after
   * each operation takes most of a run for that, and operations that belong together come far apart. Rounded up to whole
   * milliseconds: shorter gaps say little about a busy machine.
   */
  get usualGapMs(): number {
    const sorted = this.#gapsMs.toSorted((some, other) => some - other);
    return Math.ceil(sorted[Math.floor(sorted.length / 2)] ?? 0);
  }

  /** Only counted while other operations are in flight: otherwise, the engine may have waited for something else. */
  #rememberGap(): void {
    this.#gapsMs.push(performance.now() - this.#lastChangeAtMs);
    if (this.#gapsMs.length > rememberedGaps) this.#gapsMs.shift();
  }

  #change(): void {
    this.#lastChangeAtMs = performance.now();
    this.#listener();
  }
}
