import type { OperationName } from "../operation-names.js";

/** What goes wrong with a request, and whether the operation is executed. */
export type FaultKind =
  /** Executed; the answer is delayed. Combines with other faults. */
  | { kind: "latency"; ms: number }
  /** Not executed; there is no answer. */
  | { kind: "hang" }
  /** Not executed; HTTP 429. `Retry-After` has the seconds or the HTTP date. */
  | { kind: "throttle"; retryAfter: number | Date }
  /** Not executed; this HTTP status with an HTML page. */
  | { kind: "status"; status: number }
  /** Not executed; the connection is reset. */
  | { kind: "reset" }
  /** Executed, but the answer is lost: a reset (the default), no answer, or HTTP 502. */
  | { kind: "loseAnswer"; then?: "reset" | "hang" | 502 }
  /** Executed; the list lacks its last half, but at least one entry. `totalCount` does not change. */
  | { kind: "cutPage" }
  /** Executed; the body ends in the middle of the JSON. */
  | { kind: "cutBody" }
  /** Not executed; HTTP 200 with this error code in the envelope of the protocol. */
  | { kind: "code"; code: number; message?: string }
  /** Not executed; HTTP 200 with this JSON. */
  | { kind: "shape"; body: unknown };

export type Fault = FaultKind & {
  /** The operation that it applies to; "*" means all except the logins `accessToken` and `restAccessToken`. */
  operation: OperationName | "*";
  /** How many requests pass before it applies. Default 0. */
  skip?: number;
  /** How many requests it applies to. Default 1; `Infinity` means all. */
  times?: number;
};

/** Faults for the next requests. They apply in the order in which they were added, one per request. */
export interface Faults {
  add(fault: Fault): void;
  clear(): void;
  /** How many requests the remaining faults apply to. */
  pending(): number;
}

interface ArmedFault {
  fault: Fault;
  skip: number;
  times: number;
}

export type StrikingFault = Exclude<Fault, { kind: "latency" }>;

/** The faults of one request. */
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

  /** Takes the faults of a request with these operations: every latency, and the first fault of another kind. */
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
