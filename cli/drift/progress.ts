import { SingleBar } from "cli-progress";

import type { Output } from "../surroundings.js";

/** Shows how far a long reading has come, on a terminal only. */
export function showProgress(stream: Output): {
  readonly update: (read: number, total: number) => void;
  readonly stop: () => void;
} {
  if (!stream.isTTY) return { update: () => undefined, stop: () => undefined };
  const bar = new SingleBar({
    stream,
    format: "Reading people {bar} {value}/{total}",
    clearOnComplete: true,
  });
  let hasStarted = false;
  return {
    update: (read, total) => {
      if (!hasStarted) bar.start(total, 0);
      hasStarted = true;
      bar.setTotal(total);
      bar.update(read);
    },
    stop: () => {
      bar.stop();
    },
  };
}
