import { describe, expect, test } from "vitest";

import type { Fault } from "../../../emulator/index.js";
import type { Properties } from "../../../model/rules/record.js";
import { contextOf } from "../../support/handler-context.js";
import { SmallEngine } from "../../support/small-engine.js";
import { type Pool, startPool } from "../../support/start-pool.js";
import { inParallel } from "./wide-engine.js";

const width = 64;

function people(count: number): { username: string }[] {
  return Array.from({ length: count }, (_, index) => ({ username: `user-${String(index)}` }));
}

interface Run {
  readonly ids: (string | undefined)[];
  readonly errors: string[];
}

/** Creates the users side by side, in one run. */
async function create(
  pool: Pool,
  users: readonly Properties[],
  options: Parameters<typeof contextOf>[1] = {},
): Promise<Run> {
  const context = contextOf(pool, options);
  const engines = users.map(() => new SmallEngine("User", () => context));
  const outcomes = await inParallel(
    { activity: { run: (operation) => operation() } },
    width,
    engines.map((engine, index) => () => engine.up(users[index]!)),
  );
  return {
    ids: engines.map(({ kept }) => kept?.id),
    errors: outcomes.flatMap((outcome) => (outcome.status === "rejected" ? [String(outcome.reason)] : [])),
  };
}

async function namesIn({ admin }: Pool): Promise<(string | null | undefined)[]> {
  const names = [];
  for await (const { username } of admin.users.listAll()) names.push(username);
  return names.sort();
}

describe("new users of one run", () => {
  test("are created together, and with groups and roles a thousand cost 150 requests", async () => {
    const pool = await startPool();
    const declared = people(1000).map((user) => ({
      ...user,
      groups: ["engineering", "research"],
      roles: ["author"],
    }));
    const { errors } = await create(pool, declared);

    const { counters } = pool.emulator;
    expect(errors).toEqual([]);
    expect(counters.of("createUser")).toBe(0);
    expect(counters.total()).toBeLessThanOrEqual(150);
    expect((await pool.admin.users.list(1, 1)).totalCount).toBe(1000);
    expect((await pool.admin.groups.listUsers("research", 1, 1)).totalCount).toBe(1000);
  });

  test("are created alone where the service does not know the request, which is tried once", async () => {
    const pool = await startPool({ behaviour: { bulkCreate: "missing" } });
    const { errors } = await create(pool, people(200));

    const { counters } = pool.emulator;
    expect(errors).toEqual([]);
    expect(counters.of("createUser")).toBe(200);
    expect(counters.total()).toBeLessThanOrEqual(204);
    expect(await namesIn(pool)).toHaveLength(200);
  });

  test("are created alone with approw:bulkCreate never, with a password, and when there is only one", async () => {
    const pool = await startPool();
    await create(pool, people(3), { bulkCreate: "never" });
    await create(pool, [
      { username: "ada", password: "hush-first" },
      { username: "alan", password: "hush-second" },
    ]);
    await create(pool, [{ username: "grace" }]);

    expect(pool.emulator.counters.of("createUser")).toBe(6);
    const [ada] = (await pool.admin.users.list(1, 10)).list.filter(({ username }) => username === "ada");
    expect(pool.emulator.hasPassword(ada!.id, "hush-first")).toBe(true);
  });

  test("have an outcome each: one who exists already fails, and names the way out", async () => {
    const pool = await startPool({ seed: { users: [{ username: "user-3" }] } });
    const { ids, errors } = await create(pool, people(20));

    expect(errors).toEqual([expect.stringMatching(/already in the pool.*adopt: true/u)]);
    expect(ids.filter((id) => id !== undefined)).toHaveLength(19);
    expect(await namesIn(pool)).toEqual(
      people(20)
        .map(({ username }) => username)
        .sort(),
    );
  });

  const operation = "restUserCreateBatch";

  test.each<[string, Fault]>([
    ["its answer is lost after the commit", { operation, kind: "loseAnswer", then: "reset" }],
    ["its answer is lost in a gateway after the commit", { operation, kind: "loseAnswer", then: 502 }],
    ["its answer is cut", { operation, kind: "cutBody" }],
    ["the service fails", { operation, kind: "status", status: 503 }],
    ["the service refuses it", { operation, kind: "code", code: 500 }],
  ])("are there once when %s", async (_name, fault) => {
    const pool = await startPool();
    pool.emulator.faults.add(fault);
    const { ids, errors } = await create(pool, people(60));

    expect(errors).toEqual([]);
    expect(new Set(ids).size).toBe(60);
    expect(await namesIn(pool)).toEqual(
      people(60)
        .map(({ username }) => username)
        .sort(),
    );
  });

  test("that the API completes with an update have every declared field", async () => {
    const pool = await startPool();
    await create(
      pool,
      people(5).map((user) => ({ ...user, city: "London" })),
    );

    const { list } = await pool.admin.users.list(1, 10);
    expect(list.map(({ city }) => city)).toEqual(Array(5).fill("London"));
  });
});
