import { describe, expect, test } from "vitest";

import { check } from "../../../provider/session.js";
import { contextOf } from "../../support/handler-context.js";
import { SmallEngine } from "../../support/small-engine.js";
import { type Pool, startPool } from "../../support/start-pool.js";

async function poolOf(count: number): Promise<{ pool: Pool; ids: string[] }> {
  const users = Array.from({ length: count }, (_, index) => ({ username: `user-${String(index)}` }));
  const pool = await startPool({ seed: { users } });
  const ids: string[] = [];
  for await (const { id } of pool.admin.users.listAll()) ids.push(id);
  pool.emulator.counters.reset();
  return { pool, ids };
}

function engineOf(pool: Pool, options: Parameters<typeof contextOf>[1] = {}): SmallEngine {
  return new SmallEngine("GroupMembers", () => contextOf(pool, { client: pool.admin, ...options }));
}

async function membersOf({ admin }: Pool, group: string): Promise<string[]> {
  const ids: string[] = [];
  for await (const id of admin.groups.listAllUserIds(group)) ids.push(id);
  return ids.sort();
}

describe("the members of a group", () => {
  test("are given and taken, and others are left alone", async () => {
    const { pool, ids } = await poolOf(4);
    const [one = "", two = "", three = "", byHand = ""] = ids;
    await pool.admin.groups.addUsers("research", [byHand]);
    const engine = engineOf(pool);
    await engine.up({ group: "research", users: [one, two] });
    expect(await membersOf(pool, "research")).toEqual([byHand, one, two].sort());
    expect(await engine.refresh()).toBe("same");

    await engine.up({ group: "research", users: [two, three] });
    expect(await membersOf(pool, "research")).toEqual([byHand, two, three].sort());

    await pool.admin.groups.removeUsers("research", [three]);
    expect(await engine.refresh()).toBe("changed");
    await engine.up({ group: "research", users: [two, three] });
    await engine.destroy();
    expect(await membersOf(pool, "research")).toEqual([byHand]);
  });

  test("are the whole truth where they are exhaustive", async () => {
    const { pool, ids } = await poolOf(3);
    const [one = "", two = "", byHand = ""] = ids;
    await pool.admin.groups.addUsers("research", [byHand]);
    const engine = engineOf(pool);
    await engine.up({ group: "research", users: [one, two], exhaustive: true });
    expect(await membersOf(pool, "research")).toEqual([one, two].sort());

    await pool.admin.groups.addUsers("research", [byHand]);
    expect(await engine.refresh()).toBe("changed");
    // What was given by hand is not the resource's to take when it goes.
    await engine.destroy();
    expect(await membersOf(pool, "research")).toEqual([byHand]);
  });

  test("of another group are added there before they leave the previous one", async () => {
    const { pool, ids } = await poolOf(2);
    const engine = engineOf(pool);
    await engine.up({ group: "research", users: ids });
    expect(await engine.up({ group: "on-call", users: ids })).toBe("replace");

    expect(await membersOf(pool, "on-call")).toEqual([...ids].sort());
    expect(await membersOf(pool, "research")).toEqual([]);
  });

  test("who do not exist fail, and the others are kept", async () => {
    const { pool, ids } = await poolOf(2);
    const engine = engineOf(pool);
    await expect(engine.up({ group: "research", users: [...ids, "nobody"] })).rejects.toThrow(
      /users of research were only partly set. Failed: nobody/u,
    );

    expect(engine.kept?.outs).toMatchObject({ users: ids });
  });

  test("of a group that does not exist are an error, and a look-up says so too", async () => {
    const { pool, ids } = await poolOf(1);
    await expect(engineOf(pool).up({ group: "nowhere", users: ids, exhaustive: true })).rejects.toThrow(
      /group nowhere does not exist/u,
    );
    await expect(engineOf(pool).up({ group: "nowhere", users: ids })).rejects.toThrow(/nowhere/u);
    const { session } = contextOf(pool, { client: pool.admin });
    await expect(session.read("GroupMembers", "nowhere", {})).rejects.toThrow(/GroupMembers nowhere/u);
    await pool.admin.groups.addUsers("research", ids);
    expect(await session.read("GroupMembers", "research", {})).toMatchObject({ outs: { users: ids } });
  });

  test("count against approw:maxDeletions, each user once", async () => {
    const { pool, ids } = await poolOf(3);
    const engine = engineOf(pool, { maxDeletions: 2 });
    await engine.up({ group: "research", users: ids });

    await expect(engine.destroy()).rejects.toThrow(/would remove 3 users.*approw:maxDeletions is 2/u);
    expect(await membersOf(pool, "research")).toEqual([...ids].sort());
  });

  test("of a group that is gone lose nothing, so nobody counts", async () => {
    const { pool, ids } = await poolOf(3);
    const engine = engineOf(pool, { maxDeletions: 0 });
    await engine.up({ group: "research", users: ids });
    await pool.admin.groups.delete("research");

    await engine.destroy();

    expect(engine.kept).toBeUndefined();
    expect(pool.emulator.counters.of("removeUserFromGroup")).toBe(0);
  });

  test("of a large group are written 80 at a time and read in pages", async () => {
    const { pool, ids } = await poolOf(700);
    const engine = engineOf(pool);
    await engine.up({ group: "research", users: ids, exhaustive: true });
    expect(pool.emulator.counters.of("addUserToGroup")).toBe(9);
    pool.emulator.counters.reset();

    expect(await engine.refresh()).toBe("same");
    // Seven pages, and what proves that they are complete.
    expect(pool.emulator.counters.total()).toBeLessThanOrEqual(10);
  });
});

