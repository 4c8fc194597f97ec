import { setImmediate as nextTick } from "node:timers/promises";

import { type Properties, resourceNameKey } from "../../model/rules/record.js";
import { OperationError } from "../../provider/operation-error.js";
import type { Manager } from "../../provider/process/stack-state.js";
import { check, type Session } from "../../provider/session.js";
import { contextOf } from "./handler-context.js";
import type { Kept } from "./small-engine.js";
import type { Pool } from "./start-pool.js";

type ContextOptions = Parameters<typeof contextOf>[1];

export interface UpOptions {
  /** How many operations run at once. With 1, a resource is checked after the one before it is done, as by Node's SDK. */
  readonly parallel?: number;
  /** Continues after a failure, also with deletions. */
  readonly continueOnError?: boolean;
  readonly context?: ContextOptions;
}

interface KeptUser extends Kept {
  readonly isProtected?: boolean;
  readonly isLeftOut?: boolean;
}

/** The users of one stack, in the order in which the engine runs them. Creations and updates precede all deletions. */
export class SmallStack {
  readonly kept = new Map<string, KeptUser>();

  constructor(private readonly pool: Pool) {}

  /** Runs a program to its end, and returns the failures by the name of the resource. */
  async up(
    program: Readonly<Record<string, Properties>>,
    options: UpOptions = {},
  ): Promise<Map<string, string>> {
    const { parallel = 16, continueOnError = false, context } = options;
    const { session } = contextOf(this.pool, { stack: this.#asRecorded(), ...context });
    const failures = new Map<string, string>();
    const workers = new Workers(parallel);
    const attempt = async (name: string, work: () => Promise<void>): Promise<void> => {
      await work().catch((error: unknown) => {
        failures.set(name, error instanceof Error ? error.message : String(error));
        if (!(error instanceof OperationError) || error.kept === undefined) return;
        const { id, properties: outs } = error.kept;
        this.kept.set(name, { id, outs, inputs: program[name] ?? {}, isUnfinished: true });
      });
    };
    const isStopped = (): boolean => failures.size > 0 && !continueOnError;
    const steps: Promise<void>[] = [];
    for (const [name, news] of Object.entries(program)) {
      if (isStopped()) break;
      const step = attempt(name, async () => {
        const operation = this.#plan(session, name, news);
        if (operation !== undefined) await workers.run(operation);
      });
      steps.push(step);
      await (parallel === 1 ? step : nextTick());
    }
    await Promise.all(steps);
    const leavers = [...this.kept].filter(([name]) => program[name] === undefined);
    if (isStopped()) return failures;
    await Promise.all(
      leavers.map(([name, { id, outs }]) =>
        attempt(name, () =>
          workers.run(async () => {
            await session.delete("User", id, outs);
            this.kept.delete(name);
          }),
        ),
      ),
    );
    return failures;
  }

  /** Reads each user, as `pulumi refresh` does. */
  async refresh(): Promise<void> {
    const { session } = contextOf(this.pool, { stack: this.#asRecorded() });
    for (const [name, kept] of this.kept) {
      const read = await session.read("User", kept.id, kept.outs);
      if (read === "gone") this.kept.delete(name);
      else this.kept.set(name, { ...kept, outs: read.outs, inputs: read.inputs ?? kept.inputs });
    }
  }

  idOf(name: string): string {
    return this.kept.get(name)?.id ?? "";
  }

  /** Checks and compares a resource. Undefined where nothing is left to do. */
  #plan(session: Session, name: string, news: Properties): (() => Promise<void>) | undefined {
    const kept = this.kept.get(name);
    const named = { ...news, [resourceNameKey]: name };
    const { inputs, failures } = check("User", kept?.inputs ?? {}, named, () => session);
    if (failures.length > 0) throw new Error(failures.map(({ reason }) => reason).join("; "));
    if (kept === undefined) {
      return async () => {
        this.kept.set(name, { ...(await session.create("User", inputs)), inputs, isUnfinished: false });
      };
    }
    const { id, outs, isUnfinished } = kept;
    if (!session.diff("User", id, outs, inputs).changes && !isUnfinished) return undefined;
    return async () => {
      const updated = await session.update("User", id, outs, inputs);
      this.kept.set(name, { id, ...updated, inputs, isUnfinished: false });
    };
  }

  /** The record of the stack before the run. */
  #asRecorded(): { managerOf: (userId: string) => Promise<Manager | undefined> } {
    const managers = new Map(
      [...this.kept].map(
        ([name, { id, outs: state, isProtected: isKept = false, isLeftOut: mayBeLeftOut = false }]) => [
          id,
          {
            urn: `urn:pulumi:prod::people::pulumi-nodejs:dynamic/approw:User::${name}`,
            state,
            isKept,
            mayBeLeftOut,
          },
        ],
      ),
    );
    return { managerOf: (userId) => Promise.resolve(managers.get(userId)) };
  }
}

/** Runs so many operations at once, in the order in which they came. */
class Workers {
  readonly #queue: (() => void)[] = [];
  #free: number;

  constructor(count: number) {
    this.#free = count;
  }

  async run(operation: () => Promise<void>): Promise<void> {
    if (this.#free === 0) await new Promise<void>((resolve) => this.#queue.push(resolve));
    else this.#free -= 1;
    try {
      await operation();
    } finally {
      const next = this.#queue.shift();
      if (next === undefined) this.#free += 1;
      else next();
    }
  }
}
