import { spawn } from "node:child_process";
import { once } from "node:events";
import { closeSync, openSync } from "node:fs";
import { resolve } from "node:path";
import { text } from "node:stream/consumers";
import { describe, expect, test } from "vitest";

import { openSpoiltPool } from "./commands/drift/spoilt-pool.js";

const main = resolve(__dirname, "../../cli/main.ts");
const tsx = resolve(__dirname, "../../node_modules/tsx/dist/cli.mjs");

/** Reviews the spoilt pool in a process of its own, with stdout going somewhere. */
async function reviewTo(stdout: number | "closed"): Promise<{ code: unknown; stderr: string }> {
  const pool = await openSpoiltPool();
  const flags = ["drift", "--state", "people.json", "--state", "hr.json", "--format", "json"];
  const child = spawn(process.execPath, [tsx, main, ...flags], {
    cwd: pool.directory,
    env: { ...process.env, ...pool.env },
    stdio: ["ignore", stdout === "closed" ? "pipe" : stdout, "pipe"],
  });
  child.stdout?.destroy();
  const [[code], stderr] = await Promise.all([
    once(child, "close"),
    child.stderr === null ? "" : text(child.stderr),
  ]);
  await pool.close();
  return { code, stderr };
}

describe("the process pulumi-approw", () => {
  test("when its output is closed, it ends quietly with the exit code of the review", async () => {
    expect(await reviewTo("closed")).toEqual({ code: 2, stderr: "" });
  });

  test.skipIf(process.platform !== "linux")("output that is lost is one line and exit code 1", async () => {
    const full = openSync("/dev/full", "w");
    const { code, stderr } = await reviewTo(full);
    closeSync(full);

    expect(code).toBe(1);
    expect(stderr).toMatch(/^pulumi-approw: cannot write to stdout: ENOSPC[^\n]*\n$/u);
  });
});
