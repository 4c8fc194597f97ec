import { spawn } from "node:child_process";
import { once } from "node:events";
import { compiledProgram } from "../engine/compiled-program.js";
import type { Stack } from "../engine/stack.js";

/**
 * Runs `pulumi-approw drift` on this terminal, whose width and colours it uses.
 *
 * @returns its exit code
 */
export async function reviewDrift(stack: Stack, signal: AbortSignal): Promise<number | null> {
  const child = spawn(process.execPath, [compiledProgram, "drift", "--stack", stack.name], {
    cwd: stack.directory,
    env: stack.env,
    stdio: ["ignore", "inherit", "inherit"],
    signal,
  });
  await once(child, "exit");
  return child.exitCode;
}
