import { mkdir, mkdtemp, readdir, readFile, realpath, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parse, stringify } from "yaml";
import { z } from "zod";
import { findPulumiCli, type PulumiCli } from "../pulumi/find-cli.mjs";
import { engineEnvironment } from "./environment.js";
import { type KeyService, serveKeys } from "./key-service.js";
import { makeOrCopy } from "./new-stack.js";
import { type ProgramServer, serveProgram } from "./program-server.mjs";
import { writeProjectFile } from "./project.js";
import { Run, type RunResult } from "./run.js";

export interface StackOptions {
  /** Pool of the program: it holds a Pulumi.yaml, and the program runs there. */
  program: string;
  /** Such as `{ "approw:host": url }`. */
  config?: Record<string, string>;
  /** Configuration that is encrypted in the stack's settings. */
  secrets?: Record<string, string>;
  /** Added to the environment of every command. */
  env?: NodeJS.ProcessEnv;
  /** Default "test". */
  name?: string;
  /**
   * Run the program in this process, as the Automation API runs an inline program, and not in one of its own: a
   * package of CommonJS. The key of the stack's secrets comes from a service then, and not from a passphrase.
   */
  inProcess?: boolean;
  /** Kills what runs, and whatever is started after, when it is aborted. */
  signal?: AbortSignal;
  /** Called with each line that the engine writes, as it comes. */
  onLine?: (line: string) => void;
}

const resource = z.looseObject({
  urn: z.string(),
  type: z.string(),
  id: z.string().optional(),
  inputs: z.record(z.string(), z.unknown()).default({}),
  outputs: z.record(z.string(), z.unknown()).default({}),
});
const deployment = z.looseObject({
  resources: z.array(resource).default([]),
  pending_operations: z.array(z.looseObject({ type: z.string() })).default([]),
});
/** A stack to which nothing has happened yet has no `latest`. */
const stateFile = z.looseObject({
  checkpoint: z.looseObject({ latest: deployment.prefault({}) }),
});
const settingsFile = z.looseObject({ config: z.record(z.string(), z.unknown()).default({}) });

/** What `pulumi stack export` writes as the `deployment`. Secrets in it are encrypted. */
export type StackState = z.infer<typeof deployment>;

/** A command of the CLI failed that was not the matter of the run. */
class EngineError extends Error {
  override readonly name = "EngineError";
}

let knownCli: PulumiCli | undefined;

/**
 * The CLI for stacks, looked for once, since to find it means to start it.
 *
 * @throws Error when no Pulumi CLI is there; `npm test` and `npm start` get one.
 */
export function pulumiCli(): PulumiCli {
  knownCli ??= findPulumiCli();
  if (knownCli === undefined)
    throw new EngineError("no Pulumi CLI is on PATH or in the cache: npm test gets one");
  return knownCli;
}

/**
 * A stack that is thrown away: state, settings and Pulumi's home are in a temporary directory, so that stacks may run
 * side by side, and no account is asked. Call `dispose` at the end.
 *
 * @throws Error when no Pulumi CLI is there; `npm test` and `npm start` get one.
 */
export async function createStack(options: StackOptions): Promise<Stack> {
  const cli = pulumiCli();
  const workspace = await realpath(await mkdtemp(join(tmpdir(), "approw-stack-")));
  await mkdir(join(workspace, "state"));
  const stack = new Stack(cli, workspace, options);
  try {
    if (options.inProcess) await stack.serve();
    const project = await writeProjectFile(workspace, options.program);
    const settings = `Pulumi.${stack.name}.yaml`;
    const kind = JSON.stringify([project, stack.name, options.secrets, options.inProcess]);
    await makeOrCopy(kind, { workspace, settings }, async () => {
      await stack.make();
      await stack.configure({}, options.secrets);
    });
    await addConfig(join(workspace, settings), options.config);
  } catch (cause) {
    await stack.dispose();
    throw cause;
  }
  return stack;
}

/** Does in the settings file what a command of the CLI would. */
async function addConfig(file: string, config: Record<string, string> = {}): Promise<void> {
  const settings = settingsFile.parse(parse(await readFile(file, "utf8")));
  await writeFile(file, stringify({ ...settings, config: { ...settings.config, ...config } }));
}

export class Stack {
  readonly name: string;
  readonly #cli: PulumiCli;
  readonly #workspace: string;
  readonly #options: StackOptions;
  readonly #running = new Set<Run>();
  #program: string;
  #server: ProgramServer | undefined;
  #keys: KeyService | undefined;
  #runs = 0;

