import { afterEach, describe, expect, test, vi } from "vitest";

import { type ProcessEntry, stillRunning } from "../../tools/engine/processes.js";
import { step } from "./step.js";
import { Trial } from "./trial.js";

const ada = (options = ""): string => `new approw.User("ada", { username: "ada", ${options} });`;
const bob = 'new approw.User("bob", { username: "bob", adopt: true });';
const cleoThenDan = `
  const cleo = new approw.User("cleo", { username: "cleo" });
  new approw.User("dan", { username: "dan" }, { dependsOn: cleo });
`;

/** The engine waits for the program forever after it has created the user. */
const thatWaits = `
  const { id } = new approw.User("ada", { username: "ada" });
  export const never = id.apply(() => new Promise(() => {}));
`;

let trial: Trial;

afterEach(() => trial.close());

/** The ids of all users with that name. */
async function idsOf(username: string): Promise<string[]> {
  const ids: string[] = [];
  for await (const user of trial.pool.admin.users.listAll()) {
    if (user.username === username) ids.push(user.id);
  }
  return ids;
}

async function idsInState(): Promise<string[]> {
  const { resources } = await trial.state();
  return resources.filter(({ type }) => type.endsWith(":User")).map(({ id }) => id ?? "");
}

/** Resolves when the pool has created that user, although the response may never arrive. */
async function untilCreated(username: string): Promise<void> {
  await vi.waitFor(
    async () => {
      expect(await idsOf(username)).toHaveLength(1);
    },
    { timeout: 60_000 },
  );
}

/** Resolves when none of those processes runs any more. */
async function untilEnded(processes: readonly ProcessEntry[]): Promise<void> {
  await vi.waitFor(
    async () => {
      expect(await stillRunning(processes)).toEqual([]);
    },
    { timeout: 60_000, interval: 200 },
  );
}

describe("a run that is cut off during a creation", () => {
  test("because the provider was killed", async () => {
    trial = await Trial.open(ada());

    await step("the next run names the user that no state has, and the solution", async () => {
      trial.pool.emulator.faults.add({ operation: "createUser", kind: "loseAnswer", then: "hang" });
      const { run, result } = trial.start("up");
      await untilCreated("ada");
      await run.killProvider();
      expect((await result).code).not.toBe(0);
      expect(await idsInState()).toEqual([]);

      const next = await trial.run("up");

      expect(next.code).not.toBe(0);
      const [id] = await idsOf("ada");
      expect(next.stdout).toContain(`is already in the pool with the id ${id}`);
      expect(next.stdout).toContain("set adopt: true on the resource");
    });

    await step(
      "with adopt: true, the run after it continues with that user and creates none twice",
      async () => {
        const [id] = await idsOf("ada");
        await trial.write(ada("adopt: true"));

        await trial.must("up");

        expect(await idsOf("ada")).toEqual([id]);
        expect(await idsInState()).toEqual([id]);
      },
    );
  });

  test("because the engine was killed", async () => {
    trial = await Trial.open(bob);
    trial.pool.emulator.faults.add({ operation: "createUser", kind: "loseAnswer", then: "hang" });
    const { run, result } = trial.start("up");
    await untilCreated("bob");
    const providers = await run.killEngine();
    expect((await result).code).toBeNull();

    await step("the provider, which waits for a response, ends by itself", () => untilEnded(providers));

    await step("the next run continues with that user and creates none twice", async () => {
      // The engine could neither release its lock nor complete the pending operation.
      await trial.stack.must(["cancel", "--yes"]);
      await trial.must("up");
      await trial.must("refresh", "--clear-pending-creates");

      const ids = await idsOf("bob");
      expect(ids).toHaveLength(1);
      expect(await idsInState()).toEqual(ids);
      expect((await trial.state()).pending_operations).toEqual([]);
    });
  });

  test("because the engine was killed between two requests: the idle provider ends by itself", async () => {
    trial = await Trial.open(thatWaits);
    const { run } = trial.start("up");
    await run.until("ada created");

    await untilEnded(await run.killEngine());
  });

  test("by Ctrl-C: the state has what was started, and the next run does the rest", async () => {
    trial = await Trial.open(cleoThenDan);
    const { counters, faults } = trial.pool.emulator;
    counters.reset();
    faults.add({ operation: "createUser", kind: "latency", ms: 2000 });
    const { run, result } = trial.start("up");
    await vi.waitFor(
      () => {
        expect(counters.of("createUser")).toBe(1);
      },
      { timeout: 60_000 },
    );
    run.interrupt();
    expect((await result).code).not.toBe(0);
    const [cleo] = await idsOf("cleo");
    expect(await idsInState()).toContain(cleo);
    expect(await idsOf("dan")).toEqual([]);

    await trial.must("up");

    expect(await idsOf("cleo")).toEqual([cleo]);
    expect(await idsOf("dan")).toHaveLength(1);
  });
});
