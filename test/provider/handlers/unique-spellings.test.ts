import { describe, expect, test } from "vitest";

import { contextOf } from "../../support/handler-context.js";
import { SmallEngine } from "../../support/small-engine.js";
import { type Pool, startPool } from "../../support/start-pool.js";

function engineOf(pool: Pool, adopt = false): SmallEngine {
  return new SmallEngine("User", () => contextOf(pool, { adopt }));
}

const composed = "jos\u00e9";
const decomposed = "jose\u0301";

describe("two spellings that look the same", () => {
  test.each([
    ["username", composed, decomposed],
    ["externalId", composed, decomposed],
    ["email", `${composed}@example.com`, `${decomposed}@example.com`],
    ["username", composed, ` ${composed} `],
  ])("of %s are one user within a program (%#)", async (field, one, other) => {
    const { session } = contextOf(await startPool());
    session.noteChecked("User", { name: "first", parents: "" }, {}, { [field]: one });

    const failures = session.noteChecked("User", { name: "second", parents: "" }, {}, { [field]: other });

    expect(failures).toMatchObject([{ property: field, reason: /also declared by the user first/u }]);
  });

  test.each([
    ["username", decomposed, composed],
    ["username", decomposed, decomposed],
    ["externalId", decomposed, composed],
    ["email", `${decomposed}@example.com`, `${composed}@example.com`],
  ])("of %s create no second account (%#)", async (field, inPool, declared) => {
    const pool = await startPool();
    const { id } = await pool.admin.users.create({ [field]: inPool });

    await expect(engineOf(pool).up({ [field]: declared })).rejects.toThrow(
      `is already in the pool with the id ${id}`,
    );
    const adopting = engineOf(pool, true);
    await adopting.up({ [field]: declared });

    expect(adopting.kept?.id).toBe(id);
    expect(await adopting.refresh()).toBe("same");
    expect(await adopting.up({ [field]: declared })).toBe("same");
    expect((await pool.admin.users.list()).totalCount).toBe(1);
  });

  test("are sent as composed characters, which keyboards enter", async () => {
    const pool = await startPool();
    const engine = engineOf(pool);

    await engine.up({ username: decomposed });

    expect(await pool.admin.users.find({ username: composed })).toMatchObject({ id: engine.kept?.id });
  });

  test("cost a request only where there is another spelling", async () => {
    const pool = await startPool();

    await engineOf(pool).up({ username: "\u674e\u96f7", email: "ada@example.com" });

    expect(pool.emulator.counters.of("findUser")).toBe(0);
  });
});
