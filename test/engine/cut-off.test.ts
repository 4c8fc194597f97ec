import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";

import { Trial } from "./trial.js";

const ada = (options = ""): string => `const ada = new approw.User("ada", { username: "ada", ${options} });`;
const bob = 'new approw.User("bob", { username: "bob", adopt: true });';
const cleoThenDan = `
  const cleo = new approw.User("cleo", { username: "cleo" });
  new approw.User("dan", { username: "dan" }, { dependsOn: cleo });
`;

let trial: Trial;

beforeAll(async () => {
  trial = await Trial.open(ada());
});

afterAll(() => trial.close());

/** The ids of everybody with that name. */
async function idsOf(username: string): Promise<string[]> {
  const ids: string[] = [];
  for await (const person of trial.pool.admin.users.listAll()) {
    if (person.username === username) ids.push(person.id);
  }
  return ids;
}

async function idsInState(): Promise<string[]> {
  const { resources } = await trial.state();
  return resources.filter(({ type }) => type.endsWith(":User")).map(({ id }) => id ?? "");
}

/** Resolves when the pool has created that person, whose answer may never arrive. */
async function untilCreated(username: string): Promise<void> {
  await vi.waitFor(
    async () => {
      expect(await idsOf(username)).toHaveLength(1);
    },
    { timeout: 60_000 },
  );
}

/** One life of one stack: each test goes on where the one before it stopped. */
describe("a run that is cut off in the middle of a creation", () => {
  test("by the end of the provider's process: the next one names the person whom no state knows, and the way out", async () => {
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

  test("goes on with that person once the program adopts whom it finds, and creates nobody twice", async () => {
    const [id] = await idsOf("ada");
    await trial.write(ada("adopt: true"));

    await trial.must("up");

    expect(await idsOf("ada")).toEqual([id]);
    expect(await idsInState()).toEqual([id]);
  });

  test("by the end of the engine: the same", async () => {
    await trial.write(ada("adopt: true") + bob);
    trial.pool.emulator.faults.add({ operation: "createUser", kind: "loseAnswer", then: "hang" });
    const { run, result } = trial.start("up");
    await untilCreated("bob");
    await run.kill();
    expect((await result).code).toBeNull();

    // The engine could neither give back its lock nor end what it had noted as begun.
    await trial.stack.must(["cancel", "--yes"]);
    await trial.must("up");
    await trial.must("refresh", "--clear-pending-creates");

    const people = await idsOf("bob");
    expect(people).toHaveLength(1);
    expect(await idsInState()).toContain(people[0]);
    expect((await trial.state()).pending_operations).toEqual([]);
  });

  test("by Ctrl-C: what was begun is recorded, and the next run does the rest", async () => {
    const { counters, faults } = trial.pool.emulator;
    await trial.write(ada("adopt: true") + bob + cleoThenDan);
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
