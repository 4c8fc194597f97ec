import { spawn, type ChildProcessByStdio } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";
import type { Readable, Writable } from "node:stream";
import { readEventLog, type EventLog } from "./events.js";
import { descendantsOf } from "./processes.js";

/** How a command of the Pulumi CLI ended. */
export interface RunResult extends EventLog {
  /** Exit code; null when a signal ended the CLI. `--expect-no-changes` makes it 7 when there were changes. */
  code: number | null;
  stdout: string;
  stderr: string;
}

/** What a command needs besides its arguments. */
export interface RunSettings {
  directory: string;
  env: NodeJS.ProcessEnv;
  /** Written to the command's input, for what must not show among the arguments of a process. */
  input?: string;
  /** Where the command writes its event log, when it has one. */
  eventLog?: string;
  /** Kills the command when it is aborted. */
  signal?: AbortSignal;
  /** Called with each line of the output as it comes. */
  onLine?: (line: string) => void;
}

/** One command of the Pulumi CLI, from its start to its end. */
export class Run {
  readonly #child: ChildProcessByStdio<Writable, Readable, Readable>;
  #stdout = "";
  #stderr = "";
  #ended = false;
  /** Resolves when the CLI has ended, however it ended. */
  readonly result: Promise<RunResult>;

  constructor(command: string, args: readonly string[], settings: RunSettings) {
    this.#child = spawn(command, args, {
      cwd: settings.directory,
      env: settings.env,
      stdio: ["pipe", "pipe", "pipe"],
    });
    this.#child.stdout.setEncoding("utf8").on("data", (text: string) => (this.#stdout += text));
    this.#child.stderr.setEncoding("utf8").on("data", (text: string) => (this.#stderr += text));
    const { onLine } = settings;
    if (onLine) createInterface({ input: this.#child.stdout }).on("line", onLine);
    this.result = this.#end(settings.eventLog, settings.signal);
    this.#child.stdin.end(settings.input ?? "");
  }

  /** Everything that the command has written so far. */
  get output(): string {
    return this.#stdout + this.#stderr;
  }

  /** Resolves when the output holds `text`; rejects when the command ends before that. */
  async until(text: string): Promise<void> {
    while (!this.output.includes(text)) {
      if (this.#ended)
        throw new Error(`pulumi ended before it wrote ${JSON.stringify(text)}:\n${this.output}`);
      await sleep(10);
    }
  }

  /** What Ctrl-C in a terminal does: the engine lets what has begun end, and starts nothing more. */
  interrupt(): void {
    this.#child.kill("SIGINT");
  }

  /** Kills the engine and everything that it started, at once. */
  async kill(): Promise<void> {
    const family = await this.#descendants();
    this.#child.kill("SIGKILL");
    family.forEach((entry) => {
      killNow(entry.id);
    });
    await this.result;
  }

  /** Kills the process that hosts the dynamic resources, and leaves the engine to find out. */
  async killProvider(): Promise<void> {
    const hosts = (await this.#descendants()).filter((entry) => entry.command.includes("dynamic-provider"));
    if (hosts.length === 0) throw new Error("no host of dynamic resources runs now");
    hosts.forEach((entry) => {
      killNow(entry.id);
    });
  }

  async #descendants(): ReturnType<typeof descendantsOf> {
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

function killNow(id: number): void {
  try {
    process.kill(id, "SIGKILL");
  } catch (cause) {
    const isGone = cause instanceof Error && "code" in cause && cause.code === "ESRCH";
    if (!isGone) throw cause;
  }
}
