import { describe, expect, test } from "vitest";

import type { UserPool } from "../../../../provider/pool/user-pool.js";
import { contextOf } from "../../../support/handler-context.js";
import { startPopulatedPool } from "../populated-pool.js";
import { inParallel, valuesOf } from "../wide-engine.js";

function readAll(userPool: UserPool, ids: readonly string[], width: number): Promise<unknown[]> {
  const read = ids.map((id) => () => userPool.read({ id, fields: ["username"], groups: true }));
  return valuesOf(inParallel(userPool, width, read));
}

describe("a run that reads many people", () => {
  test.each([
    { people: 300, width: 4, atMost: 9 },
    { people: 1000, width: 4, atMost: 24 },
    { people: 1000, width: 16, atMost: 24 },
    { people: 1000, width: 64, atMost: 24 },
  ])("$people people, $width at a time, take at most $atMost requests", async ({ people, width, atMost }) => {
    const { pool, ids } = await startPopulatedPool(people);
    const { pool: userPool } = contextOf(pool);

    const found = await readAll(userPool, ids, width);

    expect(found).toHaveLength(people);
    expect(pool.emulator.counters.total()).toBeLessThanOrEqual(atMost);
  });

  test("a few people of a large pool are asked for, and the pool is left alone", async () => {
    const { pool, ids } = await startPopulatedPool(2000);
    const { pool: userPool } = contextOf(pool);

    await readAll(userPool, ids.slice(-40), 4);

    expect(pool.emulator.counters.of("userBatch")).toBe(10);
    expect(pool.emulator.counters.of("users")).toBe(1);
  });

  test("who is not in the pages is asked for alone before counting as gone", async () => {
    const { pool, ids } = await startPopulatedPool(300);
    const { pool: userPool } = contextOf(pool);
    await pool.admin.users.delete(ids[250] ?? "");
    pool.emulator.counters.reset();

    const found = await readAll(userPool, ids, 4);

    expect(found.flatMap((person, index) => (person === "gone" ? [index] : []))).toEqual([250]);
    expect(pool.emulator.counters.of("restUserDetail")).toBe(1);
  });

  test("cut pages make nobody gone", async () => {
    const { pool, ids } = await startPopulatedPool(300);
    const { pool: userPool } = contextOf(pool);
    pool.emulator.faults.add({ operation: "users", kind: "cutPage", times: Infinity });

    expect(await readAll(userPool, ids, 8)).not.toContain("gone");
  });

  test("pages that fail cost nothing but themselves: everybody is still read", async () => {
    const { pool, ids } = await startPopulatedPool(200);
    const { pool: userPool } = contextOf(pool);
    pool.emulator.faults.add({ operation: "users", kind: "code", code: 500, times: Infinity });

    expect(await readAll(userPool, ids, 20)).toHaveLength(200);
    expect(pool.emulator.counters.of("users")).toBe(1);
  });

  test("a page from before a write of our own does not answer a read after it", async () => {
    const { pool, ids } = await startPopulatedPool(200);
    const { pool: userPool } = contextOf(pool);
    pool.emulator.faults.add({ operation: "users", kind: "latency", ms: 200, times: Infinity });

    const reading = readAll(userPool, ids.slice(0, 100), 20);
    const written = ids.slice(100).map((id) => () => userPool.joinGroups(id, ["research"]));
    await valuesOf(inParallel(userPool, 50, written));
    await reading;

    const after = await readAll(userPool, ids.slice(100), 50);
    for (const person of after)
      expect(person).toMatchObject({ groups: expect.arrayContaining(["research"]) });
  });

  test("decisions that cannot be undone are never made by a page", async () => {
    const { pool, ids } = await startPopulatedPool(160);
    const { pool: userPool } = contextOf(pool);
    await readAll(userPool, ids, 20);
    const asked = pool.emulator.counters.of("userBatch");

    await userPool.activity.run(() =>
      userPool.read({ id: ids[0] ?? "", fields: ["username"], isFresh: true }),
    );

    expect(pool.emulator.counters.of("userBatch")).toBe(asked + 1);
  });
});
