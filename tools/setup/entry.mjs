import process from "node:process";
import { SetupError } from "./setup-error.mjs";
import { exitCodeOf, stopSignals } from "./signals.mjs";

/**
 * Runs a command to its exit code. A problem that the user has to solve is shown without a stack trace.
 *
 * @param {() => Promise<number>} work
 */
export async function runEntry(work) {
  // process.exit lets the running steps clean up.
  for (const signal of stopSignals) process.once(signal, () => process.exit(exitCodeOf(signal)));
  try {
    process.exitCode = await work();
  } catch (cause) {
    if (!(cause instanceof SetupError)) throw cause;
    console.error(`\n${cause.message}`);
    process.exitCode = 1;
  }
}
