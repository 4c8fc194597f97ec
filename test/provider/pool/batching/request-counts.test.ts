import { afterEach, beforeEach, expect, test, vi } from "vitest";

import { Activity } from "../../../../provider/pool/batching/activity.js";
import { BatchScheduler } from "../../../../provider/pool/batching/batch-scheduler.js";
import { Batcher } from "../../../../provider/pool/batching/batcher.js";
import { after, Operation, SimulatedEngine } from "./simulated-engine.js";

const users = 120;
const requestMs = 15;

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "performance"] });
});

afterEach(() => {
  vi.useRealTimers();
});

/** The calls of a run; each counts the requests that it takes. */
class Calls {
  readonly activity = new Activity();
  requests = 0;
  readonly #scheduler = new BatchScheduler(this.activity);
  readonly read = this.#batched(1);
  /** A request names one group, and each user is in two. */
  readonly writeGroups = this.#batched(2);
  readonly writeRoles = this.#batched(1);
  /** The users are looked at before they are deleted. */
  readonly remove = this.#batched(2);

  async create(): Promise<void> {
    this.requests += 1;
    await after(requestMs);
  }

  #batched(requests: number): () => Promise<number> {
    const batcher = new Batcher<number, number>(this.#scheduler, 80, async (calls) => {
      this.requests += requests;
      await after(requestMs);
      return [...calls];
    });
    return () => batcher.add(0);
  }
}

const commands: Record<string, (calls: Calls) => Operation[]> = {
  refresh: ({ read }) => [new Operation(read), new Operation(read), new Operation(read)],
  up: (calls) => {
    const user = new Operation(() => calls.create());
    return [user, new Operation(calls.writeGroups, [user]), new Operation(calls.writeRoles, [user])];
  },
  destroy: (calls) => {
    const assignments = [new Operation(calls.writeGroups), new Operation(calls.writeRoles)];
    return [...assignments, new Operation(calls.remove, assignments)];
  },
};

test.each([
  { command: "refresh", parallel: 64, checkpointMs: 0, atMost: 6 },
  { command: "refresh", parallel: 64, checkpointMs: 20, atMost: 6 },
  { command: "refresh", parallel: 16, checkpointMs: 0, atMost: 23 },
  { command: "refresh", parallel: 16, checkpointMs: 20, atMost: 23 },
  { command: "refresh", parallel: 4, checkpointMs: 0, atMost: 90 },
  { command: "refresh", parallel: 4, checkpointMs: 20, atMost: 90 },
  { command: "up", parallel: 64, checkpointMs: 0, atMost: 131 },
  { command: "up", parallel: 64, checkpointMs: 20, atMost: 134 },
  { command: "up", parallel: 16, checkpointMs: 0, atMost: 155 },
  { command: "up", parallel: 16, checkpointMs: 20, atMost: 156 },
  { command: "up", parallel: 4, checkpointMs: 0, atMost: 242 },
  { command: "up", parallel: 4, checkpointMs: 20, atMost: 242 },
  { command: "destroy", parallel: 64, checkpointMs: 0, atMost: 21 },
  { command: "destroy", parallel: 64, checkpointMs: 20, atMost: 19 },
  { command: "destroy", parallel: 16, checkpointMs: 0, atMost: 55 },
  { command: "destroy", parallel: 16, checkpointMs: 20, atMost: 53 },
  { command: "destroy", parallel: 4, checkpointMs: 0, atMost: 204 },
  { command: "destroy", parallel: 4, checkpointMs: 20, atMost: 194 },
])(
  "$command of 120 users, --parallel $parallel, $checkpointMs ms a checkpoint: at most $atMost requests",
  async ({ command, parallel, checkpointMs, atMost }) => {
    const calls = new Calls();
    const engine = new SimulatedEngine({ activity: calls.activity, parallel, checkpointMs });

    await engine.run(Array.from({ length: users }, () => commands[command]?.(calls) ?? []).flat());

    expect(calls.requests).toBeLessThanOrEqual(atMost);
  },
);
