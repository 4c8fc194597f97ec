import { describe, expect, test } from "vitest";

import type { EmulatorOptions } from "../../../emulator/index.js";
import { check } from "../../../provider/session.js";
import { contextOf } from "../../support/handler-context.js";
import { SmallEngine } from "../../support/small-engine.js";
import { type Pool, startPool } from "../../support/start-pool.js";

const statements = [{ resource: "books:*", actions: ["books:read"] }];
const seededPolicies = ["read", "write", "lend", "audit"];

async function startLibrary({ seed, ...options }: EmulatorOptions = {}): Promise<Pool> {
  return await startPool({
    ...options,
    seed: {
      namespaces: [{ code: "hr" }],
      ...seed,
      policies: [
        ...seededPolicies.map((code) => ({ code, statements })),
        { code: "hire", namespace: "hr", statements },
      ],
    },
  });
}

/** A library with users; their ids. */
async function libraryOf(
  count: number,
  options: EmulatorOptions = {},
): Promise<{ pool: Pool; ids: string[] }> {
  const users = Array.from({ length: count }, (_, index) => ({ username: `user-${String(index)}` }));
  const pool = await startLibrary({ ...options, seed: { ...options.seed, users } });
  const ids: string[] = [];
  for await (const { id } of pool.admin.users.listAll()) ids.push(id);
  pool.emulator.counters.reset();
  return { pool, ids };
}

function engineOf(pool: Pool, options: Parameters<typeof contextOf>[1] = {}): SmallEngine {
  return new SmallEngine("PolicyAssignment", () => contextOf(pool, { client: pool.admin, ...options }));
}

const targetTypes = { userId: "USER", group: "GROUP", role: "ROLE" } as const;

type Target = Partial<Record<keyof typeof targetTypes, string>>;

/** The target as the service names it. */
function inService(target: Target): {
  targetType: (typeof targetTypes)[keyof Target];
  targetIdentifier: string;
} {
  for (const field of ["userId", "group", "role"] as const) {
    const targetIdentifier = target[field];
    if (targetIdentifier !== undefined) return { targetType: targetTypes[field], targetIdentifier };
  }
  throw new Error("a target without an identifier");
}

async function policiesOf({ admin }: Pool, target: Target, namespace = "default"): Promise<string[]> {
  const { list } = await admin.policies.listOfTarget(inService(target), 1, 50, namespace);
  return list.map(({ code }) => code).sort();
}

async function give({ admin }: Pool, target: Target, policy: string): Promise<void> {
  const { targetType, targetIdentifier } = inService(target);
  await admin.policies.assign({ policies: [policy], targetType, targetIdentifiers: [targetIdentifier] });
}

const holders = {
  user: (userId: string): Target => ({ userId }),
  group: (): Target => ({ group: "research" }),
  role: (): Target => ({ role: "author" }),
};

