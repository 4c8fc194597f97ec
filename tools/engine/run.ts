import { spawn, type ChildProcessByStdio } from "node:child_process";
import { once } from "node:events";
import { readFile } from "node:fs/promises";
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
  /** The CPU time of the command and of all processes that it started, where it was measured. */
  cpuSeconds?: number;
}

/** The surroundings of a command. */
export interface RunSettings {
  directory: string;
  env: NodeJS.ProcessEnv;
  /** The file of its event log, if it writes one. */
  eventLog?: string;
  /** Measures the CPU time with a shell, which writes to this file. A signal then reaches the shell only. */
  cpuFile?: string;
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
    const [program, ...parts] =
      settings.cpuFile === undefined ? [command] : inShell(command, settings.cpuFile);
    this.#child = spawn(program, [...parts, ...args], {
      cwd: settings.directory,
      env: settings.env,
      stdio: ["ignore", "pipe", "pipe"],
    });
    this.#child.stdout.setEncoding("utf8").on("data", (text: string) => (this.#stdout += text));
    this.#child.stderr.setEncoding("utf8").on("data", (text: string) => (this.#stderr += text));
    const { onLine } = settings;
    if (onLine) createInterface({ input: this.#child.stdout }).on("line", onLine);
    this.result = this.#end(settings);
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

  async #end({ eventLog, signal, cpuFile }: RunSettings): Promise<RunResult> {
    const kill = (): void => void this.kill();
    if (signal?.aborted) kill();
    signal?.addEventListener("abort", kill);
    await once(this.#child, "close");
    signal?.removeEventListener("abort", kill);
    this.#ended = true;
    const log = eventLog === undefined ? { changeSummary: {}, steps: [] } : await readEventLog(eventLog);
    const cpu = cpuFile === undefined ? {} : { cpuSeconds: cpuSecondsIn(await readFile(cpuFile, "utf8")) };
    return { code: this.#child.exitCode, stdout: this.#stdout, stderr: this.#stderr, ...log, ...cpu };
  }
}

/** A shell that runs a command and then writes the time of its children. */
function inShell(command: string, cpuFile: string): [program: string, ...args: string[]] {
  return ["sh", "-c", '"$@"; code=$?; times > "$0"; exit $code', cpuFile, command];
}

/** The second line is that of the children: `0m1.23s 0m0.45s`, for the program and the system. */
function cpuSecondsIn(times: string): number {
  const [, children = ""] = times.split("\n");
  const parts = [...children.matchAll(/(\d+)m([\d.]+)s/gu)];
  return parts.reduce((sum, [, minutes, seconds]) => sum + Number(minutes) * 60 + Number(seconds), 0);
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
