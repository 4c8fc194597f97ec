import { describe, expect, test } from "vitest";

import { contextOf } from "../../support/handler-context.js";
import { SmallEngine } from "../../support/small-engine.js";
import { type Pool, startPool } from "../../support/start-pool.js";

function engineOf(pool: Pool, adopt = false): SmallEngine {
  return new SmallEngine("User", () => contextOf(pool, { adopt }));
}

async function storedPassword({ admin }: Pool, id: string): Promise<unknown> {
  return (await admin.users.snapshot([id], { fields: ["password"] })).get(id)?.fields.password;
}

const hash = "$2b$10$N9qo8uLOickgx2ZMRZoMyeIjZAgcfl7p92ldGxad68LJZdL17lhWy";
const moved = { username: "ada", password: hash, keepPassword: true };

describe("keepPassword", () => {
  test("hands a hashed password to the service as it is, and to the state as a digest only", async () => {
    const pool = await startPool();
    const engine = engineOf(pool);

    await engine.up(moved);

    expect(await storedPassword(pool, engine.kept!.id)).toBe(hash);
    expect(JSON.stringify(engine.kept!.outs)).not.toContain(hash);
    expect(await engine.up(moved)).toBe("same");
  });

  test("refuses another hash later, because an update would hash it again", async () => {
    const pool = await startPool();
    const engine = engineOf(pool);
    await engine.up(moved);

    await expect(engine.up({ ...moved, password: `${hash}2` })).rejects.toThrow(
      "password cannot change while keepPassword is true",
    );

    expect(await storedPassword(pool, engine.kept!.id)).toBe(hash);
  });

  test("refuses a hash for a user who was created without one", async () => {
    const pool = await startPool();
    const engine = engineOf(pool);
    await engine.up({ username: "ada" });

    await expect(engine.up(moved)).rejects.toThrow("password cannot change while keepPassword is true");
  });

  test("accepts the same hash after a refresh that found drift", async () => {
    const pool = await startPool();
    const engine = engineOf(pool);
    await engine.up({ ...moved, nickname: "Ada" });
    await pool.admin.users.update(engine.kept!.id, { nickname: "by hand" });
    await engine.refresh();

    expect(await engine.up({ ...moved, nickname: "Ada" })).toBe("update");

    expect(await storedPassword(pool, engine.kept!.id)).toBe(hash);
  });

  test("when it is removed, the hash stays until another password is declared, which is hashed as usual", async () => {
    const pool = await startPool();
    const engine = engineOf(pool);
    await engine.up(moved);
    const { id } = engine.kept!;

    await engine.up({ username: "ada", password: hash });
    expect(await storedPassword(pool, id)).toBe(hash);
    await engine.up({ username: "ada", password: "in-plain-text" });

    expect(pool.emulator.hasPassword(id, "in-plain-text")).toBe(true);
  });

  test("leaves the password of an adopted user alone", async () => {
    const pool = await startPool();
    const { id } = await pool.admin.users.create({ username: "ada", password: "her-own" });

    await engineOf(pool, true).up(moved);

    expect(pool.emulator.hasPassword(id, "her-own")).toBe(true);
  });
});
