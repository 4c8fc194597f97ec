import { spawn, type ChildProcessByStdio } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";
import type { Readable } from "node:stream";
import { readEventLog, type EventLog } from "./events.js";
import { descendantsOf, type ProcessEntry } from "./processes.js";

/** How a command of the Pulumi CLI ended. */
export interface RunResult extends EventLog {
  /** The exit code, or null if a signal ended the CLI. With `--expect-no-changes`, it is 7 if there were changes. */
  code: number | null;
  stdout: string;
  stderr: string;
}

/** The surroundings of a command. */
export interface RunSettings {
  directory: string;
  env: NodeJS.ProcessEnv;
  /** The file of its event log, if it writes one. */
  eventLog?: string;
  /** Kills the command when aborted. */
  signal?: AbortSignal;
  /** Called with each line of the output as it arrives. */
  onLine?: (line: string) => void;
}

/** The host of dynamic resources, or the bundle of the plugin. */
const providerCommand = /dynamic-provider|plugin[\\/]provider\.js/u;

/** One command of the Pulumi CLI. Unlike one of the Automation API, it can be killed, and so can its provider. */
export class Run {
  readonly #child: ChildProcessByStdio<null, Readable, Readable>;
  #stdout = "";
  #stderr = "";
  #ended = false;
  /** Resolves when the CLI has ended, whatever its exit code is. */
  readonly result: Promise<RunResult>;

  constructor(command: string, args: readonly string[], settings: RunSettings) {
    this.#child = spawn(command, args, {
      cwd: settings.directory,
      env: settings.env,
      stdio: ["ignore", "pipe", "pipe"],
    });
    this.#child.stdout.setEncoding("utf8").on("data", (text: string) => (this.#stdout += text));
    this.#child.stderr.setEncoding("utf8").on("data", (text: string) => (this.#stderr += text));
    const { onLine } = settings;
    if (onLine) createInterface({ input: this.#child.stdout }).on("line", onLine);
    this.result = this.#end(settings.eventLog, settings.signal);
  }

  /** The output so far. */
  get output(): string {
    return this.#stdout + this.#stderr;
  }

  /** Resolves when the output contains `text`; rejects when the command ends before that. */
  async until(text: string): Promise<void> {
    while (!this.output.includes(text)) {
      if (this.#ended)
        throw new Error(`pulumi ended before it wrote ${JSON.stringify(text)}:\n${this.output}`);
      await sleep(10);
    }
  }

  /** Acts like Ctrl-C in a terminal: the engine finishes the operations that it has started, and starts no more. */
  interrupt(): void {
    this.#child.kill("SIGINT");
  }

  /** Kills the engine and every process that it started. */
  async kill(): Promise<void> {
    const family = await this.#descendants();
    this.#child.kill("SIGKILL");
    killNow(family);
    await this.result;
  }

  /** Kills only the engine, and returns the providers that it leaves behind. */
  async killEngine(): Promise<ProcessEntry[]> {
    const providers = await this.#providers();
    this.#child.kill("SIGKILL");
    await this.result;
    return providers;
  }

  /** Kills only the providers. */
  async killProvider(): Promise<void> {
    killNow(await this.#providers());
  }

  /** The processes that manage resources: those that host dynamic resources, and those of the plugin. */
  async #providers(): Promise<ProcessEntry[]> {
    const family = await this.#descendants();
    const providers = family.filter(({ command }) => providerCommand.test(command));
    if (providers.length === 0) throw new Error("no provider is running");
    return providers;
  }

  async #descendants(): Promise<ProcessEntry[]> {
    return this.#child.pid === undefined ? [] : descendantsOf(this.#child.pid);
  }

  async #end(eventLog?: string, signal?: AbortSignal): Promise<RunResult> {
    const kill = (): void => void this.kill();
    if (signal?.aborted) kill();
    signal?.addEventListener("abort", kill);
    await once(this.#child, "close");
    signal?.removeEventListener("abort", kill);
    this.#ended = true;
    const log = eventLog === undefined ? { changeSummary: {}, steps: [] } : await readEventLog(eventLog);
    return { code: this.#child.exitCode, stdout: this.#stdout, stderr: this.#stderr, ...log };
  }
}

function killNow(processes: readonly ProcessEntry[]): void {
  for (const { id } of processes) {
    try {
      process.kill(id, "SIGKILL");
    } catch (cause) {
      const isGone = cause instanceof Error && "code" in cause && cause.code === "ESRCH";
      if (!isGone) throw cause;
    }
  }
}
