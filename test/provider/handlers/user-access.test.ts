import { describe, expect, test } from "vitest";

import type { KindName } from "../../../model/schema/index.js";
import { check } from "../../../provider/session.js";
import { contextOf } from "../../support/handler-context.js";
import { SmallEngine } from "../../support/small-engine.js";
import { type Pool, startPool } from "../../support/start-pool.js";
import { heldBy } from "./fault-matrix.js";

const ada = { username: "ada" };
const everything = {
  ...ada,
  groups: ["engineering", "research"],
  roles: ["author", { code: "recruiter", namespace: "hr" }],
};

async function poolOf(): Promise<Pool> {
  const pool = await startPool({ seed: { namespaces: [{ code: "hr" }], users: [] } });
  await pool.admin.roles.create({ code: "recruiter", namespace: "hr" });
  await pool.admin.roles.create({ code: "screener", namespace: "hr" });
  pool.emulator.counters.reset();
  return pool;
}

type Options = Parameters<typeof contextOf>[1];

/** Each operation is a run of its own. */
function engineOf(pool: Pool, kind: KindName = "User", options: Options = {}): SmallEngine {
  return new SmallEngine(kind, () => contextOf(pool, { client: pool.admin, ...options }));
}

async function rolesIn(pool: Pool, id: string, namespace: string): Promise<string[]> {
  const { list } = await pool.admin.users.listRoles(id, namespace);
  return list.map(({ code }) => code).sort();
}

const writing = ["updateUser", "addUserToGroup", "removeUserFromGroup", "assignRole", "revokeRole"] as const;

function writes({ emulator: { counters } }: Pool): number {
  return writing.reduce((sum, name) => sum + counters.of(name), 0);
}

