import { execFile } from "node:child_process";
import { promisify } from "node:util";

import { z } from "zod";

import { CommandError } from "./failure.js";
import type { Surroundings } from "./surroundings.js";

const runFile = promisify(execFile);

const stackConfig = z.record(z.string(), z.looseObject({ value: z.string().optional() }));

/** The Pulumi CLI on PATH, in the directory of a project. Nothing that it is called for changes a stack. */
export class PulumiCli {
  readonly #surroundings: Pick<Surroundings, "cwd" | "env">;

  constructor(surroundings: Pick<Surroundings, "cwd" | "env">) {
    this.#surroundings = surroundings;
  }

  /** The name of the stack that is selected in the project. */
  async selectedStack(): Promise<string> {
    return (await this.#ask(["stack", "--show-name"])).trim().split("\n").at(-1) ?? "";
  }

  /** The state of a stack as JSON. Secrets in it are encrypted unless they are to be shown. */
  async exportStack(stack: string, { showSecrets }: { showSecrets: boolean }): Promise<string> {
    return jsonIn(
      await this.#ask(["stack", "export", "--stack", stack, ...(showSecrets ? ["--show-secrets"] : [])]),
    );
  }

  /** The configuration of a stack by `namespace:key`. Secret values are included only when they are to be decrypted. */
  async config(stack: string, { showSecrets }: { showSecrets: boolean }): Promise<Map<string, string>> {
    const flags = showSecrets ? ["--show-secrets"] : [];
    const text = await this.#ask(["config", "--json", "--stack", stack, ...flags]);
    const entries = Object.entries(parseConfig(stack, jsonIn(text)));
    return new Map(entries.flatMap(([key, { value }]) => (value === undefined ? [] : [[key, value]])));
  }

  /**
   * What the next `pulumi up` would do, as JSON. A program that fails is in it too. Secrets in it are masked.
   *
   * @throws CommandError when there is no preview at all
   */
  async preview(stack: string, { refresh }: { refresh: boolean }): Promise<string> {
    const args = ["preview", "--json", "--stack", stack, ...(refresh ? ["--refresh"] : [])];
    try {
      return jsonIn(await this.#ask(args));
    } catch (error) {
      const { cause } = error instanceof Error ? error : {};
      const stdout = cause instanceof Error && "stdout" in cause ? jsonIn(String(cause.stdout)) : "";
      if (stdout.trimStart().startsWith("{")) return stdout;
      throw error;
    }
  }

  async #ask(args: readonly string[]): Promise<string> {
    const { cwd, env } = this.#surroundings;
    try {
      const { stdout } = await runFile("pulumi", [...args, "--non-interactive", "--color", "never"], {
        cwd,
        env: { ...env, PULUMI_SKIP_UPDATE_CHECK: "true" },
        // A state has about a kilobyte for each resource, and all of it is needed.
        maxBuffer: Infinity,
      });
      return stdout;
    } catch (cause) {
      throw new CommandError(explain(args, cause), { cause });
    }
  }
}

/** Plugins and wrappers of the CLI print warnings on stdout too, ahead of the output. */
function jsonIn(text: string): string {
  return text.slice(Math.max(0, text.search(/^\s*\{/mu)));
}

/** The text may hold secrets, and so may the message of a parser about it. */
function parseConfig(stack: string, text: string): z.infer<typeof stackConfig> {
  try {
    return stackConfig.parse(JSON.parse(text));
  } catch {
    throw new CommandError(`the output of \`pulumi config --json --stack ${stack}\` is not a configuration`);
  }
}

/** What the CLI reports on stderr. Its stdout may hold secrets and is left out. */
function explain(args: readonly string[], cause: unknown): string {
  const hasCode = cause instanceof Error && "code" in cause;
  if (hasCode && cause.code === "ENOENT")
    return "the Pulumi CLI is not on PATH: install it, or pass what it exported in files (see --help)";
  const stderr = cause instanceof Error && "stderr" in cause ? String(cause.stderr) : "";
  const reason = /^error: (?<reason>.+)$/mu.exec(stderr)?.groups?.["reason"] ?? "failed without a message";
  return `pulumi ${args.join(" ")}: ${reason}`;
}
