import type { OperationName } from "../operation-names.js";

/** What goes wrong with a request, and whether the operation is done all the same. */
export type FaultKind =
  /** The answer comes late. Does not stand in the way of other faults. */
  | { kind: "latency"; ms: number }
  /** Nothing is done and no answer ever comes. */
  | { kind: "hang" }
  /** HTTP 429, nothing done. `Retry-After` holds the seconds or the HTTP date. */
  | { kind: "throttle"; retryAfter: number | Date }
  /** This HTTP status with an HTML page, nothing done. */
  | { kind: "status"; status: number }
  /** The connection is reset before anything is done. */
  | { kind: "reset" }
  /** The operation is done, its answer is lost: a reset (the default), silence, or HTTP 502. */
  | { kind: "loseAnswer"; then?: "reset" | "hang" | 502 }
  /** A list misses its last half (one entry at least); `totalCount` stays. */
  | { kind: "cutPage" }
  /** The body breaks off in the middle of the JSON. */
  | { kind: "cutBody" }
  /** HTTP 200 with this error code in the envelope of the protocol, nothing done. */
  | { kind: "code"; code: number; message?: string }
  /** HTTP 200 with this JSON, nothing done. */
  | { kind: "shape"; body: unknown };

export type Fault = FaultKind & {
  /** The operation that it waits for; "*" is any but the logins `accessToken` and `restAccessToken`. */
  operation: OperationName | "*";
  /** How many such requests pass before it strikes. Default 0. */
  skip?: number;
  /** How often it strikes. Default 1; `Infinity` is for good. */
  times?: number;
};

/** Faults armed for the requests to come. They strike in the order in which they were added, one a request. */
export interface Faults {
  add(fault: Fault): void;
  clear(): void;
  /** How many strikes are left. */
  pending(): number;
}

interface ArmedFault {
  fault: Fault;
  skip: number;
  times: number;
}

export type StrikingFault = Exclude<Fault, { kind: "latency" }>;

/** What a request meets. */
export interface Strike {
  latencyMs: number;
  fault: StrikingFault | undefined;
}

export class ArmedFaults implements Faults {
  #armed: ArmedFault[] = [];

  add(fault: Fault): void {
    this.#armed.push({ fault, skip: fault.skip ?? 0, times: fault.times ?? 1 });
  }

  clear(): void {
    this.#armed = [];
  }

  pending(): number {
    return this.#armed.reduce((sum, { times }) => sum + times, 0);
  }

  /** Uses up what strikes a request with these operations: every latency, and the first fault of another kind. */
  strike(operations: readonly OperationName[]): Strike {
    const strike: Strike = { latencyMs: 0, fault: undefined };
    for (const armed of this.#armed) {
      const { fault } = armed;
      if (!concerns(fault, operations)) continue;
      if (fault.kind !== "latency" && strike.fault) continue;
      if (armed.skip > 0) {
        armed.skip -= 1;
        continue;
      }
      armed.times -= 1;
      if (fault.kind === "latency") strike.latencyMs += fault.ms;
      else strike.fault = fault;
    }
    this.#armed = this.#armed.filter(({ times }) => times > 0);
    return strike;
  }
}

function concerns({ operation }: Fault, operations: readonly OperationName[]): boolean {
  if (operation !== "*") return operations.includes(operation);
  return operations.some((name) => name !== "accessToken" && name !== "restAccessToken");
}
