import { describe, expect, test } from "vitest";

import type { KindName } from "../../../model/schema/index.js";
import { check } from "../../../provider/session.js";
import { contextOf } from "../../support/handler-context.js";
import { SmallEngine } from "../../support/small-engine.js";
import { type Pool, startPool } from "../../support/start-pool.js";

const design = { code: "design", name: "Design" };

function engineOf(pool: Pool, kind: KindName, options: Parameters<typeof contextOf>[1] = {}): SmallEngine {
  return new SmallEngine(kind, () => contextOf(pool, { client: pool.admin, ...options }));
}

describe("a new group or role", () => {
  test("has what is declared, and a group without a name is named like its code", async () => {
    const pool = await startPool();
    await engineOf(pool, "Group").up({ code: "design", description: "Those who draw" });
    await engineOf(pool, "Role").up({ code: "drawer", parent: "author", description: "May draw" });

    expect(await pool.admin.groups.detail("design")).toMatchObject({
      name: "design",
      description: "Those who draw",
    });
    expect(await pool.admin.roles.detail("drawer")).toMatchObject({
      description: "May draw",
      parent: { code: "author" },
    });
  });

  test("that is in the pool already is an error that names the way out", async () => {
    const pool = await startPool();
    const engine = engineOf(pool, "Group");

    await expect(engine.up({ code: "research" })).rejects.toThrow(
      /group research is already in the pool.*adopt: true.*alias/u,
    );
    expect(engine.kept).toBeUndefined();
  });

  test("that another resource has keeps the object, although the other one is removed", async () => {
    const pool = await startPool();
    const context = contextOf(pool, { client: pool.admin });
    const engine = new SmallEngine("Group", () => context);
    await new SmallEngine("Group", () => contextOf(pool)).up({ code: "design" });
    await expect(engine.up({ code: "design" })).rejects.toThrow("group design is already in the pool");

    const removal = context.session.delete("Group", "design", {
      code: "design",
      userPoolId: pool.emulator.userPoolId,
    });

    await expect(removal).rejects.toThrow(
      /deleting group design is refused: another resource of the program declares the same group.*alias/u,
    );
    expect(await pool.admin.groups.detail("design")).toMatchObject({ code: "design" });
  });

  test("that is declared twice is a mistake on the code, and names the other resource", async () => {
    const pool = await startPool();
    const { session } = contextOf(pool);
    const declare = (name: string, code: string): unknown =>
      check("Role", {}, { code, namespace: "hr", __approwName: name }, () => session).failures;

    expect(declare("one", "recruiter")).toEqual([]);
    expect(declare("two", "recruiter")).toEqual([
      {
        property: "code",
        reason: "code is also declared by one: both would be role recruiter in namespace hr. Declare it once",
      },
    ]);
    expect(declare("three", "screener")).toEqual([]);
  });
});

describe("adoption", () => {
  test("sets what differs, and leaves the object in the pool when the resource is deleted", async () => {
    const pool = await startPool();
    const engine = engineOf(pool, "Group");
    await engine.up({ code: "research", description: "Those who ask", adopt: true });
    await engine.destroy();

    expect(await pool.admin.groups.detail("research")).toMatchObject({
      name: "research",
      description: "Those who ask",
    });
  });

  test("ends with a deletion only where the program declares deletionPolicy, also when it does so later", async () => {
    const pool = await startPool();
    const engine = engineOf(pool, "Group");
    await engine.up({ code: "research", adopt: true });
    await engine.up({ code: "research", deletionPolicy: "delete" });
    await engine.destroy();

    await expect(pool.admin.groups.detail("research")).rejects.toThrow("research");
  });

  test("of a role with another parent is refused", async () => {
    const pool = await startPool();

    await expect(
      engineOf(pool, "Role").up({ code: "reviewer", parent: "author", adopt: true }),
    ).rejects.toThrow(/role reviewer already exists with a different parent.*creation/u);
  });

  test("creates what is not there", async () => {
    const pool = await startPool();
    await engineOf(pool, "Role", { adopt: true }).up({ code: "drawer" });

    expect(await pool.admin.roles.detail("drawer")).toMatchObject({ code: "drawer" });
  });
});