describe("a membership that is declared from both sides", () => {
  const cases = [
    [
      { groups: ["research"] },
      {},
      /the users of group research are also declared by UserGroupMembership ada \(both declare/u,
    ],
    [{ groups: ["on-call"], exhaustive: true }, {}, /one of them is exhaustive/u],
    [{ groups: ["research"] }, { exhaustive: true }, /one of them is exhaustive/u],
  ] as const;

  test.each(cases)("fails the check: %o beside %o", async (ofUser, ofGroup, reason) => {
    const { pool, ids } = await poolOf(2);
    const [userId = "", other = ""] = ids;
    const { session } = contextOf(pool);
    const users = "exhaustive" in ofGroup ? [other] : [userId];
    const membership = { userId, ...ofUser, __approwName: "ada" };
    const members = { group: "research", users, ...ofGroup, __approwName: "research" };

    expect(check("UserGroupMembership", {}, membership, () => session).failures).toEqual([]);
    const { failures } = check("GroupMembers", {}, members, () => session);
    expect(failures.map((failure) => failure.reason)).toEqual([expect.stringMatching(reason)]);

    const { session: another } = contextOf(pool);
    expect(check("GroupMembers", {}, members, () => another).failures).toEqual([]);
    expect(check("UserGroupMembership", {}, membership, () => another).failures).toHaveLength(1);
    // A resource that is checked again is not its own rival.
    expect(
      check("GroupMembers", {}, { ...members, users: [] }, () => another).failures.length,
    ).toBeLessThanOrEqual(1);
  });

  test("passes where they do not meet", async () => {
    const { pool, ids } = await poolOf(2);
    const [one = "", two = ""] = ids;
    const { session } = contextOf(pool);
    const declare = (kind: "GroupMembers" | "UserGroupMembership", declared: object): unknown =>
      check(kind, {}, { ...declared, __approwName: JSON.stringify(declared) }, () => session).failures;

    expect(declare("GroupMembers", { group: "research", users: [one] })).toEqual([]);
    expect(declare("UserGroupMembership", { userId: one, groups: ["on-call"] })).toEqual([]);
    expect(declare("UserGroupMembership", { userId: two, groups: ["research"] })).toEqual([]);
    expect(declare("GroupMembers", { group: "on-call", users: [two] })).toEqual([]);
    // Complete sets deny nothing that they are not about.
    expect(declare("GroupMembers", { group: "engineering", users: [one, two], exhaustive: true })).toEqual(
      [],
    );
  });
});
