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

/** One moving line on a terminal. Elsewhere only waits are reported, a line for each. */
export function showProgress(stream: Output): Progress {
  return stream.isTTY ? barOn(stream) : linesOn(stream);
}

function linesOn(stream: Output): Progress {
  return {
    update: () => undefined,
    wait: (wait) => stream.write(`pulumi-approw: ${describeWait(wait)}\n`),
    stop: () => undefined,
  };
}

function barOn(stream: Output): Progress {
  const bar = new SingleBar({
    stream,
    format: "Reading users {bar} {value}/{total}{note}",
    clearOnComplete: true,
    emptyOnZero: true,
  });
  const show = (read: number, total: number, note: string): void => {
    if (!bar.isActive) bar.start(total, read, { note });
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
    stop: () => {
      bar.stop();
    },
  };
}

function describeWait({ waitMs, reason }: Wait): string {
  return `waiting ${Math.max(1, Math.round(waitMs / 1000))} s before a retry: ${printable(reason)}`;
}
