import type { RequestStats, Wait } from "../../sdk/index.js";
import type { Activity } from "../pool/batching/activity.js";

/** A service that throttles makes a run wait every second: one line says it, and the next one counts the rest. */
const quietMs = 10_000;

/** Writes a line into the engine's output: what the host of dynamic resources writes stands below the stack. */
function writeLine(text: string): void {
  if (!process.stderr.listeners("error").includes(endWithoutEngine))
    process.stderr.on("error", endWithoutEngine);
  process.stderr.write(`approw: ${text}\n`);
}

/**
 * An engine that was killed reads nothing any more. The host of dynamic resources would write that this line failed, and
 * then that writing so failed, and so on for ever.
 */
function endWithoutEngine(): void {
  process.exit(1);
}

/** Says how long the run waits and why, the first time at once and then now and then. */
export class WaitLog {
  #quietUntil = 0;
  #untold = 0;

  tell({ operation, waitMs, reason }: Wait): void {
    if (performance.now() < this.#quietUntil) {
      this.#untold += 1;
      return;
    }
    const others = this.#untold === 0 ? "" : ` (and ${this.#untold} more waits since the last time)`;
    writeLine(`${operation} waits ${inSeconds(waitMs)}: ${reason}${others}`);
    this.#quietUntil = performance.now() + quietMs;
    this.#untold = 0;
  }
}

/** The signals that end the host of dynamic resources: the engine sends the first when a run is over. */
const endings = ["SIGINT", "SIGTERM"] as const;

/**
 * Writes one line at the end of the run. There is no call that ends a run, but the engine ends the host by a signal and
 * shows what it still says. Then the signal does what it always does. On Windows there are no such signals.
 */
export function tellAtTheEnd(describe: () => string): void {
  for (const signal of endings) {
    process.once(signal, () => {
      writeLine(describe());
      process.kill(process.pid, signal);
    });
  }
}

/** What a run took: requests by kind, what was batched and saved by that, and how often the service throttled. */
export function describeRun(
  { requests, throttled, waitedMs }: RequestStats,
  { operations, batched }: Pick<Activity, "operations" | "batched">,
): string {
  const kinds = Object.entries(requests).sort(([, some], [, other]) => other - some);
  const sent = kinds.reduce((sum, [, count]) => sum + count, 0);
  const list = kinds.map(([kind, count]) => `${count} ${kind}`).join(", ");
  return (
    `${operations} operations took ${sent} requests${sent === 0 ? "" : ` (${list})`}, ` +
    `${Math.max(0, operations - sent)} saved; ${batched} calls were batched; ` +
    `throttled ${throttled} times, waited ${inSeconds(waitedMs)}`
  );
}

function inSeconds(ms: number): string {
  return `${(ms / 1000).toFixed(1)} s`;
}
