import { describe, expect, test } from "vitest";

import { observePool } from "../../../drift/pool/observe.js";
import { type Pool, startPool } from "../../support/start-pool.js";

const userCount = 25;

async function poolOfUsers(): Promise<Pool> {
  return await startPool({
    seed: { users: Array.from({ length: userCount }, (_, n) => ({ username: `u${n}` })) },
  });
}

/** How many users come with each page. */
async function pagesOf({ admin }: Pool, pageSize: number): Promise<number[]> {
  const sizes: number[] = [];
  for await (const { snapshots } of observePool(admin, { fields: ["username"] }, pageSize))
    sizes.push(snapshots.length);
  return sizes;
}

describe("observePool", () => {
  test("asks for as many pages as the users fill, and twice more to know that the list is whole", async () => {
    const pool = await poolOfUsers();

    expect(await pagesOf(pool, 20)).toEqual([20, 5]);
    expect(pool.emulator.counters.of("users")).toBe(4);
  });

  test("asks for pages of the size that the service gives", async () => {
    const pool = await poolOfUsers();
    pool.emulator.faults.add({ operation: "users", kind: "cutPage" });

    const sizes = await pagesOf(pool, 20);

    expect(sizes[0]).toBeLessThan(20);
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(userCount);
  });

  test("asks for small pages where the service refuses larger ones", async () => {
    const pool = await poolOfUsers();
    pool.emulator.faults.add({ operation: "users", kind: "code", code: 400, message: "limit is too large" });

    expect(await pagesOf(pool, 20)).toEqual([10, 10, 5]);
  });

  test("a refusal for another reason is not retried with smaller pages", async () => {
    const pool = await poolOfUsers();
    pool.emulator.faults.add({ operation: "users", kind: "code", code: 1001 });

    await expect(pagesOf(pool, 20)).rejects.toMatchObject({ code: "PERMISSION" });
  });

  test("reads an empty pool", async () => {
    expect(await pagesOf(await startPool(), 20)).toEqual([0]);
  });
});
