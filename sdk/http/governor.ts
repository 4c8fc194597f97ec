import PQueue from "p-queue";
import { backoffMs } from "./backoff.js";
import type { Budget } from "./budget.js";
import { longestTimerMs } from "./longest-timer.js";

export interface GovernorOptions {
  readonly maxConcurrency: number;
  readonly requestsPerSecond?: number | undefined;
}

/** A request in the eyes of the governor. */
export interface Turn {
  readonly budget: Budget;
  /** Retries and logins go before new calls. */
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

/** Thrown when a pause is longer than the call may wait. */
export class TurnRefused extends Error {
  constructor(readonly pauseMs: number) {
    super("the service asks for a longer pause than the call may take");
  }
}

/** The length of the windows in which requests are counted. It is short, so that requests do not come in bursts. */
const windowMs = 100;

/**
 * Decides when each request of a client is sent. It limits concurrent requests and requests per second, and sends none
 * while the service asks for a pause. The limit of concurrent requests adapts to the service.
 */
export class Governor {
  readonly #queue: PQueue;
  readonly #maxConcurrency: number;
  /** Successes since the limit of concurrent requests last changed. */
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

  /** Runs the task when its turn comes. Waiting for the turn counts against the budget only during a pause. */
  async run<Result>({ budget, isUrgent }: Turn, task: (permit: Permit) => Promise<Result>): Promise<Result> {
    const [queuedMs, pausedMs] = [performance.now(), this.pausedMs()];
    const isAlone = budget.enter();
    const behindOthersMs = (): number =>
      isAlone ? performance.now() - queuedMs - (this.pausedMs() - pausedMs) : 0;
    const waiter: Waiter = {
      remainingMs: () => budget.remainingMs() + behindOthersMs(),
      queue: new AbortController(),
    };
    const cancel = (): void => {
      waiter.queue.abort(budget.signal?.reason);
    };
    const start = async (): Promise<Result> => {
      this.#waiters.delete(waiter);
      budget.excuse(behindOthersMs());
      return await task({ pausesBefore: this.#pauseCount });
    };
    try {
      budget.signal?.throwIfAborted();
      budget.signal?.addEventListener("abort", cancel);
      this.#waiters.add(waiter);
      this.#refuseTooLong(waiter);
      this.#pause?.timer.ref();
      return await this.#queue.add(start, { priority: isUrgent ? 1 : 0, signal: waiter.queue.signal });
    } finally {
      budget.signal?.removeEventListener("abort", cancel);
      this.#waiters.delete(waiter);
      budget.leave();
    }
  }

  /**
   * Pauses all calls because a request was throttled. Responses to requests that were sent before the pause do not extend
   * it, unless they ask for a longer one. Returns the length of the pause when one starts now.
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

  /** Records a success: the next pause starts short again, and after a round of successes the limit rises by one. */
  succeeded({ pausesBefore }: Permit): void {
    if (pausesBefore !== this.#pauseCount) return;
    this.#vainPauses = 0;
    this.#successes += 1;
    if (this.#successes >= this.#queue.concurrency) this.#setConcurrency(this.#queue.concurrency + 1);
  }

  /** Halved after a throttled request, raised by one after a round of successes: this finds the service's own limit. */
  #setConcurrency(concurrency: number): void {
    this.#successes = 0;
    this.#queue.concurrency = Math.min(concurrency, this.#maxConcurrency);
  }

  /** The time for which all calls have paused so far. */
  pausedMs(): number {
    return this.#pausedBeforeMs + (this.#pause === undefined ? 0 : performance.now() - this.#pause.startMs);
  }

  /** The rest of the current pause. */
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

  /** Fails a call now when it cannot wait until the end of the pause. */
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
