import process from "node:process";
import { fileURLToPath } from "node:url";
import { runQuietly } from "./run-quietly.mjs";

/**
 * Runs the npm that started this script, or the one on PATH (on Windows a batch file, which needs a shell).
 *
 * @param {readonly string[]} args
 * @param {URL} root
 */
export function npm(args, root) {
  const options = { cwd: fileURLToPath(root) };
  const running = process.env["npm_execpath"];
  return running?.endsWith("npm-cli.js")
    ? runQuietly(process.execPath, [running, ...args], options)
    : runQuietly("npm", args, { ...options, shell: process.platform === "win32" });
}
