import { execFile } from "node:child_process";
import { once } from "node:events";
import { resolve } from "node:path";
import process from "node:process";

import type { Emulator } from "pulumi-approw/emulator";

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
  const main = resolve(__dirname, "../../dist/cli/main.js");
  const program = execFile(process.execPath, [main, command, ...flags], {
    cwd: directory,
    env: {
      ...env,
      APPROW_HOST: pool.url,
      APPROW_USERPOOL_ID: pool.userPoolId,
      APPROW_USERPOOL_SECRET: pool.secret,
    },
  });
  let said = "";
  program.stderr?.on("data", (text: string) => (said += text));
  const [code] = (await once(program, "close")) as [number | null];
  if (code !== exitCode) throw new Error(`pulumi-approw ${command} ended with ${String(code)}:\n${said}`);
}
