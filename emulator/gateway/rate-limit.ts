/** A token bucket with room for the requests of one second. */
export class RateLimit {
  readonly #requestsPerSecond: number;
  readonly #capacity: number;
  readonly #now: () => number;
  #tokens: number;
  #filledAt: number;

  constructor(requestsPerSecond: number, now: () => number) {
    this.#requestsPerSecond = requestsPerSecond;
    this.#capacity = Math.max(1, requestsPerSecond);
    this.#now = now;
    this.#tokens = this.#capacity;
    this.#filledAt = now();
  }

  /** Admits one request and returns 0, or returns the seconds until the next one is admitted. */
  admit(): number {
    const now = this.#now();
    const gained = ((now - this.#filledAt) / 1000) * this.#requestsPerSecond;
    this.#tokens = Math.min(this.#capacity, this.#tokens + gained);
    this.#filledAt = now;
    if (this.#tokens >= 1) {
      this.#tokens -= 1;
      return 0;
    }
    return (1 - this.#tokens) / this.#requestsPerSecond;
  }
}
