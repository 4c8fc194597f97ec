import { spawn } from "node:child_process";
import { once } from "node:events";
import { resolve } from "node:path";
import type { Stack } from "../engine/stack.js";

/** The command of the package, as `npx pulumi-approw` runs it. */
const main = resolve(__dirname, "../../dist/cli/main.js");

/**
 * Runs `pulumi-approw drift` on this terminal, whose width and colours it uses.
 *
 * @returns its exit code
 */
export async function reviewDrift(stack: Stack, signal: AbortSignal): Promise<number | null> {
  const child = spawn(process.execPath, [main, "drift", "--stack", stack.name], {
    cwd: stack.directory,
    env: stack.env,
    stdio: ["ignore", "inherit", "inherit"],
    signal,
  });
  await once(child, "exit");
  return child.exitCode;
}
