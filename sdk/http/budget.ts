import { setTimeout as sleep } from "node:timers/promises";

/**
 * The time that one call may take: all its attempts and waits, and the logins and look-ups that it needs. It can be
 * cancelled, whatever the call is waiting for.
 */
export class Budget {
  /** Cancels the call. */
  readonly signal: AbortSignal | undefined;
  #deadlineMs: number;
  readonly #startMs = performance.now();
  #firstAttemptMs: number | undefined;

  constructor(totalMs: number, signal?: AbortSignal) {
    this.#deadlineMs = this.#startMs + totalMs;
    this.signal = signal;
  }

  /** When the first attempt went out, by `performance.now()`; the present while none did. */
  firstAttemptMs(): number {
    return this.#firstAttemptMs ?? performance.now();
  }

  noteAttempt(): void {
    this.#firstAttemptMs ??= performance.now();
  }

  elapsedMs(): number {
    return performance.now() - this.#startMs;
  }

  remainingMs(): number {
    return this.#deadlineMs - performance.now();
  }

  /** Waiting behind the program's own other calls does not count. */
  excuse(ms: number): void {
    this.#deadlineMs += ms;
  }

  /** Waits before a repeat. @throws the reason of the signal */
  async wait(ms: number): Promise<void> {
    try {
      await sleep(ms, undefined, this.signal === undefined ? {} : { signal: this.signal });
    } catch (error) {
      this.signal?.throwIfAborted();
      throw error;
    }
  }
}
