/**
 * The time that one call may take, with all its attempts and waits and the logins and lookups that it needs. The signal
 * cancels the call at any point.
 */
export class Budget {
  /** Cancels the call. */
  readonly signal: AbortSignal | undefined;
  #deadlineMs: number;
  readonly #startMs = performance.now();
  #firstAttemptMs: number | undefined;
  #open = 0;

  constructor(totalMs: number, signal?: AbortSignal) {
    this.#deadlineMs = this.#startMs + totalMs;
    this.signal = signal;
  }

  /** When the first attempt was sent, by `performance.now()`. The present before that. */
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

  /** Notes a request of the call. Returns whether it is the only one: siblings wait for each other at their own expense. */
  enter(): boolean {
    this.#open += 1;
    return this.#open === 1;
  }

  leave(): void {
    this.#open -= 1;
  }

  /** Extends the budget: time in the queue behind other calls of the program does not count. */
  excuse(ms: number): void {
    this.#deadlineMs += ms;
  }

  /** Waits before a retry. @throws the reason of the signal */
  async wait(ms: number): Promise<void> {
    this.signal?.throwIfAborted();
    let cancel = (): void => undefined;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, ms);
      cancel = () => {
        clearTimeout(timer);
        resolve();
      };
      this.signal?.addEventListener("abort", cancel);
    });
    this.signal?.removeEventListener("abort", cancel);
    this.signal?.throwIfAborted();
  }
}
