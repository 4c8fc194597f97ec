#!/usr/bin/env node
import process from "node:process";

import { run } from "./program.js";

async function main(): Promise<void> {
  // A reader who leaves changes nothing about what was found; output that is lost is a failure.
  process.stdout.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code === "EPIPE" || process.exitCode === 1) return;
    process.exitCode = 1;
    process.stderr.write(`pulumi-approw: stdout cannot be written to: ${error.message}\n`);
  });
  // Of a stderr that is gone, nobody can be told.
  process.stderr.on("error", () => undefined);
  const exitCode = await run(process.argv.slice(2), {
    env: process.env,
    cwd: process.cwd(),
    stdout: process.stdout,
    stderr: process.stderr,
    now: () => new Date(),
    untilStopped,
  });
  process.exitCode ??= exitCode;
}

/** The first signal asks; a second one ends the process at once, as Node.js does by itself. */
async function untilStopped(): Promise<void> {
  await new Promise((stop) => {
    process.once("SIGINT", stop).once("SIGTERM", stop);
  });
}

void main();
