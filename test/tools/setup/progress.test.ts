import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { type ProgressStream, withProgress } from "../../../tools/setup/progress.mjs";

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
});

describe("withProgress", () => {
  test("without a terminal, writes a line at the start, one every half minute and one at the end", async () => {
    const { stream, text } = capture();

    const outcome = withProgress("Building (a minute)", work, stream);
    await vi.advanceTimersByTimeAsync(70_000);

    await expect(outcome).resolves.toBe("built");
    expect(text()).toBe(
      "Building (a minute)\n  ... 30 s, 1 of 2 packages\n  ... 60 s, 1 of 2 packages\n  done in 70 s\n",
    );
  });

  test("on a terminal, updates one line and never exceeds its width", async () => {
    const { stream, text } = capture({ isTTY: true, columns: 20 });

    const outcome = withProgress("Building (a minute)", work, stream);
    await vi.advanceTimersByTimeAsync(70_000);
    await outcome;

    const [, ...shown] = text().split("\r\u001B[2K");
    expect(shown.length).toBeGreaterThan(100);
    expect(shown.map((line) => line.trimEnd().length).every((length) => length > 0 && length <= 20)).toBe(
      true,
    );
    expect(text().indexOf("\n")).toBe(text().length - 1);
  });

  test("passes a failure on, and says that the step failed", async () => {
    const { stream, text } = capture();

    await expect(withProgress("Building", () => Promise.reject(new Error("no Go")), stream)).rejects.toThrow(
      "no Go",
    );
    expect(text()).toBe("Building\n  failed after 0 s\n");
  });
});

async function work(report: (detail: string) => void): Promise<string> {
  report("1 of 2 packages");
  await new Promise((resolve) => setTimeout(resolve, 70_000));
  return "built";
}

function capture(terminal: Partial<ProgressStream> = {}): { stream: ProgressStream; text: () => string } {
  let written = "";
  const stream = { ...terminal, write: (text: string): unknown => (written += text) };
  return { stream, text: () => written };
}
