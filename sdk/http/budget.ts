/** The time that one call may take, with all its attempts and waits, and when the first attempt went out. */
export class Budget {
  #deadlineMs: number;
  readonly #startMs = performance.now();
  #firstAttemptMs: number | undefined;

  constructor(totalMs: number) {
    this.#deadlineMs = this.#startMs + totalMs;
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

  /** Waiting behind the program's own other calls is nobody's failure and does not count. */
  excuse(ms: number): void {
    this.#deadlineMs += ms;
  }
}
