/** "unknown": one clock says yes, the other one no. */
export type Verdict = "yes" | "no" | "unknown";

/** The service writes times to the second, on clocks of several machines. */
const slackMs = 5000;

/**
 * Tells whether the service created an object since a moment of this machine. Only the clock that wrote `createdAt` knows,
 * and each clock that shows its time may be wrong: the `Date` header of the responses may come from a gateway, the time of
 * issue of a token may be old, and this machine may be off.
 */
export class ServiceClock {
  #headerAheadMs: number | undefined;
  #tokenAheadMs: number | undefined;

  /** Reads the `Date` header of a response that has just arrived. */
  observe(dateHeader: string | undefined): void {
    const serviceMs = Date.parse(dateHeader ?? "");
    if (!Number.isNaN(serviceMs)) this.#headerAheadMs = serviceMs - performance.now();
  }

  /** Reads the time of issue of a token that has just arrived, in seconds since 1970. */
  observeIssue(seconds: number | null | undefined): void {
    if (typeof seconds === "number" && seconds > 0) this.#tokenAheadMs = seconds * 1000 - performance.now();
  }

  /**
   * Whether the service wrote a time, in epoch milliseconds, since a moment of `performance.now()`, give or take 5 s. Two
   * clocks must agree. Without a token's time the header decides alone, and without both this machine does.
   */
  isSince(localMs: number, writtenMs: number): Verdict {
    const isWithin = (aheadMs: number): boolean =>
      writtenMs >= localMs + aheadMs - slackMs && writtenMs <= performance.now() + aheadMs + slackMs;
    const localAheadMs = Date.now() - performance.now();
    const all = [this.#headerAheadMs, this.#tokenAheadMs, localAheadMs];
    const known = all.filter((aheadMs) => aheadMs !== undefined);
    if (this.#tokenAheadMs === undefined) return known.slice(0, 1).some(isWithin) ? "yes" : "no";
    const agreeing = known.filter(isWithin).length;
    if (agreeing >= 2) return "yes";
    return agreeing === 0 || known.length > 2 ? "no" : "unknown";
  }
}
