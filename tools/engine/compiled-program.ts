import { execFile } from "node:child_process";
import { resolve } from "node:path";
import process from "node:process";

/** The program of the package, which `npx pulumi-approw` runs. */
export const compiledProgram = resolve(__dirname, "../../dist/cli/main.js");

export interface Ended {
  /** Null if a signal ended it. */
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a command of it in a directory, as users do. */
export async function runCompiled(
  args: readonly string[],
  options: { readonly cwd: string; readonly env: NodeJS.ProcessEnv },
): Promise<Ended> {
  const all = { ...options, maxBuffer: Infinity };
  return await new Promise((end) => {
    const child = execFile(process.execPath, [compiledProgram, ...args], all, (_error, stdout, stderr) => {
      end({ code: child.exitCode, stdout, stderr });
    });
  });
}
