import { spawn } from "node:child_process";
import { once } from "node:events";
import { resolve } from "node:path";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";

import { describeRequests, describeRun, WaitLog } from "../../../provider/process/run-log.js";

let written: string;

beforeEach(() => {
  written = "";
  vi.useFakeTimers({ toFake: ["performance"] });
  vi.spyOn(process.stderr, "write").mockImplementation((text) => {
    written += String(text);
    return true;
  });
});

afterEach(() => {
  vi.restoreAllMocks();
  vi.useRealTimers();
});

describe("WaitLog", () => {
  const wait = { operation: "users.create", waitMs: 1500, reason: "HTTP 429" };

  test("says at once how long is waited for what, and why", () => {
    new WaitLog().tell(wait);

    expect(written).toBe("approw: waiting 1.5 s before retrying users.create: HTTP 429\n");
  });

  test("says it again after ten seconds, and counts what it did not say", () => {
    const log = new WaitLog();
    log.tell(wait);
    log.tell(wait);
    vi.advanceTimersByTime(9000);
    log.tell(wait);
    vi.advanceTimersByTime(1000);
    log.tell(wait);

    expect(written.split("\n")).toEqual([
      "approw: waiting 1.5 s before retrying users.create: HTTP 429",
      "approw: waiting 1.5 s before retrying users.create: HTTP 429 (2 more waits since the last message)",
      "",
    ]);
  });
});

describe("a line that nobody reads any more", () => {
  test("ends the process, which outlived its engine", async () => {
    const module = resolve(__dirname, "../../../provider/process/run-log.ts");
    // The host of dynamic resources reports what nobody caught to where nobody reads.
    const host = `
      process.on("uncaughtException", (error) => console.error(error));
      const { WaitLog } = require(${JSON.stringify(module)});
      setInterval(() => new WaitLog().tell({ operation: "users.list", waitMs: 1, reason: "none" }), 20);
    `;
    const child = spawn(process.execPath, ["--import", "tsx", "--input-type=commonjs", "-e", host], {
      stdio: ["ignore", "ignore", "pipe"],
    });
    const [first] = (await once(child.stderr, "data")) as [Buffer];
    expect(String(first)).toContain("before retrying users.list");

    child.stderr.destroy();

    expect(await once(child, "exit")).toEqual([1, null]);
  });
});

describe("describeRun", () => {
  const nothing = { requests: {}, retries: 0, throttled: 0, waitedMs: 0 };

  test("counts the requests by kind, the most frequent first", () => {
    const stats = { ...nothing, requests: { login: 1, "users.snapshot": 12 }, throttled: 2, waitedMs: 1234 };

    expect(describeRun(stats, { operations: 300, batched: 290 })).toBe(
      "300 operations needed 13 requests (12 users.snapshot, 1 login), 287 saved; 290 calls were batched; " +
        "throttled 2 times, waited 1.2 s",
    );
  });

  test("says one operation and one request", () => {
    const stats = { ...nothing, requests: { "users.update": 1 } };

    expect(describeRun(stats, { operations: 1, batched: 0 })).toContain("1 operation needed 1 request (");
  });

  test("counts requests without operations of the engine in the same way", () => {
    expect(describeRequests({ ...nothing, requests: { "users.find": 3 } })).toBe(
      "3 requests (3 users.find); throttled 0 times, waited 0.0 s",
    );
  });

  test("a run that had nothing to do needed no requests", () => {
    expect(describeRun(nothing, { operations: 0, batched: 0 })).toContain(
      "0 operations needed 0 requests, 0 saved",
    );
  });
});
