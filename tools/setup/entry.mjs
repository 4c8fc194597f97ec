import { constants } from "node:os";
import process from "node:process";
import { SetupError } from "./setup-error.mjs";

/**
 * Runs a command to its exit code. What the person at the keyboard has to mend is shown without a stack.
 *
 * @param {() => Promise<number>} work
 */
export async function runEntry(work) {
  // Ending by process.exit lets the steps under way clear up after themselves.
  for (const signal of ["SIGINT", "SIGTERM"])
    process.once(signal, () => process.exit(128 + constants.signals[signal]));
  try {
    process.exitCode = await work();
  } catch (cause) {
    if (!(cause instanceof SetupError)) throw cause;
    console.error(`\n${cause.message}`);
    process.exitCode = 1;
  }
}
