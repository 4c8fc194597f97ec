#!/usr/bin/env node
import process from "node:process";

import { whenNpxEnds } from "./npx-watch.js";
import { run } from "./program.js";

async function main(): Promise<void> {
  // A reader that closes stdout early changes no exit code; output that is lost is a failure.
  process.stdout.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code === "EPIPE" || process.exitCode === 1) return;
    process.exitCode = 1;
    process.stderr.write(`pulumi-approw: cannot write to stdout: ${error.message}\n`);
  });
  // A closed stderr cannot be reported anywhere.
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

/** The first signal, or the end of the npx that started it, asks the command to stop; a second one ends the process at once, which is what Node.js does. */
async function untilStopped(): Promise<void> {
  await new Promise<unknown>((stop) => {
    process.once("SIGINT", stop).once("SIGTERM", stop);
    whenNpxEnds(process.env, () => {
      stop(undefined);
    });
  });
}

void main();