describe("a change", () => {
  test("of the code renames in place: members stay, and the resource knows it by the new code", async () => {
    const pool = await startPool({ seed: { users: [{ username: "ada" }] } });
    const engine = engineOf(pool, "Group");
    await engine.up(design);
    const { list } = await pool.admin.users.list();
    await pool.admin.groups.addUsers("design", [list[0]!.id]);

    expect(await engine.up({ ...design, code: "product" })).toBe("update");

    expect((await pool.admin.groups.listUsers("product")).list.map(({ username }) => username)).toEqual([
      "ada",
    ]);
    expect(await engine.refresh()).toBe("same");
    expect(await engine.up({ ...design, code: "product" })).toBe("same");
  });

  test("to a code that is in use is refused, and nothing is lost", async () => {
    const pool = await startPool();
    const engine = engineOf(pool, "Group");
    await engine.up(design);

    await expect(engine.up({ ...design, code: "research" })).rejects.toThrow(
      /group design was not renamed to research, because that code is already in use/u,
    );
    expect(await engine.refresh()).toBe("same");
  });

  test("of a parent is refused by the plan, which names the ways out", async () => {
    const pool = await startPool();
    const engine = engineOf(pool, "Role");
    await engine.up({ code: "drawer", parent: "author" });

    await expect(engine.up({ code: "drawer", parent: "reviewer" })).rejects.toThrow(
      /^parent can be set at creation only.*declare a new Role with another code$/u,
    );
    await expect(engine.up({ code: "drawer" })).resolves.toBe("same");
  });

  test("of the namespace makes a new role and deletes the previous one", async () => {
    const pool = await startPool({ seed: { namespaces: [{ code: "hr" }] } });
    const engine = engineOf(pool, "Role");
    await engine.up({ code: "drawer" });

    expect(await engine.up({ code: "drawer", namespace: "hr" })).toBe("replace");

    expect(await pool.admin.roles.detail("drawer", "hr")).toMatchObject({ namespace: "hr" });
    await expect(pool.admin.roles.detail("drawer")).rejects.toThrow("drawer");
  });

  test("that removes a description clears it, and leaves the name as it is", async () => {
    const pool = await startPool();
    const engine = engineOf(pool, "Group");
    await engine.up({ ...design, description: "Those who draw" });
    await engine.up({ code: "design" });

    expect(await pool.admin.groups.detail("design")).toMatchObject({ name: "Design", description: "" });
    expect(await engine.refresh()).toBe("same");
  });

  test("of an object that is gone says so", async () => {
    const pool = await startPool();
    const engine = engineOf(pool, "Group");
    await engine.up(design);
    await pool.admin.groups.delete("design");

    await expect(engine.up({ ...design, name: "Drawing" })).rejects.toThrow(
      /group design does not exist in this user pool.*pulumi refresh/u,
    );
    await expect(engine.up({ ...design, code: "product" })).rejects.toThrow(/group design does not exist/u);
    expect(await engine.refresh()).toBe("gone");
  });
});

describe("a renaming of which the answer was lost", () => {
  async function lost(): Promise<{ pool: Pool; engine: SmallEngine }> {
    const pool = await startPool();
    const engine = engineOf(pool, "Group");
    await engine.up(design);
    const { kept } = engine;
    await pool.admin.groups.update("design", { newCode: "product" });
    const notes = { unconfirmed: ["code"], renaming: "product" };
    engine.kept = { ...kept!, outs: { ...kept!.outs, __approw: notes } };
    return { pool, engine };
  }

  test("is found by a refresh, and the object is deleted with the resource", async () => {
    const { pool, engine } = await lost();
    const state = engine.kept!;
    expect(await engine.refresh()).toBe("changed");
    expect(engine.kept?.outs).toMatchObject({ code: "product" });

    engine.kept = state;
    await engine.destroy();
    await expect(pool.admin.groups.detail("product")).rejects.toThrow("product");
  });

  test("is not taken for another object that has the previous code by now", async () => {
    const { pool, engine } = await lost();
    await pool.admin.groups.create({ code: "design", name: "Another" });

    await expect(engine.refresh()).rejects.toThrow(
      /group design was renamed to product, and the pool now has both/u,
    );
    await expect(engine.destroy()).rejects.toThrow(/the pool now has both/u);
    expect(await pool.admin.groups.detail("design")).toMatchObject({ name: "Another" });
  });
});

describe("a change by hand", () => {
  test("of a declared field is drift that the next `up` repairs; of another it is not", async () => {
    const pool = await startPool();
    const engine = engineOf(pool, "Group");
    await engine.up(design);
    await pool.admin.groups.update("design", { description: "By hand" });
    expect(await engine.refresh()).toBe("same");
    await pool.admin.groups.update("design", { name: "Drawing" });

    expect(await engine.refresh()).toBe("changed");
    expect(engine.kept?.inputs).toMatchObject({ name: "Drawing" });
    expect(await engine.up(design)).toBe("update");
    expect(await pool.admin.groups.detail("design")).toMatchObject({ name: "Design" });
  });
});