describe("groups and roles of a user", () => {
  test("are given at creation, in every namespace, and stay as they are", async () => {
    const pool = await poolOf();
    const engine = engineOf(pool);
    await engine.up(everything);
    const { id } = engine.kept!;

    expect(await heldBy(pool.admin, id)).toEqual({ groups: ["engineering", "research"], roles: ["author"] });
    expect(await rolesIn(pool, id, "hr")).toEqual(["recruiter"]);
    expect(await engine.refresh()).toBe("same");
    expect(await engine.up(everything)).toBe("same");
  });

  test("change: what is added is given, what is removed is taken, and others are left alone", async () => {
    const pool = await poolOf();
    const engine = engineOf(pool);
    await engine.up(everything);
    const { id } = engine.kept!;
    await pool.admin.groups.addUsers("on-call", [id]);

    await engine.up({
      ...ada,
      groups: ["research"],
      roles: ["reviewer", { code: "screener", namespace: "hr" }],
    });

    expect(await heldBy(pool.admin, id)).toEqual({ groups: ["research", "on-call"], roles: ["reviewer"] });
    expect(await rolesIn(pool, id, "hr")).toEqual(["screener"]);
  });

  test("that are removed from the program are taken, or kept with removedAccess", async () => {
    const pool = await poolOf();
    const engine = engineOf(pool);
    await engine.up(everything);
    const { id } = engine.kept!;
    await engine.up({ ...ada, groups: ["engineering", "research"], removedAccess: "keep" });
    expect(await rolesIn(pool, id, "hr")).toEqual(["recruiter"]);
    expect(await heldBy(pool.admin, id)).toMatchObject({ roles: ["author"] });

    await engine.up(ada);
    expect(await heldBy(pool.admin, id)).toEqual({ groups: [], roles: ["author"] });
    expect(engine.kept?.outs).not.toHaveProperty("groups");
  });

  test("that one bad merge removes count against approw:maxDeletions", async () => {
    const pool = await poolOf();
    const engine = engineOf(pool, "User", { maxDeletions: 0 });
    await engine.up(everything);

    await expect(engine.up(ada)).rejects.toThrow(/approw:maxDeletions is 0/u);
    await expect(engine.up({ ...ada, groups: [], roles: [] })).rejects.toThrow(/approw:maxDeletions is 0/u);
    expect(await heldBy(pool.admin, engine.kept!.id)).toEqual({
      groups: ["engineering", "research"],
      roles: ["author"],
    });
    expect(await engine.up({ ...everything, groups: ["engineering"] })).toBe("update");
  });

  test("of which the limit refuses some leave in the state what became of the others", async () => {
    const pool = await poolOf();
    const engine = engineOf(pool, "User", { maxDeletions: 0 });
    await engine.up({ ...ada, groups: ["engineering"], roles: ["author"] });

    await expect(engine.up({ ...ada, groups: ["research"], roles: [] })).rejects.toThrow(
      /maxDeletions is 0/u,
    );

    expect(engine.kept?.outs).toMatchObject({ groups: ["research"], roles: ["author"] });
    expect(await heldBy(pool.admin, engine.kept!.id)).toEqual({ groups: ["research"], roles: ["author"] });
    // One namespace of several is no longer declared: that is everyday work.
    await engine.up({ ...everything, groups: ["research"] });
    expect(await engine.up({ ...ada, groups: ["research"], roles: ["author"] })).toBe("update");
  });

  test("of an adopted user are compared with what others declare before anything is written", async () => {
    const pool = await poolOf();
    const { id: userId } = await pool.admin.users.create({ username: "ada" });
    const context = contextOf(pool, { client: pool.admin });
    await new SmallEngine("UserGroupMembership", () => context).up({
      userId,
      groups: ["research"],
      __approwName: "m",
    });
    const whole = { ...ada, adopt: true, groups: ["engineering"], exhaustiveGroups: true };

    await expect(new SmallEngine("User", () => context).up(whole)).rejects.toThrow(
      /one of them is exhaustive/u,
    );
    expect(await heldBy(pool.admin, userId)).toMatchObject({ groups: ["research"] });
  });

  test("changed by hand are drift in the declared ones, and in all of them where they are exhaustive", async () => {
    const pool = await poolOf();
    const engine = engineOf(pool);
    await engine.up(everything);
    const { id } = engine.kept!;
    await pool.admin.groups.addUsers("on-call", [id]);
    await pool.admin.roles.assign({ roles: ["admin"], userIds: [id] });
    expect(await engine.refresh()).toBe("same");
    await pool.admin.groups.removeUsers("research", [id]);
    expect(await engine.refresh()).toBe("changed");
    await engine.up(everything);
    expect(await heldBy(pool.admin, id)).toMatchObject({ groups: ["engineering", "on-call", "research"] });

    const whole = { ...everything, exhaustiveGroups: true, exhaustiveRoles: true };
    await engine.up(whole);
    expect(await heldBy(pool.admin, id)).toEqual({ groups: ["engineering", "research"], roles: ["author"] });
    await pool.admin.roles.assign({ roles: ["screener"], userIds: [id], namespace: "hr" });
    expect(await engine.refresh()).toBe("changed");
    await engine.up(whole);
    expect(await rolesIn(pool, id, "hr")).toEqual(["recruiter"]);
  });

  test("that were given by hand and read by a refresh are not taken when they leave the program with the list", async () => {
    const pool = await poolOf();
    const engine = engineOf(pool);
    await engine.up({ ...ada, groups: ["research"], exhaustiveGroups: true });
    const { id } = engine.kept!;
    await pool.admin.groups.addUsers("on-call", [id]);
    await engine.refresh();
    await engine.up(ada);

    expect(await heldBy(pool.admin, id)).toMatchObject({ groups: ["on-call"] });
  });

  test("of which one does not exist leave the user in the state, with what was given", async () => {
    const pool = await poolOf();
    const engine = engineOf(pool);
    await expect(engine.up({ ...everything, groups: ["engineering", "nowhere"] })).rejects.toThrow(
      /groups and roles of user .* were only partly set. Failed: nowhere/u,
    );

    expect(engine.kept?.outs).toMatchObject({
      username: "ada",
      groups: ["engineering"],
      roles: everything.roles,
    });
    await engine.up(everything);
    expect(await engine.refresh()).toBe("same");
  });

  test("of a new user are given although the service fails in between", async () => {
    const pool = await poolOf();
    const engine = engineOf(pool);
    pool.emulator.faults.add({ operation: "userBatch", kind: "code", code: 500, times: Infinity });
    await expect(engine.up({ ...everything, exhaustiveGroups: true })).rejects.toThrow(/were not set/u);
    expect(engine.kept?.outs).toMatchObject({ username: "ada" });
    pool.emulator.faults.clear();

    await engine.up({ ...everything, exhaustiveGroups: true });
    expect(await heldBy(pool.admin, engine.kept!.id)).toMatchObject({ groups: ["engineering", "research"] });
  });
});

