import { spawn } from "node:child_process";
import { once } from "node:events";
import process from "node:process";
import { createInterface } from "node:readline";

/**
 * How a command ended, and what it wrote; `lines` are those of both streams.
 *
 * @typedef {{ code: number | null, stdout: string[], lines: string[] }} Outcome
 */

/**
 * Runs a command and keeps its output, which is shown only if it fails. `onLine` receives each line of both streams
 * as it arrives. The command does not outlive this process.
 *
 * @param {string} command
 * @param {readonly string[]} args
 * @param {import("node:child_process").SpawnOptions & { onLine?: ((line: string) => void) | undefined }} options
 * @returns {Promise<Outcome>}
 */
export async function runQuietly(command, args, { onLine, ...options } = {}) {
  const child = spawn(command, args, { ...options, stdio: ["ignore", "pipe", "pipe"] });
  const end = () => child.kill();
  process.once("exit", end);
  /** @type {string[]} */
  const stdout = [];
  /** @type {string[]} */
  const lines = [];
  /** @param {string} line */
  const keep = (line) => {
    lines.push(line);
    onLine?.(line);
  };
  createInterface({ input: child.stdout })
    .on("line", keep)
    .on("line", (line) => stdout.push(line));
  createInterface({ input: child.stderr }).on("line", keep);
  const [code] = await once(child, "close").finally(() => process.off("exit", end));
  return { code, stdout, lines };
}
