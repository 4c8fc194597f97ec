import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "vitest";

import type { EmulatorOptions } from "../../emulator/index.js";
import { sparingEnvironment } from "../../tools/engine/environment.js";
import { readEventLog } from "../../tools/engine/events.js";
import { type TemporaryProgram, writeProgram, writeYamlProgram } from "../../tools/engine/program.js";
import type { Run, RunResult } from "../../tools/engine/run.js";
import { createStack, type Stack, type StackOptions, type StackState } from "../../tools/engine/stack.js";
import { openEmptyPool, openPool, type Pool } from "../support/start-pool.js";

export type Command = "up" | "preview" | "refresh" | "destroy";

/**
 * The start of every password in these tests, so that a leaked password is found anywhere. Encrypted values are base64
 * and cannot contain its dash. Alone it is too short for a password.
 */
export const passwordMark = "hush-";

export interface TrialOptions {
  /** The program uses the plugin, and is in this language. Default: the program is of Node.js, without the plugin. */
  readonly plugin?: "yaml" | "nodejs";
  /** Configuration of the stack besides the user pool, its secret and its host. */
  readonly config?: Record<string, string>;
  /** The place of those three: the stack's configuration (the default), the environment (as `AUTHING_*`), or none. */
  readonly connection?: "stack" | "environment" | "none";
  /** Configuration that is encrypted in the stack's settings, besides the pool's secret. */
  readonly secrets?: Record<string, string>;
  readonly emulator?: EmulatorOptions;
  /** The pool has no groups and roles. */
  readonly isEmpty?: boolean;
  /** Keeps the state and the settings in a directory apart from the program, which a test can then remove. */
  readonly apart?: boolean;
  /** Runs the program in its own process, which takes two seconds more per run. */
  readonly ownProcess?: boolean;
}

interface Parts {
  /** The directory of event logs. */
  readonly events: string;
  /** Makes a program of its body. */
  readonly complete: (body: string) => string;
}

/**
 * A user pool, a program and a stack of the real engine. Everything that a run writes, including its event log, and the
 * final state are searched for the pool's secret, tokens and passwords.
 */
export class Trial {
  /** The operations that the pool has served, in the order in which they ended. A test can empty the list. */
  readonly calls: string[];
  readonly pool: Pool;
  readonly program: TemporaryProgram;
  readonly stack: Stack;
  readonly #events: string;
  readonly #complete: (body: string) => string;
  #runs = 0;

  private constructor(parts: Pick<Trial, "calls" | "pool" | "program" | "stack"> & Parts) {
    ({ calls: this.calls, pool: this.pool, program: this.program, stack: this.stack } = parts);
    this.#events = parts.events;
    this.#complete = parts.complete;
  }

  /** `body` is the program; one of Node.js is without the import of the package, which is available as `approw`. */
  static async open(body: string, options: TrialOptions = {}): Promise<Trial> {
    const calls: string[] = [];
    const log = (line: string): void => void calls.push(line.split(" ")[1] ?? "");
    const pool = await (options.isEmpty === true ? openEmptyPool : openPool)({ ...options.emulator, log });
    const isYaml = options.plugin === "yaml";
    const complete = isYaml ? (text: string): string => text : withImport;
    const program = isYaml
      ? await writeYamlProgram(body)
      : await writeProgram(complete(body), { plugin: options.plugin !== undefined });
    const { config, secrets, env } = connect(pool, options.connection ?? "stack");
    const stack = await createStack({
      program: program.directory,
      ...(options.apart !== true && { workspace: program.directory }),
      config: { ...config, ...options.config },
      secrets: { ...secrets, ...options.secrets },
      env: { ...sparingEnvironment(), ...env },
      inProcess: !isYaml && options.ownProcess !== true,
      keyService: options.ownProcess !== true,
    });
    calls.length = 0;
    const events = await mkdtemp(join(tmpdir(), "approw-events-"));
    return new Trial({ calls, pool, program, stack, events, complete });
  }

  /** Replaces the program for the next run. */
  async write(body: string): Promise<void> {
    await this.program.write(this.#complete(body));
  }

  /** Runs a command to its end, whatever its exit code is. */
  async run(command: Command, ...flags: string[]): Promise<RunResult> {
    return await this.start(command, ...flags).result;
  }

  /** Runs a command that must succeed. */
  async must(command: Command, ...flags: string[]): Promise<RunResult> {
    const result = await this.run(command, ...flags);
    expect(result.code, result.stdout + result.stderr).toBe(0);
    return result;
  }

  /** Starts a command without waiting for its end, so that it can be interrupted or killed. */
  start(command: Command, ...flags: string[]): { readonly run: Run; readonly result: Promise<RunResult> } {
    const log = join(this.#events, `${++this.#runs}.log`);
    // The last one of two equal flags counts.
    const run = this.stack.start(command, ...flags, "--event-log", log);
    return { run, result: this.#examine(run, log) };
  }

  async state(): Promise<StackState> {
    const state = await this.stack.state();
    expect(this.#leaksIn(JSON.stringify(state))).toEqual([]);
    return state;
  }

  /** Searches the state a last time and cleans up. */
  async close(): Promise<void> {
    try {
      expect(this.#leaksIn(await this.stack.readStateFile())).toEqual([]);
    } finally {
      await this.stack.dispose();
      await this.program.remove();
      await rm(this.#events, { recursive: true });
      await this.pool.emulator.close();
    }
  }

  async #examine(run: Run, log: string): Promise<RunResult> {
    const result = await run.result;
    const events = await readShownEvents(log);
    expect(this.#leaksIn(result.stdout + result.stderr + events)).toEqual([]);
    return { ...result, ...(await readEventLog(log)) };
  }

  /** Each leak with a few characters around it. */
  #leaksIn(text: string): string[] {
    const token = "eyJ[\\w-]+\\.eyJ";
    const leak = `(?:${this.pool.emulator.secret}|${passwordMark}|${token})`;
    return text.match(new RegExp(`.{0,40}${leak}.{0,40}`, "gu")) ?? [];
  }
}

/** The names of the resources of a kind with one operation, such as `namesOf(result, "create", "User")`. */
export function namesOf(result: RunResult, op: string, kind: string): string[] {
  return result.steps
    .filter((step) => step.op === op && new RegExp(`approw:(?:index:)?${kind}$`, "u").test(step.type))
    .map(({ name }) => name)
    .sort();
}

type Connection = Pick<Required<StackOptions>, "config" | "env" | "secrets">;

function connect({ emulator }: Pool, place: NonNullable<TrialOptions["connection"]>): Connection {
  const { url, userPoolId, secret } = emulator;
  const nothing = { config: {}, secrets: {}, env: {} };
  if (place === "none") return nothing;
  if (place === "stack") {
    const config = { "approw:userPoolId": userPoolId, "approw:host": url };
    return { ...nothing, config, secrets: { "approw:secret": secret } };
  }
  const env = { AUTHING_USERPOOL_ID: userPoolId, AUTHING_USERPOOL_SECRET: secret, AUTHING_HOST: url };
  return { ...nothing, env };
}

/**
 * The event log without debug messages, or nothing if the run was killed. In debug messages, Pulumi's own SDK shows the
 * unencrypted inputs of every resource, whatever package it is from.
 */
async function readShownEvents(log: string): Promise<string> {
  const text = await readFile(log, "utf8").catch(() => "");
  return text
    .split("\n")
    .filter((line) => !line.includes('"severity":"debug"'))
    .join("\n");
}

function withImport(body: string): string {
  return `import * as approw from "pulumi-approw";\n${body}`;
}