  constructor(cli: PulumiCli, workspace: string, options: StackOptions) {
    this.name = options.name ?? "test";
    this.#cli = cli;
    this.#workspace = workspace;
    this.#options = options;
    this.#program = options.program;
  }

  /** From now on, the program runs in this process, and the keys of the stack are here too. */
  async serve(): Promise<void> {
    this.#server = await serveProgram(() => this.#program);
    this.#keys = await serveKeys();
  }

  /** Makes the stack, which is done once. */
  async make(): Promise<void> {
    const provider = this.#keys === undefined ? [] : ["--secrets-provider", this.#keys.provider];
    await this.must(["stack", "new", ...provider]);
  }

  /** Runs `pulumi up` without a preview; `--skip-preview=false` among the flags brings it back. */
  up(...flags: string[]): Promise<RunResult> {
    return this.start("up", ...flags).result;
  }

  preview(...flags: string[]): Promise<RunResult> {
    return this.start("preview", ...flags).result;
  }

  refresh(...flags: string[]): Promise<RunResult> {
    return this.start("refresh", ...flags).result;
  }

  destroy(...flags: string[]): Promise<RunResult> {
    return this.start("destroy", ...flags).result;
  }

  /** Starts a command of the engine and does not wait for its end, so that it can be interrupted or killed. */
  start(command: "up" | "preview" | "refresh" | "destroy", ...flags: string[]): Run {
    const eventLog = join(this.#workspace, `events-${++this.#runs}.log`);
    const approval =
      command === "preview" || flags.includes("--preview-only") ? [] : ["--yes", "--skip-preview"];
    const client = this.#server === undefined ? [] : ["--client", this.#server.address];
    return this.#run([command, ...approval, ...client, "--event-log", eventLog, ...flags], { eventLog });
  }

  /** Any other command, such as `["import", "--file", file]`. */
  command(args: readonly string[], input?: string): Promise<RunResult> {
    return this.#run(args, input === undefined ? {} : { input }).result;
  }

  /** A command that the rest builds on. @throws EngineError with the output when it fails. */
  async must(args: readonly string[], input?: string): Promise<RunResult> {
    const result = await this.command(args, input);
    if (result.code === 0) return result;
    throw new EngineError(
      `pulumi ${args.join(" ")} ended with ${result.code}:\n${result.stdout}${result.stderr}`,
    );
  }

  async configure(config: Record<string, string>, secrets: Record<string, string> = {}): Promise<void> {
    const plain = Object.entries(config).flatMap(([key, value]) => ["--plaintext", `${key}=${value}`]);
    if (plain.length > 0) await this.must(["config", "set-all", ...plain]);
    for (const [key, value] of Object.entries(secrets))
      await this.must(["config", "set", "--secret", key], value);
  }

  /** Goes on with the program in another directory: another checkout, or the next version of the program. */
  async useProgram(directory: string): Promise<void> {
    await writeProjectFile(this.#workspace, directory);
    this.#program = directory;
  }

  /** The state as the engine has last written it, without a command of the CLI. */
  async state(): Promise<StackState> {
    return stateFile.parse(JSON.parse(await this.readStateFile())).checkpoint.latest;
  }

  /** What the engine has last written of the state, as it stands on the disk. */
  async readStateFile(): Promise<string> {
    const stacks = join(this.#workspace, "state", ".pulumi", "stacks");
    const files = await readdir(stacks, { recursive: true });
    const [file] = files.filter((path) => path.endsWith(`${this.name}.json`));
    if (file === undefined) throw new EngineError(`there is no state of the stack ${this.name}`);
    return await readFile(join(stacks, file), "utf8");
  }

  /**
   * Kills what still runs and removes the stack's directory. What the program made elsewhere stays: `destroy` removes
   * that.
   */
  async dispose(): Promise<void> {
    await Promise.all([...this.#running].map((run) => run.kill()));
    this.#server?.close();
    this.#keys?.close();
    await rm(this.#workspace, { recursive: true, force: true, maxRetries: 3 });
  }

  #run(args: readonly string[], extra: { eventLog?: string; input?: string }): Run {
    const { env, signal, onLine } = this.#options;
    const everywhere = ["--non-interactive", "--color", "never", "--stack", this.name];
    const run = new Run(this.#cli.command, [...args, ...everywhere], {
      directory: this.#workspace,
      env: { ...engineEnvironment(this.#cli, this.#workspace), ...this.#keys?.env, ...env },
      ...(signal && { signal }),
      ...(onLine && { onLine }),
      ...extra,
    });
    this.#running.add(run);
    const forget = (): void => void this.#running.delete(run);
    run.result.then(forget, forget);
    return run;
  }
}
