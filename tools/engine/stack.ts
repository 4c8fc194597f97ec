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
  /** Directory of the program, which has a Pulumi.yaml. The program runs there. */
  program: string;
  /** Such as `{ "approw:host": url }`. */
  config?: Record<string, string>;
  /** Configuration that is encrypted in the stack's settings. */
  secrets?: Record<string, string>;
  /**
   * Directory for the state and the settings, which is removed at the end. That of the program makes it a project as a
   * user has it. Default: a temporary one, so that a program that stays is left as it is.
   */
  workspace?: string;
  /** Added to the environment of every command. */
  env?: NodeJS.ProcessEnv;
  /** Default "test". */
  name?: string;
  /** Run the program, which must be a CommonJS package, in this process, as the Automation API runs an inline program. */
  inProcess?: boolean;
  /** Take the key of the stack's secrets from a service instead of a passphrase, which is half of a small command. */
  keyService?: boolean;
  /** Measures the CPU time of each command of the engine. */
  measureCpu?: boolean;
  /** When aborted, kills the running commands and all that are started later. */
  signal?: AbortSignal;
  /** Called with each line of the engine's output as it arrives. */
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
/** A new stack has no `latest`. */
const stateFile = z.looseObject({
  checkpoint: z.looseObject({ latest: deployment.prefault({}) }),
});
const settingsFile = z.looseObject({ config: z.record(z.string(), z.unknown()).default({}) });

/** The `deployment` that `pulumi stack export` writes. Its secrets are encrypted. */
export type StackState = z.infer<typeof deployment>;

/** The Pulumi CLI is missing, or a command failed that prepares a run. */
class EngineError extends Error {
  override readonly name = "EngineError";
}

let knownCli: PulumiCli | undefined;

/**
 * The CLI for stacks. It is searched only once, because the search starts it.
 *
 * @throws EngineError when there is no Pulumi CLI; `npm test` and `npm start` install one
 */
export function pulumiCli(): PulumiCli {
  knownCli ??= findPulumiCli();
  if (knownCli === undefined)
    throw new EngineError("no Pulumi CLI was found on PATH or in the cache; run npm test to install one");
  return knownCli;
}

/**
 * Creates a temporary stack. Its state, its settings and Pulumi's home are in a temporary directory, so that stacks can
 * run in parallel and none needs an account. Call `dispose` at the end.
 *
 * @throws EngineError when there is no Pulumi CLI; `npm test` and `npm start` install one
 */
export async function createStack(options: StackOptions): Promise<Stack> {
  const cli = pulumiCli();
  const workspace = options.workspace ?? (await realpath(await mkdtemp(join(tmpdir(), "approw-stack-"))));
  await mkdir(join(workspace, "state"));
  const stack = new Stack(cli, workspace, options);
  try {
    if (options.inProcess) await stack.serveProgram();
    if (options.keyService) await stack.serveKeys();
    const project = await writeProjectFile(workspace, options.program);
    const settings = `Pulumi.${stack.name}.yaml`;
    const kind = JSON.stringify([project, stack.name, options.secrets, options.keyService]);
    await makeOrCopy(kind, { workspace, settings }, () => stack.make(options.secrets));
    await stack.configure(options.config);
  } catch (cause) {
    await stack.dispose();
    throw cause;
  }
  return stack;
}

/**
 * A stack of the Pulumi CLI, and the commands on it.
 *
 * The Automation API of `@pulumi/pulumi` cannot stand in for this class (seen with 3.248):
 * - After each `up` it starts three more commands, which read outputs and history, and after `refresh` and `destroy`
 *   one. They would add more than half to the 2 CPU seconds of a small run.
 * - Of a run that fails it keeps neither the exit code nor the output of each stream. Most tests assert both.
 * - It hides the process. A test can interrupt a run, but cannot kill it or its provider.
 * - Its commands inherit every variable of this process, and with them the developer's own account and user pool.
 *
 * Three parts of it are used: the server of inline programs (`program-server.mjs`), the declaration of the events
 * (`events.ts`) and the installation of the CLI (`tools/pulumi/run-installer.mjs`).
 */
export class Stack {
  readonly name: string;
  /** Where the commands run: the directory with the project file and the settings. */
  readonly directory: string;
  readonly #cli: PulumiCli;
  readonly #options: StackOptions;
  readonly #running = new Set<Run>();
  #program: string;
  #server: ProgramServer | undefined;
  #keys: KeyService | undefined;
  #runs = 0;

  constructor(cli: PulumiCli, workspace: string, options: StackOptions) {
    this.name = options.name ?? "test";
    this.#cli = cli;
    this.directory = workspace;
    this.#options = options;
    this.#program = options.program;
  }

