#!/usr/bin/env node
import process from "node:process";

import { run } from "./program.js";

async function main(): Promise<void> {
  process.exitCode = await run(process.argv.slice(2), {
    env: process.env,
    cwd: process.cwd(),
    stdout: process.stdout,
    stderr: process.stderr,
    now: () => new Date(),
    untilStopped,
  });
}

/** The first signal asks; a second one ends the process at once, as Node.js does by itself. */
async function untilStopped(): Promise<void> {
  await new Promise((stop) => {
    process.once("SIGINT", stop).once("SIGTERM", stop);
  });
}

void main();
