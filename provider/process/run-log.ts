import type { RequestStats, Wait } from "../../sdk/index.js";
import type { Activity } from "../pool/batching/activity.js";
import { endProcess } from "./engine-watch.js";

/** A service that throttles makes a run wait every second. One line says it, and the next one counts the rest. */
const quietMs = 10_000;

/** The signals that end the host of dynamic resources; the engine sends the first when a run is over. */
const endings = ["SIGINT", "SIGTERM"] as const;

/** Where the lines of a run go. */
export interface RunOutput {
  /** Shows a line below the stack. */
  write(text: string): void;
  /** Shows one line at the end of the run, if there is something to say. */
  atTheEnd(describe: () => string | undefined): void;
}

/** What the host of dynamic resources writes, the engine shows below the stack. */
const outputOfHost: RunOutput = {
  write(text) {
    // The host would write that this line failed, then that writing so failed, and so on.
    if (!process.stderr.listeners("error").includes(endProcess)) process.stderr.on("error", endProcess);
    process.stderr.write(`approw: ${text}\n`);
  },
  // No call ends a run, but the engine ends the host with a signal and still shows what it says. Then the signal does
  // what it always does. On Windows there are no such signals.
  atTheEnd(describe) {
    for (const signal of endings) {
      process.once(signal, () => {
        const text = describe();
        if (text !== undefined) writeLine(text);
        process.kill(process.pid, signal);
      });
    }
  },
};

let output = outputOfHost;

/** Lets the lines of this process go elsewhere. */
export function redirectLines(to: RunOutput): void {
  output = to;
}

/** Writes a line into the engine's output, which shows it below the stack. */
export function writeLine(text: string): void {
  output.write(text);
}

/** Says how long the run waits and why: the first time at once, then from time to time. */
export class WaitLog {
  readonly #write: (text: string) => void;
  #quietUntil = 0;
  #untold = 0;

  constructor(write: (text: string) => void = writeLine) {
    this.#write = write;
  }

  tell({ operation, waitMs, reason }: Wait): void {
    if (performance.now() < this.#quietUntil) {
      this.#untold += 1;
      return;
    }
    const others = this.#untold === 0 ? "" : ` (${this.#untold} more waits since the last message)`;
    this.#write(`waiting ${inSeconds(waitMs)} before retrying ${operation}: ${reason}${others}`);
    this.#quietUntil = performance.now() + quietMs;
    this.#untold = 0;
  }
}

/** Writes one line at the end of the run, if there is something to say. */
export function tellAtTheEnd(describe: () => string | undefined): void {
  output.atTheEnd(describe);
}

/** What a run needed: requests by kind, how many batching saved, and how often the service throttled. */
export function describeRun(
  stats: RequestStats,
  { operations, batched }: Pick<Activity, "operations" | "batched">,
): string {
  const saved = Math.max(0, operations - sentRequests(stats));
  return (
    `${counted(operations, "operation")} needed ${listRequests(stats)}, ` +
    `${saved} saved; ${batched} calls were batched; ${describeThrottling(stats)}`
  );
}

/** What calls outside of the engine's operations needed. */
export function describeRequests(stats: RequestStats): string {
  return `${listRequests(stats)}; ${describeThrottling(stats)}`;
}

function listRequests(stats: RequestStats): string {
  const sent = sentRequests(stats);
  const kinds = Object.entries(stats.requests).sort(([, some], [, other]) => other - some);
  const list = kinds.map(([kind, count]) => `${count} ${kind}`).join(", ");
  return `${counted(sent, "request")}${sent === 0 ? "" : ` (${list})`}`;
}

function sentRequests({ requests }: RequestStats): number {
  return Object.values(requests).reduce((sum, count) => sum + count, 0);
}

function describeThrottling({ throttled, waitedMs }: RequestStats): string {
  return `throttled ${throttled} times, waited ${inSeconds(waitedMs)}`;
}

function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? "" : "s"}`;
}

/** What to do about users whose unique values passed to others, and whose own change did not follow. */
export function describeParked(ids: readonly string[]): string | undefined {
  if (ids.length === 0) return undefined;
  const [subject, verb, whose] = ids.length === 1 ? ["user", "has", "its"] : ["users", "have", "their"];
  return (
    `${subject} ${ids.join(", ")} still ${verb} a temporary value, because the run ended before ${whose} own change. Run ` +
    "`pulumi up` again. If the program keeps the previous values, run `pulumi up --refresh`"
  );
}

function inSeconds(ms: number): string {
  return `${(ms / 1000).toFixed(1)} s`;
}
