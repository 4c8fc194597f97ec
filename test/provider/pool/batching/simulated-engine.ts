import { vi } from "vitest";

import type { Activity } from "../../../../provider/pool/batching/activity.js";

/** One operation, and those that wait for its end. */
export class Operation {
  readonly dependents: Operation[] = [];
  #openDependencies = 0;

  constructor(
    readonly run: () => Promise<unknown>,
    dependencies: readonly Operation[] = [],
  ) {
    this.#openDependencies = dependencies.length;
    for (const dependency of dependencies) dependency.dependents.push(this);
  }

  get isReady(): boolean {
    return this.#openDependencies === 0;
  }

  /** One of the operations that this one waits for has ended. */
  dependencyEnded(): boolean {
    this.#openDependencies -= 1;
    return this.isReady;
  }
}

export interface EngineOptions {
  readonly activity: Activity;
  /** `--parallel`: how many operations are in flight at most. */
  readonly parallel: number;
  /** How long it takes to write a checkpoint; 0 with PULUMI_SKIP_CHECKPOINTS. */
  readonly checkpointMs: number;
}

/**
 * The engine as a trace of the real one shows it: it writes a checkpoint before and after each operation, one after the
 * other and in the order in which they were due. So after a batch has ended, it first records all those ends.
 */
export class SimulatedEngine {
  readonly #options: EngineOptions;
  readonly #ready: Operation[] = [];
  #lastCheckpoint: Promise<unknown> = Promise.resolve();
  #inFlight = 0;

  constructor(options: EngineOptions) {
    this.#options = options;
  }

  /** Runs all operations while the fake clock advances. */
  async run(operations: readonly Operation[]): Promise<void> {
    this.#ready.push(...operations.filter(({ isReady }) => isReady));
    this.#handOver();
    while (this.#inFlight > 0) await vi.advanceTimersByTimeAsync(20);
  }

  #handOver(): void {
    while (this.#inFlight < this.#options.parallel) {
      const operation = this.#ready.shift();
      if (operation === undefined) return;
      this.#inFlight += 1;
      void this.#perform(operation);
    }
  }

  async #perform(operation: Operation): Promise<void> {
    await this.#writeCheckpoint();
    await this.#options.activity.run(operation.run);
    await this.#writeCheckpoint();
    this.#inFlight -= 1;
    this.#ready.push(...operation.dependents.filter((dependent) => dependent.dependencyEnded()));
    this.#handOver();
  }

  async #writeCheckpoint(): Promise<void> {
    const { checkpointMs } = this.#options;
    if (checkpointMs > 0) this.#lastCheckpoint = this.#lastCheckpoint.then(() => after(checkpointMs));
    await this.#lastCheckpoint;
  }
}

/** Resolves after this time of the fake clock. */
export async function after(ms: number): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, ms));
}
