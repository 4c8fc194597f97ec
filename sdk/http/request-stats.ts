/** Requests and waits of a client since it was created. */
export interface RequestStats {
  /** HTTP requests by method, retries included. */
  readonly requests: Readonly<Record<string, number>>;
  /** Requests that were retries. */
  readonly retries: number;
  /** Responses that asked for fewer requests (HTTP 429, busy code 1000). */
  readonly throttled: number;
  /** Milliseconds for which all calls paused, plus those for which single calls waited before a retry. */
  readonly waitedMs: number;
}

/** Counts for `RequestStats`. */
export class RequestCounter {
  readonly #requests = new Map<string, number>();
  #retries = 0;
  #throttled = 0;
  #waitedMs = 0;

  countRequest(operation: string): void {
    this.#requests.set(operation, (this.#requests.get(operation) ?? 0) + 1);
  }

  countRetry(): void {
    this.#retries += 1;
  }

  countThrottled(): void {
    this.#throttled += 1;
  }

  countWait(ms: number): void {
    this.#waitedMs += ms;
  }

  /** @param pausedMs the time for which all calls paused */
  stats(pausedMs: number): RequestStats {
    return {
      requests: Object.fromEntries(this.#requests),
      retries: this.#retries,
      throttled: this.#throttled,
      waitedMs: Math.round(this.#waitedMs + pausedMs),
    };
  }
}
