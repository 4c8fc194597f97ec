import process from "node:process";

import type { Emulator } from "pulumi-approw/emulator";

import { runCompiled } from "../engine/compiled-program.js";

interface Place {
  /** Where the command runs, and writes. */
  readonly directory: string;
  readonly pool: Emulator;
  readonly env?: NodeJS.ProcessEnv;
  readonly exitCode: number;
}

/** Runs a command of the compiled program, which must end with an exit code. */
export async function runCommand(
  command: string,
  flags: readonly string[],
  { directory, pool, env = process.env, exitCode }: Place,
): Promise<void> {
  const { code, stderr } = await runCompiled([command, ...flags], {
    cwd: directory,
    env: {
      ...env,
      APPROW_HOST: pool.url,
      APPROW_USERPOOL_ID: pool.userPoolId,
      APPROW_USERPOOL_SECRET: pool.secret,
    },
  });
  if (code !== exitCode) throw new Error(`pulumi-approw ${command} ended with ${String(code)}:\n${stderr}`);
}
