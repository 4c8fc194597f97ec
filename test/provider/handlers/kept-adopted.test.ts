import { afterEach, expect, test, vi } from "vitest";

import { contextOf } from "../../support/handler-context.js";
import { SmallEngine } from "../../support/small-engine.js";
import { startPool } from "../../support/start-pool.js";

afterEach(() => {
  vi.restoreAllMocks();
});

test("of an adopted user whose resource is removed, the run says that the account and its access stay", async () => {
  const pool = await startPool();
  const { id } = await pool.admin.users.create({ username: "ada" });
  await pool.admin.groups.create({ code: "staff", name: "Staff" });
  const engine = new SmallEngine("User", () => contextOf(pool, { adopt: true }));
  await engine.up({ username: "ada", groups: ["staff"] });
  const lines: string[] = [];
  vi.spyOn(process.stderr, "write").mockImplementation((text) => lines.push(String(text)) > 0);

  await engine.destroy();

  expect(lines.join("")).toContain(
    `user ${id} was adopted, so the account stays in the pool and keeps its groups. To delete or block`,
  );
  expect((await pool.admin.users.list(1, 10)).list).toMatchObject([{ id, blocked: false }]);
});
