import { createEmulator, type Emulator, type EmulatorOptions } from "../emulator/index.js";
import type { TemporaryProgram } from "../tools/engine/program.js";
import { createStack, type Stack, type StackState } from "../tools/engine/stack.js";
import {
  type Candidate,
  everyone,
  resourceCount,
  role,
  type Roster,
  teamOf,
  writeCandidate,
} from "./candidate.js";
import { MemoryWatch } from "./memory-watch.js";

export type Command = "up" | "refresh" | "destroy" | "preview";

/** What one command of the engine took and changed. */
export interface Reading {
  readonly seconds: number;
  /** The CPU time of the engine and of all processes that it starts, where it was measured. */
  readonly cpuSeconds: number | undefined;
  /** Requests that arrived at the service, including logins. */
  readonly requests: number;
  readonly byOperation: Readonly<Record<string, number>>;
  /** Requests answered with HTTP 429. */
  readonly throttled: number;
  /** The peak memory of the provider process in MiB; undefined where it cannot be measured. */
  readonly providerMiB: number | undefined;
  /** How many resources had each operation, as the engine sums it up. */
  readonly changes: Readonly<Record<string, number>>;
}

export interface ArenaOptions {
  readonly emulator?: EmulatorOptions;
  /** Configuration of the stack beside the user pool. */
  readonly config?: Record<string, string>;
  /** What the program declares instead of the roster. */
  readonly declaration?: string;
  readonly measureCpu?: boolean;
}

const skipCheckpoints = "PULUMI_SKIP_CHECKPOINTS";

/** A user pool, a program of a candidate and a stack of the real engine, all deleted at the end. */
export class Arena {
  private constructor(
    readonly emulator: Emulator,
    readonly roster: Roster,
    private readonly program: TemporaryProgram,
    private readonly stack: Stack,
    private readonly environment: NodeJS.ProcessEnv,
  ) {}

  static async open(candidate: Candidate, roster: Roster, options: ArenaOptions = {}): Promise<Arena> {
    const teams = Array.from({ length: roster.teams ?? 1 }, (_, index) => teamOf(index, roster));
    const seed = { groups: [everyone, ...teams].map((code) => ({ code })), roles: [{ code: role }] };
    const emulator = await createEmulator({ seed, ...options.emulator });
    const program = await writeCandidate(candidate, roster, options.declaration);
    const environment: NodeJS.ProcessEnv = {};
    const stack = await createStack({
      program: program.directory,
      config: { "approw:userPoolId": emulator.userPoolId, "approw:host": emulator.url, ...options.config },
      secrets: { "approw:secret": emulator.secret },
      env: environment,
      ...(options.measureCpu && { measureCpu: true }),
    });
    return new Arena(emulator, roster, program, stack, environment);
  }

  /** Runs one command, which must succeed. */
  async run(command: Command, ...flags: string[]): Promise<Reading> {
    const { counters } = this.emulator;
    counters.reset();
    const memory = new MemoryWatch();
    const startMs = performance.now();
    const { code, stdout, stderr, changeSummary, cpuSeconds } = await this.stack.start(command, ...flags)
      .result;
    const seconds = (performance.now() - startMs) / 1000;
    const providerMiB = memory.stop();
    if (code !== 0) throw new Error(`pulumi ${command} ended with ${code}:\n${stdout}${stderr}`);
    return {
      seconds,
      cpuSeconds,
      requests: counters.total(),
      byOperation: counters.byOperation(),
      throttled: counters.throttled(),
      providerMiB,
      changes: changeSummary,
    };
  }

  /** The same, but the engine writes its state once at the end. Writing it after every step is most of a run's time. */
  async runWithoutCheckpoints(command: Command, ...flags: string[]): Promise<Reading> {
    this.environment[skipCheckpoints] = "true";
    try {
      return await this.run(command, ...flags);
    } finally {
      this.environment[skipCheckpoints] = undefined;
    }
  }

  /** Bytes of the whole state, divided by the number of resources that the program declares. */
  async stateBytesPerResource(): Promise<number> {
    return (await this.stateBytes()) / resourceCount(this.roster);
  }

  async stateBytes(): Promise<number> {
    return Buffer.byteLength(JSON.stringify(await this.state()));
  }

  async state(): Promise<StackState> {
    return await this.stack.state();
  }

  async close(): Promise<void> {
    await this.stack.dispose();
    await this.program.remove();
    await this.emulator.close();
  }
}

/** Passes an arena to `use` and closes it afterwards, even after a failure. */
export async function inArena<Result>(
  [candidate, roster, options]: Parameters<typeof Arena.open>,
  use: (arena: Arena) => Promise<Result>,
): Promise<Result> {
  const arena = await Arena.open(candidate, roster, options);
  try {
    return await use(arena);
  } finally {
    await arena.close();
  }
}
