import process from "node:process";

import { SingleBar } from "cli-progress";

import { printable } from "../model/rules/printable.js";
import type { Wait } from "../sdk/index.js";
import type { Output } from "./surroundings.js";

/** Shows how far a long read has come. */
export interface Progress {
  readonly update: (read: number, total: number) => void;
  /** Called when a wait before a retry begins. */
  readonly wait: (wait: Wait) => void;
  readonly stop: () => void;
}

/** One moving line on a terminal. Elsewhere a line for each wait, and one every ten seconds. */
export function showProgress(stream: Output, now: () => Date): Progress {
  return stream.isTTY ? barOn(stream) : linesOn(stream, now);
}

const msBetweenLines = 10_000;

function linesOn(stream: Output, now: () => Date): Progress {
  let last = now().getTime();
  return {
    update: (read, total) => {
      const ms = now().getTime();
      if (ms - last < msBetweenLines) return;
      last = ms;
      stream.write(`pulumi-approw: ${read} of ${total} users read\n`);
    },
    wait: (wait) => stream.write(`pulumi-approw: ${describeWait(wait)}\n`),
    stop: () => undefined,
  };
}

const signals = ["SIGINT", "SIGTERM"] as const;

function barOn(stream: Output): Progress {
  const bar = new SingleBar({
    stream,
    format: "Reading users {bar} {value}/{total}{note}",
    clearOnComplete: true,
    emptyOnZero: true,
  });
  const stop = (): void => {
    for (const signal of signals) process.off(signal, onSignal);
    bar.stop();
  };
  // The bar turns line wrapping off, and a process that a signal ends leaves the terminal so.
  const onSignal = (signal: NodeJS.Signals): void => {
    stop();
    process.kill(process.pid, signal);
  };
  const show = (read: number, total: number, note: string): void => {
    if (!bar.isActive) {
      for (const signal of signals) process.on(signal, onSignal);
      bar.start(total, read, { note });
    }
    bar.setTotal(total);
    bar.update(read, { note });
  };
  let [read, total] = [0, 0];
  return {
    update: (...counts) => {
      [read, total] = counts;
      show(read, total, "");
    },
    wait: (wait) => {
      show(read, total, `  ${describeWait(wait)}`);
    },
    stop,
  };
}

function describeWait({ waitMs, reason }: Wait): string {
  return `waiting ${Math.max(1, Math.round(waitMs / 1000))} s before a retry: ${printable(reason)}`;
}
