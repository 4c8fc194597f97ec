import { describe, expect, test, vi } from "vitest";

import { contextOf } from "../../../support/handler-context.js";
import { startPopulatedPool } from "../populated-pool.js";
import { inParallel, valuesOf } from "../wide-engine.js";

const unknownId = "5f0000000000000000000000";

describe("reading users", () => {
  test.each([
    [1, 1],
    [80, 1],
    [81, 2],
  ])("%i reads that arrive together take %i requests", async (users, requests) => {
    const { pool, ids } = await startPopulatedPool(users);
    const { pool: userPool } = contextOf(pool);

    const read = ids.map((id) => () => userPool.read({ id, fields: ["username"] }));
    const found = await valuesOf(inParallel(userPool, users, read));

    expect(found.map((user) => user !== "gone" && user.id)).toEqual(ids);
    expect(pool.emulator.counters.of("userBatch")).toBe(requests);
  });

  test("a request selects what the waiting resources need and nothing else", async () => {
    const { pool, ids } = await startPopulatedPool(3);
    const { pool: userPool } = contextOf(pool);
    const [ada = "", grace = "", alan = ""] = ids;

    const [user, member, holder] = await valuesOf(
      inParallel(userPool, 3, [
        () => userPool.read({ id: ada, fields: ["username"] }),
        () => userPool.read({ id: grace, groups: true }),
        () => userPool.read({ id: alan, roleNamespaces: ["default"] }),
      ]),
    );

    expect(user).toMatchObject({ fields: { username: expect.any(String) } });
    expect(Object.keys(user === "gone" ? {} : (user?.fields ?? {})).sort()).toEqual(["id", "username"]);
    expect(member).toMatchObject({ groups: ["staff"] });
    expect(holder).toMatchObject({ roles: { default: ["member"] } });
    expect(pool.emulator.counters.total()).toBe(2);
  });

  test("the three resources of one user share a request", async () => {
    const { pool, ids } = await startPopulatedPool(20);
    const { pool: userPool } = contextOf(pool);

    const read = ids.flatMap((id) => [
      () => userPool.read({ id, fields: ["username"] }),
      () => userPool.read({ id, groups: true }),
      () => userPool.read({ id, roleNamespaces: ["default"] }),
    ]);
    await valuesOf(inParallel(userPool, 60, read));

    expect(pool.emulator.counters.of("userBatch")).toBe(1);
  });

  test("a read after a write of our own is never answered from before it", async () => {
    const { pool, ids } = await startPopulatedPool(1);
    const { pool: userPool } = contextOf(pool);
    const [id = ""] = ids;
    const read = (): Promise<unknown> =>
      userPool.activity.run(() => userPool.read({ id, fields: ["name"], groups: true }));
    await read();

    await userPool.activity.run(() => userPool.update(id, { name: "Ada" }));
    await userPool.activity.run(() => userPool.joinGroups(id, ["research"]));

    expect(await read()).toMatchObject({
      fields: { name: "Ada" },
      groups: expect.arrayContaining(["research"]),
    });
  });

  test("an answer that was requested before a write is not kept after it", async () => {
    const { pool, ids } = await startPopulatedPool(1);
    const { pool: userPool } = contextOf(pool);
    const [id = ""] = ids;
    pool.emulator.faults.add({ operation: "userBatch", kind: "latency", ms: 300 });

    const early = userPool.activity.run(() => userPool.read({ id, fields: ["name"] }));
    await vi.waitFor(() => {
      expect(pool.emulator.counters.of("userBatch")).toBe(1);
    });
    await userPool.activity.run(() => userPool.update(id, { name: "Ada" }));
    await early;

    const late = await userPool.activity.run(() => userPool.read({ id, fields: ["name"] }));
    expect(late).toMatchObject({ fields: { name: "Ada" } });
    expect(pool.emulator.counters.of("userBatch")).toBe(2);
  });

  test.each(["omit", "null"] as const)(
    "a user that a batch omits (%s) is asked for alone before the user counts as gone",
    async (batchUnknownId) => {
      const { pool, ids } = await startPopulatedPool(2, { behaviour: { batchUnknownId } });
      const { pool: userPool } = contextOf(pool);

      const read = [...ids, unknownId].map((id) => () => userPool.read({ id, groups: true }));
      const found = await valuesOf(inParallel(userPool, 3, read));

      expect(found.map((user) => user === "gone")).toEqual([false, false, true]);
      expect(pool.emulator.counters.of("restUserDetail")).toBe(1);
    },
  );

  test("a cut batch makes no user gone", async () => {
    const { pool, ids } = await startPopulatedPool(10);
    const { pool: userPool } = contextOf(pool);
    pool.emulator.faults.add({ operation: "userBatch", kind: "cutPage" });

    const read = ids.map((id) => () => userPool.read({ id, fields: ["username"] }));
    const found = await valuesOf(inParallel(userPool, 10, read));

    expect(found).not.toContain("gone");
  });

  test("a request that fails is an error for every user in it, and makes no user gone", async () => {
    const { pool, ids } = await startPopulatedPool(3);
    const { pool: userPool } = contextOf(pool);
    pool.emulator.faults.add({ operation: "userBatch", kind: "code", code: 500 });

    const read = ids.map((id) => () => userPool.read({ id, fields: ["username"] }));
    const outcomes = await inParallel(userPool, 3, read);

    expect(outcomes.map(({ status }) => status)).toEqual(["rejected", "rejected", "rejected"]);
  });
});
