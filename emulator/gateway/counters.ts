import type { OperationName } from "../operation-names.js";

/** Counts requests. A request with several operations counts once in total and once for each operation. */
export interface Counters {
  /** All requests, including refused and failed ones. */
  total(): number;
  of(operation: OperationName): number;
  /** Contains only operations that were requested. */
  byOperation(): Record<string, number>;
  /** Requests answered with HTTP 429, by the rate limit or by a fault. */
  throttled(): number;
  reset(): void;
}

export class RequestCounters implements Counters {
  readonly #counts = new Map<OperationName, number>();
  #total = 0;
  #throttled = 0;

  count(operations: readonly OperationName[]): void {
    this.#total += 1;
    for (const operation of operations) this.#counts.set(operation, this.of(operation) + 1);
  }

  countThrottled(): void {
    this.#throttled += 1;
  }

  total(): number {
    return this.#total;
  }

  of(operation: OperationName): number {
    return this.#counts.get(operation) ?? 0;
  }

  byOperation(): Record<string, number> {
    return Object.fromEntries(this.#counts);
  }

  throttled(): number {
    return this.#throttled;
  }

  reset(): void {
    this.#counts.clear();
    this.#total = 0;
    this.#throttled = 0;
  }
}
