import { spawn } from "node:child_process";
import { once } from "node:events";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { exitCodeOf, stopSignals } from "./signals.mjs";

/**
 * Runs Node.js with `args` on this terminal and resolves to its exit code. It passes signals on and waits for the
 * program, which has to clean up.
 *
 * @param {readonly string[]} args
 * @param {{ cwd: URL }} options
 * @returns {Promise<number>}
 */
export async function runProgram(args, { cwd }) {
  const child = spawn(process.execPath, args, { cwd: fileURLToPath(cwd), stdio: "inherit" });
  const previous = stopSignals.map((signal) => ({ signal, listeners: process.listeners(signal) }));
  /** @param {NodeJS.Signals} signal */
  const passOn = (signal) => child.kill(signal);
  for (const signal of stopSignals) process.removeAllListeners(signal).on(signal, passOn);

  const [code, signal] = await once(child, "exit");
  for (const { signal, listeners } of previous) {
    process.off(signal, passOn);
    for (const listener of listeners) process.on(signal, listener);
  }
  return code ?? exitCodeOf(signal);
}
