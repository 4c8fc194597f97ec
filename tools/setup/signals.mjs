import { constants } from "node:os";

/** The signals that ask a command to stop. */
export const stopSignals = /** @type {const} */ (["SIGINT", "SIGTERM"]);

/**
 * The exit code of a process that a signal ended, as shells report it.
 *
 * @param {NodeJS.Signals} signal
 */
export function exitCodeOf(signal) {
  return 128 + constants.signals[signal];
}
