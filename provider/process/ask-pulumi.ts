import { execFile } from "node:child_process";
import { promisify } from "node:util";

const run = promisify(execFile);

/**
 * What the Pulumi CLI on PATH answers, in the directory of the program. Nothing that it is asked changes a stack.
 *
 * @throws Error with the CLI's own reason, without its output, which may hold secrets
 */
export async function askPulumi(args: readonly string[]): Promise<string> {
  const env = { ...process.env, PULUMI_SKIP_UPDATE_CHECK: "true" };
  const flags = ["--non-interactive", "--color", "never"];
  try {
    const { stdout } = await run("pulumi", [...args, ...flags], { env, maxBuffer: Infinity });
    return stdout;
  } catch (cause) {
    throw new Error(`pulumi ${args.slice(0, 2).join(" ")}: ${reasonOf(cause)}`, { cause });
  }
}

function reasonOf(cause: unknown): string {
  if (!(cause instanceof Error)) return String(cause);
  if ("code" in cause && cause.code === "ENOENT") return "the Pulumi CLI is not on PATH";
  const stderr = "stderr" in cause ? String(cause.stderr) : "";
  return /^error: (?<reason>.+)$/mu.exec(stderr)?.groups?.["reason"] ?? "failed without a message";
}
