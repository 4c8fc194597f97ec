import type { Activity } from "../batching/activity.js";

/** After this time without a call of the engine, it has nothing to hand over: it waits for an operation to end. */
const usualQuietMs = 250;

/** How many usual gaps without a call show the same where the engine is slow. */
const gapsPerCall = 4;

/** The calls of the engine, of which some operations wait for the next ones. */
export class EngineCalls {
  readonly #activity: Activity;
  readonly #quietMs: number;
  readonly #listeners = new Set<() => void>();
  #lastCallMs = performance.now();

  constructor(activity: Activity, quietMs = usualQuietMs) {
    this.#activity = activity;
    this.#quietMs = quietMs;
  }

  /** Notes a call, or the end of one. Nothing is done for it: check and diff must answer at once. */
  note(): void {
    this.#lastCallMs = performance.now();
    for (const listener of [...this.#listeners]) listener();
  }

  /** Waits as long as something is open and the engine goes on with its calls. */
  async whileOpen(isOpen: () => boolean): Promise<void> {
    while (isOpen()) {
      const quietMs = Math.max(this.#quietMs, gapsPerCall * this.#activity.usualGapMs);
      const restMs = this.#lastCallMs + quietMs - performance.now();
      if (restMs <= 0) return;
      await this.#activity.pause(this.#next(restMs));
    }
  }

  /** The next call, or the end of the time. */
  async #next(withinMs: number): Promise<void> {
    await new Promise<void>((resolve) => {
      const done = (): void => {
        clearTimeout(timer);
        this.#listeners.delete(done);
        resolve();
      };
      const timer = setTimeout(done, withinMs);
      this.#listeners.add(done);
    });
  }
}
