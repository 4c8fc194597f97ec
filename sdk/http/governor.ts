import PQueue from "p-queue";
import { backoffMs } from "./backoff.js";
import type { Budget } from "./budget.js";

export interface GovernorOptions {
  readonly maxConcurrency: number;
  readonly requestsPerSecond?: number | undefined;
}

/** What a request is to the governor. */
export interface Turn {
  readonly budget: Budget;
  /** Repeats and logins go before new calls: somebody already waits for them. */
  readonly isUrgent: boolean;
}

/** The right to send one request, valid until the next pause. */
export interface Permit {
  readonly pausesBefore: number;
}

/** A call in the queue. */
interface Waiter {
  readonly remainingMs: () => number;
  readonly queue: AbortController;
}

/** Thrown instead of a turn when the pause outlasts what the call may wait. */
export class TurnRefused extends Error {
  constructor(readonly pauseMs: number) {
    super("the service is asking for a longer pause than the call may wait");
  }
}

/** The width of the windows in which requests are counted: narrow, so that they do not come in bursts. */
const windowMs = 100;

/** What Node.js can wait for, 24 days: a longer timer would end at once. */
const longestTimerMs = 2 ** 31 - 1;

/**
 * Gives out turns to send a request, to all calls of a client: so many at a time, so many a second, and none while
 * the service wants a pause. How many at a time adapts to what the service bears.
 */
export class Governor {
  readonly #queue: PQueue;
  readonly #maxConcurrency: number;
  /** Successes since the number of requests at a time was last changed. */
  #successes = 0;
  readonly #waiters = new Set<Waiter>();
  #pauseCount = 0;
  /** Pauses in a row without a success between them. */
  #vainPauses = 0;
  #pause: { readonly startMs: number; readonly endMs: number; readonly timer: NodeJS.Timeout } | undefined;
  #pausedBeforeMs = 0;

  constructor({ maxConcurrency, requestsPerSecond }: GovernorOptions) {
    this.#maxConcurrency = maxConcurrency;
    this.#queue = new PQueue({ concurrency: maxConcurrency, ...rateWindow(requestsPerSecond) });
  }

  /** Runs the task when its turn comes. Waiting for the turn counts against the budget only while all pause. */
  async run<Result>({ budget, isUrgent }: Turn, task: (permit: Permit) => Promise<Result>): Promise<Result> {
    const [queuedMs, pausedMs] = [performance.now(), this.pausedMs()];
    const behindOthersMs = (): number => performance.now() - queuedMs - (this.pausedMs() - pausedMs);
    const waiter: Waiter = {
      remainingMs: () => budget.remainingMs() + behindOthersMs(),
      queue: new AbortController(),
    };
    const cancel = (): void => {
      waiter.queue.abort(budget.signal?.reason);
    };
    budget.signal?.throwIfAborted();
    budget.signal?.addEventListener("abort", cancel);
    this.#waiters.add(waiter);
    this.#refuseTooLong(waiter);
    this.#pause?.timer.ref();
    const start = async (): Promise<Result> => {
      this.#waiters.delete(waiter);
      budget.excuse(behindOthersMs());
      return await task({ pausesBefore: this.#pauseCount });
    };
    try {
      return await this.#queue.add(start, { priority: isUrgent ? 1 : 0, signal: waiter.queue.signal });
    } finally {
      budget.signal?.removeEventListener("abort", cancel);
      this.#waiters.delete(waiter);
    }
  }

  /**
   * Pauses all calls because a request was throttled. Answers of requests sent before the pause do not prolong it by
   * themselves, as they tell nothing new. Returns how long the pause is that begins now; undefined when none does.
   */
  pause({ pausesBefore }: Permit, retryAfterMs: number | undefined): number | undefined {
    const isNews = pausesBefore === this.#pauseCount;
    if (isNews) {
      this.#vainPauses += 1;
      this.#setConcurrency(Math.ceil(this.#queue.concurrency / 2));
    } else if (retryAfterMs === undefined) return undefined;
    const pauseMs =
      retryAfterMs === undefined || retryAfterMs === 0 ? backoffMs(this.#vainPauses) : retryAfterMs;
    if (pauseMs <= this.pauseLeftMs()) return undefined;
    const begins = this.#pause === undefined;
    this.#pauseFor(pauseMs);
    return begins ? pauseMs : undefined;
  }

  /** The service did what was asked: the next pause starts small again, and after a round more go at a time. */
  succeeded({ pausesBefore }: Permit): void {
    if (pausesBefore !== this.#pauseCount) return;
    this.#vainPauses = 0;
    this.#successes += 1;
    if (this.#successes >= this.#queue.concurrency) this.#setConcurrency(this.#queue.concurrency + 1);
  }

  /** Half as many after a refusal, one more after a round of successes: so the service's own measure is found. */
  #setConcurrency(concurrency: number): void {
    this.#successes = 0;
    this.#queue.concurrency = Math.min(concurrency, this.#maxConcurrency);
  }

  /** For how long all calls have paused so far. */
  pausedMs(): number {
    return this.#pausedBeforeMs + (this.#pause === undefined ? 0 : performance.now() - this.#pause.startMs);
  }

  /** How long all calls will still pause. */
  pauseLeftMs(): number {
    return this.#pause === undefined ? 0 : Math.max(0, this.#pause.endMs - performance.now());
  }

  #pauseFor(pauseMs: number): void {
    const nowMs = performance.now();
    const startMs = this.#pause?.startMs ?? nowMs;
    clearTimeout(this.#pause?.timer);
    if (this.#pause === undefined) this.#pauseCount += 1;
    this.#queue.pause();
    const timer = setTimeout(
      () => {
        this.#resume();
      },
      Math.min(pauseMs, longestTimerMs),
    );
    this.#pause = { startMs, endMs: nowMs + pauseMs, timer };
    for (const waiter of this.#waiters) this.#refuseTooLong(waiter);
    if (this.#waiters.size === 0) timer.unref();
  }

  /** Who cannot wait until the end of the pause is told so now. */
  #refuseTooLong(waiter: Waiter): void {
    const pauseMs = this.pauseLeftMs();
    if (pauseMs > 0 && pauseMs >= waiter.remainingMs()) waiter.queue.abort(new TurnRefused(pauseMs));
  }

  #resume(): void {
    this.#pausedBeforeMs = this.pausedMs();
    this.#pause = undefined;
    this.#queue.start();
  }
}

function rateWindow(requestsPerSecond: number | undefined): { intervalCap?: number; interval?: number } {
  if (requestsPerSecond === undefined) return {};
  const intervalCap = Math.max(1, Math.floor((requestsPerSecond * windowMs) / 1000));
  return { intervalCap, interval: (intervalCap * 1000) / requestsPerSecond };
}
