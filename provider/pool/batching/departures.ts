import type { Activity } from "./activity.js";

/** How long a batch waits for others to come. */
export interface Patience {
  /** At least so long nobody came before it leaves; also what a call that is alone waits. */
  readonly quietMs: number;
  /** The longest that a call waits while the engine still has operations under way. */
  readonly longestMs: number;
}

/** A batch that still gathers. */
export interface Departure {
  readonly patience: Patience;
  readonly capacity: number;
  /** How many have gathered so far. */
  size: number;
  readonly leave: () => void;
}

const lookEveryMs = 4;

/** Nobody came for so many times as long as the engine usually takes to hand over the next operation. */
const pacesOfQuiet = 4;

/** The engine first records all that is done, and only then hands over, one by one, what takes its place. */
const stepsPerSlot = 2;

/** While the engine has had more operations under way than wait now, it may only be slow: it gets at least so long. */
const slowEngineMs = 40;

/**
 * Says when batches leave. While operations come that may join, all of them wait. When every operation that the engine
 * has under way waits, the largest batch leaves: its end lets the engine hand over more, who fill up the others.
 */
export class Departures {
  /** With the time at which each was opened. */
  readonly #open = new Map<Departure, number>();
  #timer: NodeJS.Timeout | undefined;

  constructor(readonly activity: Activity) {}

  open(departure: Departure): void {
    this.#open.set(departure, performance.now());
    this.#timer ??= setInterval(() => {
      this.#look();
    }, lookEveryMs);
  }

  #look(): void {
    for (const [departure, openedAt] of this.#open) {
      const { capacity, patience, size } = departure;
      const isOverdue = performance.now() - openedAt >= patience.longestMs;
      if (isOverdue || size === capacity) this.#leave(departure);
    }
    const [first, ...others] = [...this.#open.keys()].filter((departure) => this.#isQuietFor(departure));
    if (first !== undefined)
      this.#leave(others.reduce((some, other) => (other.size > some.size ? other : some), first));
    if (this.#open.size > 0) return;
    clearInterval(this.#timer);
    this.#timer = undefined;
  }

  #isQuietFor({ patience }: Departure): boolean {
    const { isEverybodyWaiting, freeSlots, quietMs, paceMs } = this.activity;
    const slowMs = freeSlots === 0 ? 0 : Math.max(slowEngineMs, stepsPerSlot * freeSlots * paceMs);
    return isEverybodyWaiting && quietMs >= Math.max(patience.quietMs, slowMs, pacesOfQuiet * paceMs);
  }

  #leave(departure: Departure): void {
    this.#open.delete(departure);
    departure.leave();
  }
}