describe.each(Object.entries(holders))("the policies of a %s", (type, targetOf) => {
  async function start(
    options: EmulatorOptions = {},
  ): Promise<{ pool: Pool; target: Target; engine: SmallEngine }> {
    const { pool, ids } = await libraryOf(1, options);
    return { pool, target: targetOf(ids[0]!), engine: engineOf(pool) };
  }

  test("are given and taken, and others are left alone", async () => {
    const { pool, target, engine } = await start();
    await give(pool, target, "audit");
    await engine.up({ ...target, policies: ["read", "write"] });
    expect(engine.kept?.id).toBe(`${type}/${Object.values(target)[0]}/default`);
    expect(await policiesOf(pool, target)).toEqual(["audit", "read", "write"]);
    expect(await engine.refresh()).toBe("same");

    expect(await engine.up({ ...target, policies: ["write", "lend"] })).toBe("update");
    expect(await policiesOf(pool, target)).toEqual(["audit", "lend", "write"]);

    await engine.destroy();
    expect(await policiesOf(pool, target)).toEqual(["audit"]);
  });

  test("that are taken by hand are drift that the next `up` repairs", async () => {
    const { pool, target, engine } = await start();
    await engine.up({ ...target, policies: ["read", "write"] });
    const { targetType, targetIdentifier } = inService(target);
    await pool.admin.policies.unassign({
      policies: ["read"],
      targetType,
      targetIdentifiers: [targetIdentifier],
    });

    expect(await engine.refresh()).toBe("changed");
    expect(engine.kept?.inputs).toMatchObject({ policies: ["write"] });
    await engine.up({ ...target, policies: ["read", "write"] });
    expect(await policiesOf(pool, target)).toEqual(["read", "write"]);
  });

  test("are the complete set where they are exhaustive", async () => {
    const { pool, target, engine } = await start();
    await give(pool, target, "audit");
    await engine.up({ ...target, policies: ["read"], exhaustive: true });
    expect(await policiesOf(pool, target)).toEqual(["read"]);

    await give(pool, target, "audit");
    expect(await engine.refresh()).toBe("changed");
    expect(await engine.up({ ...target, policies: ["read"], exhaustive: true })).toBe("update");
    expect(await policiesOf(pool, target)).toEqual(["read"]);
    await give(pool, target, "audit");
    expect(await engine.refresh()).toBe("changed");
    // What was given by hand is not the resource's to take when it goes.
    await engine.destroy();
    expect(await policiesOf(pool, target)).toEqual(["audit"]);
  });

  test("are read by their id, and an id of another form says which one is meant", async () => {
    const { pool, target } = await start();
    await give(pool, target, "read");
    const { session } = contextOf(pool, { client: pool.admin });
    const id = `${type}/${Object.values(target)[0]}/default`;

    expect(await session.read("PolicyAssignment", id, {})).toEqual({
      id,
      outs: { ...target, namespace: "default", policies: ["read"], userPoolId: pool.emulator.userPoolId },
    });
    await expect(session.read("PolicyAssignment", `${type}/nobody/default`, {})).rejects.toThrow(
      /PolicyAssignment .* does not exist/u,
    );
    await expect(session.read("PolicyAssignment", `${type}/default`, {})).rejects.toThrow(
      /the id of a PolicyAssignment must be the word.*group\/engineering\/default/u,
    );
  });

  test("that do not exist are named, and the others are kept", async () => {
    const { target, engine } = await start();

    await expect(engine.up({ ...target, policies: ["read", "fly"] })).rejects.toThrow(
      /policies of .* were only partly set. Failed: fly \(.*policy fly/u,
    );
    expect(engine.kept?.outs).toMatchObject({ policies: ["read"] });
  });

  test.each(["empty", "error"] as const)(
    "go with the %s: the state forgets them, and to give them is an error that says so",
    async (policiesOfUnknownTarget) => {
      const { pool, target, engine } = await start({ behaviour: { policiesOfUnknownTarget } });
      await engine.up({ ...target, policies: ["read"] });
      if (target.userId !== undefined) await pool.admin.users.delete(target.userId);
      if (target.group !== undefined) await pool.admin.groups.delete(target.group);
      if (target.role !== undefined) await pool.admin.roles.delete(target.role);

      await expect(engine.up({ ...target, policies: ["read", "write"] })).rejects.toThrow(
        new RegExp(`${type} .* does not exist in this user pool`, "u"),
      );
      await expect(engineOf(pool).up({ ...target, policies: ["read"], exhaustive: true })).rejects.toThrow(
        new RegExp(`${type} .* does not exist in this user pool`, "u"),
      );
      const again = engineOf(pool);
      again.kept = engine.kept;
      await again.destroy();
      expect(await engine.refresh()).toBe("gone");
    },
  );

  test("that the service does not take together are given one after the other", async () => {
    const { pool, target, engine } = await start({
      behaviour: { severalMutations: "error", repeatedMembership: "error" },
    });
    await give(pool, target, "read");

    await engine.up({ ...target, policies: ["read", "write"] });

    expect(await policiesOf(pool, target)).toEqual(["read", "write"]);
  });
});

describe("an assignment", () => {
  test.each([
    [{}, /exactly one of userId, group, role must be declared, but none is/u],
    [{ group: "research", role: "author" }, /but group and role are/u],
  ])("of %j fails the check", async (target, reason) => {
    const pool = await startLibrary();

    await expect(engineOf(pool).up({ ...target, policies: ["read"] })).rejects.toThrow(reason);
  });

  test("of another target is given there before it is taken from the previous one", async () => {
    const { pool, ids } = await libraryOf(1);
    const engine = engineOf(pool);
    const [userId = ""] = ids;
    await engine.up({ userId, policies: ["read"] });

    expect(await engine.up({ role: "author", policies: ["read"] })).toBe("replace");
    expect(await policiesOf(pool, { role: "author" })).toEqual(["read"]);
    expect(await policiesOf(pool, { userId })).toEqual([]);
  });

  test("is about one namespace, where a role is as well", async () => {
    const pool = await startLibrary({ seed: { roles: [{ code: "recruiter", namespace: "hr" }] } });
    const engine = engineOf(pool);
    await engine.up({ role: "recruiter", policies: ["hire"], namespace: "hr" });

    expect(engine.kept?.id).toBe("role/recruiter/hr");
    expect(await policiesOf(pool, { role: "recruiter" }, "hr")).toEqual(["hire"]);
    expect(await engine.refresh()).toBe("same");
    await pool.admin.roles.delete("recruiter", "hr");
    await expect(
      engine.up({ role: "recruiter", policies: [], namespace: "hr", exhaustive: true }),
    ).rejects.toThrow(/role recruiter in namespace hr does not exist/u);
  });

  test.each(["default", "hr"])(
    "of a policy of another namespace than %s fails the check",
    async (namespace) => {
      const other = namespace === "hr" ? "default" : "hr";
      const pool = await startLibrary();
      const policies = [
        { code: "read", namespace },
        { code: "hire", namespace: other },
      ];

      await expect(engineOf(pool).up({ group: "research", policies, namespace })).rejects.toThrow(
        `policies[1] is the policy hire of namespace ${other}, but this PolicyAssignment is for namespace ${namespace}`,
      );
    },
  );

  test("that another resource declares as well fails the check", async () => {
    const pool = await startLibrary();
    const { session } = contextOf(pool);
    const declare = (name: string, declared: object): unknown =>
      check("PolicyAssignment", {}, { ...declared, __approwName: name }, () => session).failures;

    expect(declare("one", { group: "research", policies: ["read", "lend"] })).toEqual([]);
    expect(declare("role of that code", { role: "research", policies: ["read"] })).toEqual([]);
    expect(declare("user of that id", { userId: "research", policies: ["read"] })).toEqual([]);
    expect(declare("other namespace", { group: "research", policies: ["read"], namespace: "hr" })).toEqual(
      [],
    );
    expect(declare("other policy", { group: "research", policies: ["write"] })).toEqual([]);
    expect(declare("two", { group: "research", policies: ["lend", "audit"] })).toEqual([
      {
        property: "policies",
        reason: expect.stringMatching(
          /^the policies of group research in namespace default are also declared by one \(both declare lend\)/u,
        ) as unknown,
      },
    ]);
    expect(declare("all", { group: "research", policies: [], exhaustive: true })).not.toEqual([]);
  });

  test("that moves to another resource of the program stays", async () => {
    const { pool, ids } = await libraryOf(1);
    const [userId = ""] = ids;
    const before = engineOf(pool);
    await before.up({ userId, policies: ["read", "write"] });
    const context = contextOf(pool, { client: pool.admin });
    const after = new SmallEngine("PolicyAssignment", () => context);
    await after.up({ userId, policies: ["read"] });
    const removed = new SmallEngine("PolicyAssignment", () => context);
    removed.kept = before.kept;
    await removed.destroy();

    expect(await policiesOf(pool, { userId })).toEqual(["read"]);
  });

  test("that users lose with the resource counts against approw:maxDeletions; groups and roles do not", async () => {
    const { pool, ids } = await libraryOf(2);
    let context = contextOf(pool, { client: pool.admin });
    const targets: Target[] = [
      ...ids.map((userId) => ({ userId })),
      { group: "research" },
      { role: "author" },
    ];
    const engines = targets.map(() => new SmallEngine("PolicyAssignment", () => context));
    await Promise.all(engines.map((engine, index) => engine.up({ ...targets[index], policies: ["read"] })));

    context = contextOf(pool, { client: pool.admin, maxDeletions: 1 });
    const [one, two, ...others] = engines.map((engine) => engine.destroy());
    await Promise.all([
      expect(one).rejects.toThrow(
        /taking policies from user .* would remove 2 users.*approw:maxDeletions is 1/u,
      ),
      expect(two).rejects.toThrow(/taking policies from user .* would remove more users/u),
      ...others,
    ]);

    expect(await policiesOf(pool, { userId: ids[0]! })).toEqual(["read"]);
    expect(await policiesOf(pool, { group: "research" })).toEqual([]);
    expect(await policiesOf(pool, { role: "author" })).toEqual([]);
  });
});

describe("a role", () => {
  test("of the default namespace is refused by an assignment of another one", async () => {
    const { pool, ids } = await libraryOf(1, { seed: { roles: [{ code: "author", namespace: "hr" }] } });
    const engine = new SmallEngine("UserRoleAssignment", () => contextOf(pool, { client: pool.admin }));
    const roles = [{ code: "author", namespace: "default" }];

    await expect(engine.up({ userId: ids[0], roles, namespace: "hr" })).rejects.toThrow(
      "roles[0] is the role author of namespace default, but this UserRoleAssignment is for namespace hr",
    );
  });
});

describe("requests", () => {
  const count = 100;

  function groupsOf(number: number): { code: string }[] {
    return Array.from({ length: number }, (_, index) => ({ code: `team-${String(index)}` }));
  }

  test.each([
    ["users", 4],
    ["groups", 4],
  ])("of 100 assignments of two policies to %s are batches", async (kind, most) => {
    const { pool, ids } = await libraryOf(count, { seed: { groups: groupsOf(count) } });
    const targets =
      kind === "users"
        ? ids.map((userId) => ({ userId }))
        : groupsOf(count).map(({ code }) => ({ group: code }));
    let context = contextOf(pool, { client: pool.admin });
    const engines = targets.map(() => new SmallEngine("PolicyAssignment", () => context));
    const { counters } = pool.emulator;

    await Promise.all(
      engines.map((engine, index) => engine.up({ ...targets[index], policies: ["read", "write"] })),
    );
    expect(counters.total()).toBeLessThanOrEqual(most);
    expect(await policiesOf(pool, targets[99]!)).toEqual(["read", "write"]);

    context = contextOf(pool, { client: pool.admin });
    counters.reset();
    const found = await Promise.all(engines.map((engine) => engine.refresh()));
    expect(new Set(found)).toEqual(new Set(["same"]));
    expect(counters.total()).toBeLessThanOrEqual(most);

    context = contextOf(pool, { client: pool.admin });
    counters.reset();
    await Promise.all(engines.map((engine) => engine.destroy()));
    expect(counters.total()).toBeLessThanOrEqual(most);
    expect(await policiesOf(pool, targets[99]!)).toEqual([]);
  });

  test("of a refresh with 16 resources in flight read the pages of the pool", async () => {
    const { pool, ids } = await libraryOf(400);
    const { userPoolId } = pool.emulator;
    const { admin } = pool;
    for (let index = 0; index < ids.length; index += 80) {
      const targetIdentifiers = ids.slice(index, index + 80);
      await admin.policies.assign({ policies: ["read"], targetType: "USER", targetIdentifiers });
    }
    pool.emulator.counters.reset();
    const { session } = contextOf(pool, { client: admin });

    for (let index = 0; index < ids.length; index += 8) {
      const some = ids.slice(index, index + 8);
      const read = await Promise.all([
        ...some.map((id, place) =>
          session.read("User", id, { username: `user-${String(index + place)}`, userPoolId }),
        ),
        ...some.map((userId) =>
          session.read("PolicyAssignment", `user/${userId}/default`, {
            userId,
            policies: ["read"],
            userPoolId,
          }),
        ),
      ]);
      for (const result of read) expect(result).not.toHaveProperty("inputs");
    }

    // A page costs three requests with the policies. The pages are read after as many batches, of which there would be 50.
    const pages = 4 * 3;
    expect(pool.emulator.counters.total()).toBeLessThanOrEqual(pages + 3 + pages);
  });
});
