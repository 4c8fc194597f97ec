import { afterEach, describe, expect, test, vi } from "vitest";

import { contextOf } from "../../support/handler-context.js";
import { SmallEngine } from "../../support/small-engine.js";
import { SmallStack } from "../../support/small-stack.js";
import { openPool, type Pool } from "../../support/start-pool.js";

let pool: Pool;

afterEach(async () => {
  vi.restoreAllMocks();
  await pool.emulator.close();
});

/** A pool of a service that trims what it is sent, and the lines that the provider writes. */
async function start(isDebug = false): Promise<{ engine: SmallEngine; lines: string[] }> {
  pool = await openPool({ behaviour: { storedText: "trimmed" } });
  const lines: string[] = [];
  vi.spyOn(process.stderr, "write").mockImplementation((text) => lines.push(String(text)) > 0);
  return { engine: new SmallEngine("User", () => contextOf(pool, { isDebug })), lines };
}

const spaced = { username: "ada", nickname: " Countess" };

describe("a service that keeps another spelling than declared", () => {
  test("is told of once, with both values masked, and gets no further updates", async () => {
    const { engine, lines } = await start();
    await engine.up({ username: "ada" });
    await engine.up(spaced);
    pool.emulator.counters.reset();

    expect(await engine.up(spaced)).toBe("same");
    expect(await engine.refresh()).toBe("same");
    expect(await engine.up(spaced)).toBe("same");

    expect(pool.emulator.counters.of("updateUser")).toBe(0);
    expect(lines).toEqual([
      'approw: the service keeps another value of nickname than declared (user username a***): "C***" instead of " ***". ' +
        "Declare the value that the service keeps\n",
    ]);
    expect(engine.kept?.outs["nickname"]).toBe("Countess");
    expect(JSON.stringify(engine.kept?.outs)).not.toContain(" Countess");
  });

  test("is known from the creation, and shown with approw:debug", async () => {
    const { engine, lines } = await start(true);
    await engine.up(spaced);

    expect(await engine.up(spaced)).toBe("same");

    expect(lines).toHaveLength(1);
    expect(lines[0]).toContain('"Countess" instead of " Countess"');
  });

  test("still has every other change: of the declaration, by hand, and beside it", async () => {
    const { engine } = await start();
    await engine.up(spaced);
    const { id } = engine.kept!;

    await engine.up({ ...spaced, nickname: "Enchantress" });
    expect(await pool.admin.users.detail(id)).toMatchObject({ nickname: "Enchantress" });
    await engine.up(spaced);
    await engine.up({ ...spaced, company: "Example" });
    expect(await engine.up({ ...spaced, company: "Example" })).toBe("same");
    await pool.admin.users.update(id, { nickname: "by hand" });
    expect(await engine.refresh()).toBe("changed");
    expect(await engine.up(spaced)).toBe("update");

    expect(await pool.admin.users.detail(id)).toMatchObject({ nickname: "Countess", company: null });
  });

  test("clears the field when it leaves the program", async () => {
    const { engine } = await start();
    await engine.up(spaced);

    await engine.up({ username: "ada" });

    expect(await pool.admin.users.detail(engine.kept!.id)).toMatchObject({ nickname: null });
    expect(engine.kept?.outs["__digests"]).toBeUndefined();
  });

  test("shows neither value of a secret", async () => {
    const { engine, lines } = await start(true);

    await engine.up({ username: "ada", oauth: ' {"token":1}' });

    expect(lines).toHaveLength(1);
    expect(lines[0]).not.toContain("token");
  });

  test("keeps a flag as it was: each run says so and tries again", async () => {
    const { engine, lines } = await start();
    await engine.up({ username: "ada" });
    const body = {
      data: { updateUser: { ...(await pool.admin.users.detail(engine.kept!.id)), blocked: false } },
    };
    pool.emulator.faults.add({ operation: "updateUser", kind: "shape", body, times: 2 });

    expect(await engine.up({ username: "ada", blocked: true })).toBe("update");
    expect(await engine.up({ username: "ada", blocked: true })).toBe("update");

    expect(lines.filter((line) => line.includes("another value of blocked"))).toHaveLength(2);
  });
});

test("a new resource for a username that the service trims is refused, and nobody gets a temporary value", async () => {
  await start();
  const eve = { username: "eve ", email: "eve@example.com" };
  const stack = new SmallStack(pool);
  await stack.up({ eve });

  const failures = await stack.up({ "eve-2": eve }, { continueOnError: true });

  expect(failures.get("eve-2")).toContain("add its previous name as an alias");
  expect(await pool.admin.users.find({ email: "eve@example.com" })).toMatchObject({ username: "eve" });
});