  /** The environment of the commands. */
  get env(): NodeJS.ProcessEnv {
    return { ...engineEnvironment(this.#cli, this.directory), ...this.#keys?.env, ...this.#options.env };
  }

  /** From now on, the program runs in this process. */
  async serveProgram(): Promise<void> {
    this.#server = await serveProgram(() => this.#program);
  }

  /** From now on, this process serves the keys of the stack. */
  async serveKeys(): Promise<void> {
    this.#keys = await serveKeys();
  }

  /** Creates the stack with its encrypted configuration. */
  async make(secrets: Record<string, string> = {}): Promise<void> {
    const provider = this.#keys === undefined ? [] : ["--secrets-provider", this.#keys.provider];
    await this.must(["stack", "new", ...provider]);
    const pairs = Object.entries(secrets).flatMap(([key, value]) => ["--secret", `${key}=${value}`]);
    if (pairs.length > 0) await this.must(["config", "set-all", ...pairs]);
  }

  /** Runs `pulumi up` without a preview; `--skip-preview=false` among the flags brings it back. */
  up(...flags: string[]): Promise<RunResult> {
    return this.start("up", ...flags).result;
  }

  destroy(...flags: string[]): Promise<RunResult> {
    return this.start("destroy", ...flags).result;
  }

  /** Starts a command of the engine without waiting for its end, so that it can be interrupted or killed. */
  start(command: "up" | "preview" | "refresh" | "destroy", ...flags: string[]): Run {
    const eventLog = join(this.directory, `events-${++this.#runs}.log`);
    const approval =
      command === "preview" || flags.includes("--preview-only") ? [] : ["--yes", "--skip-preview"];
    const client = this.#server === undefined ? [] : ["--client", this.#server.address];
    return this.#run([command, ...approval, ...client, "--event-log", eventLog, ...flags], eventLog);
  }

  /**
   * Runs any other command, such as `["cancel", "--yes"]`.
   *
   * @throws EngineError with the output when it fails
   */
  async must(args: readonly string[]): Promise<RunResult> {
    const result = await this.#run(args).result;
    if (result.code === 0) return result;
    // The arguments may have secrets.
    const command = `pulumi ${args.slice(0, 2).join(" ")}`;
    throw new EngineError(`${command} ended with ${result.code}:\n${result.stdout}${result.stderr}`);
  }

  /** Writes to the settings file what `pulumi config set-all --plaintext` would, without that command. */
  async configure(config: Record<string, string> = {}): Promise<void> {
    const file = join(this.directory, `Pulumi.${this.name}.yaml`);
    const settings = settingsFile.parse(parse(await readFile(file, "utf8")));
    await writeFile(file, stringify({ ...settings, config: { ...settings.config, ...config } }));
  }

  /** Continues with the program in another directory: another checkout, or the next version of the program. */
  async useProgram(directory: string): Promise<void> {
    await writeProjectFile(this.directory, directory);
    this.#program = directory;
  }

  /** The state that the engine wrote last, without a command of the CLI. */
  async state(): Promise<StackState> {
    return stateFile.parse(JSON.parse(await this.readStateFile())).checkpoint.latest;
  }

  /** The file with that state. */
  async readStateFile(): Promise<string> {
    const stacks = join(this.directory, "state", ".pulumi", "stacks");
    const files = await readdir(stacks, { recursive: true });
    const [file] = files.filter((path) => path.endsWith(`${this.name}.json`));
    if (file === undefined) throw new EngineError(`there is no state of the stack ${this.name}`);
    return await readFile(join(stacks, file), "utf8");
  }

  /** Kills running commands and removes the stack's directory. Users that the program created stay in the pool. */
  async dispose(): Promise<void> {
    await Promise.all([...this.#running].map((run) => run.kill()));
    this.#server?.close();
    this.#keys?.close();
    await rm(this.directory, { recursive: true, force: true, maxRetries: 3 });
  }

  #run(args: readonly string[], eventLog?: string): Run {
    const { signal, onLine } = this.#options;
    const everywhere = ["--non-interactive", "--color", "never", "--stack", this.name];
    const run = new Run(this.#cli.command, [...args, ...everywhere], {
      directory: this.directory,
      env: this.env,
      ...(signal && { signal }),
      ...(onLine && { onLine }),
      ...(eventLog !== undefined && { eventLog }),
      ...(this.#options.measureCpu && { cpuFile: join(this.directory, `cpu-${this.#runs}`) }),
    });
    this.#running.add(run);
    const forget = (): void => void this.#running.delete(run);
    run.result.then(forget, forget);
    return run;
  }
}
