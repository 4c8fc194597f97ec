import { PassThrough } from "node:stream";
import { afterEach, expect, test, vi } from "vitest";

import { showProgress } from "../../cli/progress.js";

afterEach(() => {
  vi.restoreAllMocks();
});

function recorder(isTTY: boolean): {
  stream: PassThrough & { isTTY: boolean; columns: number };
  text: () => string;
} {
  const stream = Object.assign(new PassThrough(), { isTTY, columns: 80 });
  let text = "";
  stream.on("data", (chunk: Buffer) => (text += chunk.toString("utf8")));
  return { stream, text: () => text };
}

test("a signal ends the process with the terminal as it was", () => {
  const kill = vi.spyOn(process, "kill").mockReturnValue(true);
  const listeners = process.listenerCount("SIGINT");
  const { stream, text } = recorder(true);
  const progress = showProgress(stream, () => new Date());
  progress.update(1, 10);
  expect(text()).toContain("\u001b[?7l");

  process.emit("SIGINT", "SIGINT");

  expect(text()).toContain("\u001b[?7h");
  expect(kill).toHaveBeenCalledWith(process.pid, "SIGINT");
  expect(process.listenerCount("SIGINT")).toBe(listeners);
});

test("without a terminal, a line appears every ten seconds", () => {
  let ms = 0;
  const { stream, text } = recorder(false);
  const progress = showProgress(stream, () => new Date(ms));
  for (let read = 0; read < 25; read += 1) {
    ms = read * 1000;
    progress.update(read, 25);
  }
  expect(text()).toBe("pulumi-approw: 10 of 25 users read\npulumi-approw: 20 of 25 users read\n");
});
