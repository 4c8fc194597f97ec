import { describe, expect, test } from "vitest";

import type { UserPool } from "../../../../provider/pool/user-pool.js";
import { contextOf } from "../../../support/handler-context.js";
import { startPopulatedPool } from "../populated-pool.js";
import { inParallel, valuesOf } from "../wide-engine.js";

function readAll(userPool: UserPool, ids: readonly string[], width: number): Promise<unknown[]> {
  const read = ids.map((id) => () => userPool.read({ id, fields: ["username"], groups: true }));
  return valuesOf(inParallel(userPool, width, read));
}

describe("a run that reads many users", () => {
  test.each([
    { users: 300, width: 4, atMost: 9 },
    { users: 1000, width: 4, atMost: 24 },
    { users: 1000, width: 16, atMost: 24 },
    { users: 1000, width: 64, atMost: 24 },
  ])(
    "reads $users users, $width in flight, with at most $atMost requests",
    async ({ users, width, atMost }) => {
      const { pool, ids } = await startPopulatedPool(users);
      const { pool: userPool } = contextOf(pool);

      const found = await readAll(userPool, ids, width);

      expect(found).toHaveLength(users);
      expect(pool.emulator.counters.total()).toBeLessThanOrEqual(atMost);
    },
  );

  test("asks for a few users of a large pool and does not read the whole pool", async () => {
    const { pool, ids } = await startPopulatedPool(2000);
    const { pool: userPool } = contextOf(pool);

    await readAll(userPool, ids.slice(-40), 4);

    expect(pool.emulator.counters.of("userBatch")).toBe(10);
    expect(pool.emulator.counters.of("users")).toBe(1);
  });

  test("asks alone for a user that the pages omit, before the user counts as gone", async () => {
    const { pool, ids } = await startPopulatedPool(300);
    const { pool: userPool } = contextOf(pool);
    await pool.admin.users.delete(ids[250] ?? "");
    pool.emulator.counters.reset();

    const found = await readAll(userPool, ids, 4);

    expect(found.flatMap((user, index) => (user === "gone" ? [index] : []))).toEqual([250]);
    expect(pool.emulator.counters.of("restUserDetail")).toBe(1);
  });

  test("counts no user as gone because a page is cut", async () => {
    const { pool, ids } = await startPopulatedPool(300);
    const { pool: userPool } = contextOf(pool);
    pool.emulator.faults.add({ operation: "users", kind: "cutPage", times: Infinity });

    expect(await readAll(userPool, ids, 8)).not.toContain("gone");
  });

  test("still reads every user when the pages fail", async () => {
    const { pool, ids } = await startPopulatedPool(200);
    const { pool: userPool } = contextOf(pool);
    pool.emulator.faults.add({ operation: "users", kind: "code", code: 500, times: Infinity });

    expect(await readAll(userPool, ids, 20)).toHaveLength(200);
    expect(pool.emulator.counters.of("users")).toBe(1);
  });

  test("answers no read after a write of our own from a page before it", async () => {
    const { pool, ids } = await startPopulatedPool(200);
    const { pool: userPool } = contextOf(pool);
    pool.emulator.faults.add({ operation: "users", kind: "latency", ms: 200, times: Infinity });

    const reading = readAll(userPool, ids.slice(0, 100), 20);
    const written = ids.slice(100).map((id) => () => userPool.joinGroups(id, ["research"]));
    await valuesOf(inParallel(userPool, 50, written));
    await reading;

    const after = await readAll(userPool, ids.slice(100), 50);
    for (const user of after) expect(user).toMatchObject({ groups: expect.arrayContaining(["research"]) });
  });

  test("never answers a fresh read from a page", async () => {
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
