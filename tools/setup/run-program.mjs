import { spawn } from "node:child_process";
import { once } from "node:events";
import { constants } from "node:os";
import process from "node:process";
import { fileURLToPath } from "node:url";

/**
 * Runs Node.js with `args` on this terminal, and resolves to its exit code. Signals are passed on, and the program is
 * waited for: it has things to clear up.
 *
 * @param {string[]} args
 * @param {{ cwd: URL }} options
 */
export async function runProgram(args, { cwd }) {
  const child = spawn(process.execPath, args, { cwd: fileURLToPath(cwd), stdio: "inherit" });
  const signals = ["SIGINT", "SIGTERM"];
  const others = new Map(signals.map((signal) => [signal, process.listeners(signal)]));
  const passOn = (signal) => child.kill(signal);
  for (const signal of signals) process.removeAllListeners(signal).on(signal, passOn);

  const [code, signal] = await once(child, "exit");
  for (const name of signals) {
    process.off(name, passOn);
    others.get(name).forEach((listener) => process.on(name, listener));
  }
  return code ?? 128 + constants.signals[signal];
}