describe("a deletion", () => {
  async function poolWithMember(): Promise<{ pool: Pool; id: string }> {
    const pool = await startPool({ seed: { users: [{ username: "ada", roles: ["author"] }] } });
    const { list } = await pool.admin.users.list();
    return { pool, id: list[0]!.id };
  }

  test("of a group with members is refused with their number", async () => {
    const { pool, id } = await poolWithMember();
    const engine = engineOf(pool, "Group");
    await engine.up(design);
    await pool.admin.groups.addUsers("design", [id]);

    await expect(engine.destroy()).rejects.toThrow(
      /group design still has 1 user and was not deleted.*force: true.*retain/su,
    );
    expect(await engine.refresh()).toBe("same");

    await engine.up({ ...design, force: true });
    await engine.destroy();
    expect(await pool.admin.users.listGroups(id)).toMatchObject({ totalCount: 0 });
  });

  test("of a role that somebody holds counts the user against approw:maxDeletions", async () => {
    const { pool } = await poolWithMember();
    const declared = { code: "author", adopt: true, deletionPolicy: "delete", force: true };
    const engine = engineOf(pool, "Role", { maxDeletions: 0 });
    await engine.up(declared);

    await expect(engine.destroy()).rejects.toThrow(/deleting role author.*approw:maxDeletions is 0/u);
    expect(await pool.admin.roles.detail("author")).toMatchObject({ code: "author" });
  });

  test("of what is gone already is done", async () => {
    const pool = await startPool();
    const engine = engineOf(pool, "Role");
    await engine.up({ code: "drawer" });
    await pool.admin.roles.delete("drawer");

    await engine.destroy();
    expect(engine.kept).toBeUndefined();
  });

  test("with retain leaves it", async () => {
    const pool = await startPool();
    const engine = engineOf(pool, "Role");
    await engine.up({ code: "drawer", deletionPolicy: "retain" });
    await engine.destroy();

    expect(await pool.admin.roles.detail("drawer")).toMatchObject({ code: "drawer" });
  });
});

describe("a look-up", () => {
  test("reads by id, and an id of another form says which one is meant", async () => {
    const pool = await startPool();
    const { session } = contextOf(pool, { client: pool.admin });

    expect(await session.read("Role", "default/author", {})).toMatchObject({ outs: { code: "author" } });
    await expect(session.read("Role", "author", {})).rejects.toThrow(
      /the id of a Role must be the namespace.*default\/deployer/u,
    );
    await expect(session.read("Group", "nobody", {})).rejects.toThrow(/Group nobody does not exist/u);
  });
});

describe("requests", () => {
  const many = 300;
  const code = (index: number): string => `team-${String(index)}`;

  test("of a refresh of 300 groups and 300 roles are pages", async () => {
    const codes = Array.from({ length: many }, (_, index) => ({ code: code(index), name: code(index) }));
    const pool = await startPool({
      seed: { groups: codes, roles: codes.map((each) => ({ code: each.code })) },
    });
    const { session } = contextOf(pool, { client: pool.admin });
    const { userPoolId } = pool.emulator;
    const states = codes.flatMap(({ code: each }) => [
      { kind: "Group" as const, id: each, state: { code: each, userPoolId } },
      { kind: "Role" as const, id: `default/${each}`, state: { code: each, userPoolId } },
    ]);

    for (let index = 0; index < states.length; index += 16) {
      const some = states.slice(index, index + 16);
      const read = await Promise.all(some.map(({ kind, id, state }) => session.read(kind, id, state)));
      for (const [place, result] of read.entries()) expect(result).toMatchObject({ id: some[place]!.id });
    }

    expect(pool.emulator.counters.total()).toBeLessThanOrEqual(20);
  });

  test("of a deletion of 300 groups count their members and delete them together", async () => {
    const codes = Array.from({ length: many }, (_, index) => ({ code: code(index), name: code(index) }));
    const pool = await startPool({ seed: { groups: codes } });
    const { session } = contextOf(pool, { client: pool.admin });
    const { userPoolId } = pool.emulator;

    await Promise.all(
      codes.map(({ code: each }) => session.delete("Group", each, { code: each, userPoolId })),
    );

    // 30 counts of ten groups each, and deletions of 80 at a time.
    expect(pool.emulator.counters.byOperation()).toEqual({ group: 30, deleteGroups: 4 });
    expect(await pool.admin.groups.list(1, 50)).toMatchObject({ totalCount: 3 });
  });

  test("find an object that the pages do not list", async () => {
    const codes = Array.from({ length: 60 }, (_, index) => ({ code: code(index), name: code(index) }));
    const pool = await startPool({ seed: { groups: codes } });
    pool.emulator.faults.add({ operation: "groups", kind: "cutPage", times: Infinity });
    const { session } = contextOf(pool, { client: pool.admin });
    const { userPoolId } = pool.emulator;
    const read = await Promise.all(
      codes.map(({ code: each }) => session.read("Group", each, { code: each, userPoolId })),
    );

    expect(read).not.toContain("gone");
  });
});
