import { spawn } from "node:child_process";
import { once } from "node:events";
import process from "node:process";
import { createInterface } from "node:readline";

/**
 * Runs a command and keeps what it says for the case that it fails. `onLine` sees the lines as they come, those of
 * both streams. It does not outlive this process.
 *
 * @param {string} command
 * @param {string[]} args
 * @param {import("node:child_process").SpawnOptions & { onLine?: (line: string) => void }} options
 * @returns {Promise<{ code: number | null, stdout: string[], lines: string[] }>} `lines` are those of both streams
 */
export async function runQuietly(command, args, { onLine, ...options } = {}) {
  const child = spawn(command, args, { ...options, stdio: ["ignore", "pipe", "pipe"] });
  const end = () => child.kill();
  process.once("exit", end);
  const stdout = [];
  const lines = [];
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
