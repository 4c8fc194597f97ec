/** A bucket that holds the requests of one second and is filled at the same rate. */
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

  /** Takes one request in: 0, or the seconds after which there is room for the next. */
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
