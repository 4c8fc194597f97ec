/**
 * The service's clock, known from the `Date` header of its answers. Whether a user was created before or after
 * something we did can only be judged on the clock that also wrote `createdAt`.
 */
export class ServiceClock {
  #aheadMs: number | undefined;

  /** Takes in the `Date` header of an answer that has just arrived. */
  observe(dateHeader: string | undefined): void {
    const serviceMs = Date.parse(dateHeader ?? "");
    if (!Number.isNaN(serviceMs)) this.#aheadMs = serviceMs - performance.now();
  }

  /** The service's time at a moment of `performance.now()`; undefined while no answer has told it. */
  at(localMs: number): Date | undefined {
    return this.#aheadMs === undefined ? undefined : new Date(localMs + this.#aheadMs);
  }
}
