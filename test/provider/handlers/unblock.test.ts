import { afterEach, describe, expect, test, vi } from "vitest";

import { contextOf } from "../../support/handler-context.js";
import { SmallEngine } from "../../support/small-engine.js";
import { type Pool, startPool } from "../../support/start-pool.js";

afterEach(() => {
  vi.restoreAllMocks();
});

/** A pool with a user whom the deletion policy has blocked, and the lines that the provider writes. */
async function start(): Promise<{ pool: Pool; adopting: SmallEngine; lines: string[]; id: string }> {
  const pool = await startPool();
  const former = new SmallEngine("User", () => contextOf(pool));
  await former.up({ username: "ada", deletionPolicy: "block" });
  const { id } = former.kept!;
  await former.destroy();
  const lines: string[] = [];
  vi.spyOn(process.stderr, "write").mockImplementation((text) => lines.push(String(text)) > 0);
  return { pool, id, lines, adopting: new SmallEngine("User", () => contextOf(pool, { adopt: true })) };
}

describe("the adoption of a user whom deletionPolicy block has blocked", () => {
  test("with blocked: false, unblocks the user and lets new tokens live", async () => {
    const { pool, id, lines, adopting } = await start();

    await adopting.up({ username: "ada", blocked: false });

    expect(await pool.admin.users.detail(id)).toMatchObject({ blocked: false, tokenExpiredAt: null });
    expect(lines).toEqual([]);
    expect(await adopting.up({ username: "ada", blocked: false })).toBe("same");
  });

  test("without it, leaves the user blocked and says what unblocks", async () => {
    const { pool, id, lines, adopting } = await start();

    await adopting.up({ username: "ada" });

    expect(await pool.admin.users.detail(id)).toMatchObject({ blocked: true });
    expect(lines.join("")).toContain(
      `the adopted user ${id} was blocked by deletionPolicy "block" and stays blocked. To unblock the user, declare blocked: false`,
    );
  });

  test("leaves a declared time of expiry to the program", async () => {
    const { pool, id, adopting } = await start();
    const tokenExpiredAt = "2030-01-01T00:00:00.000Z";

    await adopting.up({ username: "ada", blocked: false, tokenExpiredAt });

    expect(await pool.admin.users.detail(id)).toMatchObject({ blocked: false, tokenExpiredAt });
  });

  test("touches no time of expiry that somebody else has set", async () => {
    const { pool, id, adopting } = await start();
    const tokenExpiredAt = "2020-01-01T00:00:00.000Z";
    await pool.admin.users.update(id, { tokenExpiredAt });

    await adopting.up({ username: "ada", blocked: false });

    expect(await pool.admin.users.detail(id)).toMatchObject({ blocked: false, tokenExpiredAt });
  });
});