describe("one resource in place of three", () => {
  const groups = ["engineering", "research"];
  const roles = ["author"];

  test("takes over without a write, and gives back without one", async () => {
    const pool = await poolOf();
    const user = engineOf(pool);
    const membership = engineOf(pool, "UserGroupMembership");
    const assignment = engineOf(pool, "UserRoleAssignment");
    await user.up(ada);
    const { id: userId } = user.kept!;
    await membership.up({ userId, groups });
    await assignment.up({ userId, roles });
    const before = await heldBy(pool.admin, userId);
    pool.emulator.counters.reset();

    // One run: the user is updated before the two others are deleted.
    const toOne = contextOf(pool, { client: pool.admin });
    const { kept } = user;
    await run(toOne, async ({ one }) => {
      one.kept = kept;
      await one.up({ ...ada, groups, roles });
      user.kept = one.kept;
      await toOne.session.delete("UserGroupMembership", membership.kept!.id, membership.kept!.outs);
      await toOne.session.delete("UserRoleAssignment", assignment.kept!.id, assignment.kept!.outs);
    });
    expect(writes(pool)).toBe(0);

    const toThree = contextOf(pool, { client: pool.admin });
    await run(toThree, async ({ one, member, assigned }) => {
      one.kept = user.kept;
      await one.up({ ...ada, removedAccess: "keep" });
      await member.up({ userId, groups });
      await assigned.up({ userId, roles });
    });
    expect(writes(pool)).toBe(0);
    expect(await heldBy(pool.admin, userId)).toEqual(before);
  });

  async function run(
    context: ReturnType<typeof contextOf>,
    steps: (engines: Record<"assigned" | "member" | "one", SmallEngine>) => Promise<void>,
  ): Promise<void> {
    await steps({
      one: new SmallEngine("User", () => context),
      member: new SmallEngine("UserGroupMembership", () => context),
      assigned: new SmallEngine("UserRoleAssignment", () => context),
    });
  }

  test.each([
    [
      "UserGroupMembership",
      { groups: ["research"] },
      /groups of user .* are also declared by User .*both declare research/u,
    ],
    ["UserGroupMembership", { groups: [], exhaustive: true }, /one of them is exhaustive/u],
    [
      "UserRoleAssignment",
      { roles: ["recruiter"], namespace: "hr" },
      /roles of user .* in namespace hr.*both declare recruiter/u,
    ],
  ] as const)("and a %s that declares the same fail the check", async (kind, declared, reason) => {
    const pool = await poolOf();
    const context = contextOf(pool, { client: pool.admin });
    const engine = new SmallEngine("User", () => context);
    await engine.up(everything);

    const news = { userId: engine.kept!.id, ...declared, __approwName: "ada" };
    const { failures } = check(kind, {}, news, () => context.session);
    expect(failures).toMatchObject(
      [{ reason: reason }].map(({ reason: text }) => ({ reason: expect.stringMatching(text) as string })),
    );
  });
});
