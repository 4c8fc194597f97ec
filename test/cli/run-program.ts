import { PassThrough } from "node:stream";

import { run } from "../../cli/program.js";
import type { Output, Surroundings } from "../../cli/surroundings.js";

/** How the program ended in the surroundings of a test. */
export interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface SurroundingsOptions extends Partial<
  Pick<Surroundings, "cwd" | "env" | "now" | "untilStopped">
> {
  /** The width of a terminal, when stdout and stderr are one. */
  readonly terminal?: number;
}

/** Runs the program without a process of its own. */
export async function runProgram(args: readonly string[], options: SurroundingsOptions = {}): Promise<Ended> {
  const [stdout, stderr] = [new Recorder(options.terminal), new Recorder(options.terminal)];
  const code = await run(args, {
    env: {},
    cwd: process.cwd(),
    now: () => new Date(),
    untilStopped: () => Promise.resolve(),
    ...options,
    stdout,
    stderr,
  });
  return { code, stdout: stdout.text, stderr: stderr.text };
}

/** Remembers what is written to it. */
class Recorder extends PassThrough implements Output {
  readonly isTTY: boolean;
  readonly columns: number | undefined;
  #text = "";

  constructor(terminal?: number) {
    super();
    this.isTTY = terminal !== undefined;
    this.columns = terminal;
    this.on("data", (chunk: Buffer) => (this.#text += chunk.toString("utf8")));
  }

  get text(): string {
    return this.#text;
  }
}
