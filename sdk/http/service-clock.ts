/**
 * The service's clock, from the `Date` header of its responses. Only this clock can tell whether a user was created
 * before or after a request, because it also wrote `createdAt`.
 */
export class ServiceClock {
  #aheadMs: number | undefined;

  /** Reads the `Date` header of a response that has just arrived. */
  observe(dateHeader: string | undefined): void {
    const serviceMs = Date.parse(dateHeader ?? "");
    if (!Number.isNaN(serviceMs)) this.#aheadMs = serviceMs - performance.now();
  }

  /** The service's time at a moment of `performance.now()`. Undefined until the first response. */
  at(localMs: number): Date | undefined {
    return this.#aheadMs === undefined ? undefined : new Date(localMs + this.#aheadMs);
  }
}
