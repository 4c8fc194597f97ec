import { describe, expect, test } from "vitest";

import { handlers } from "../../../provider/handlers/index.js";
import type { KindName } from "../../../model/schema/index.js";
import type { ManagementClient } from "../../../sdk/index.js";
import { contextOf } from "../../support/handler-context.js";
import { SmallEngine } from "../../support/small-engine.js";
import { type Pool, startPool } from "../../support/start-pool.js";

/** Memberships and role assignments promise the same; only the calls differ. */
interface Kind {
  readonly name: KindName;
  readonly property: "groups" | "roles";
  readonly codes: readonly [string, string, string];
  readonly held: (admin: ManagementClient, userId: string) => Promise<{ code: string }[]>;
  readonly give: (admin: ManagementClient, userId: string, code: string) => Promise<unknown>;
  readonly take: (admin: ManagementClient, userId: string, code: string) => Promise<unknown>;
}

const kinds: Record<string, Kind> = {
  userGroupMembership: {
    name: "UserGroupMembership",
    property: "groups",
    codes: ["engineering", "on-call", "research"],
    held: async (admin, userId) => (await admin.users.listGroups(userId)).list,
    give: (admin, userId, code) => admin.users.addGroup(userId, code),
    take: (admin, userId, code) => admin.users.removeGroup(userId, code),
  },
  userRoleAssignment: {
    name: "UserRoleAssignment",
    property: "roles",
    codes: ["author", "reviewer", "admin"],
    held: async (admin, userId) => (await admin.users.listRoles(userId)).list,
    give: (admin, userId, code) => admin.users.addRoles(userId, [code]),
    take: (admin, userId, code) => admin.users.removeRoles(userId, [code]),
  },
};

async function startLife(kind: Kind, options: Parameters<typeof startPool>[0] = {}): Promise<Life> {
  const pool = await startPool(options);
  const { id: userId } = await pool.admin.users.create({ username: "ada" });
  const engine = new SmallEngine(kind.name, () => contextOf(pool));
  return {
    pool,
    userId,
    engine,
    declare: (codes, rest = {}) => ({ userId, [kind.property]: codes, ...rest }),
    held: async (id = userId) => (await kind.held(pool.admin, id)).map(({ code }) => code).sort(),
  };
}

interface Life {
  readonly pool: Pool;
  readonly userId: string;
  readonly engine: SmallEngine;
  readonly declare: (codes: string[], rest?: Record<string, unknown>) => Record<string, unknown>;
  readonly held: (id?: string) => Promise<string[]>;
}

describe.each(Object.entries(kinds))("%s", (_name, kind) => {
  const [first, second, third] = kind.codes;

  test("is additive: it leaves alone what others gave, from creation to deletion", async () => {
    const { pool, userId, engine, declare, held } = await startLife(kind);
    await engine.up(declare([first]));
    await kind.give(pool.admin, userId, third);

    expect(await engine.refresh()).toBe("same");
    await engine.up(declare([first, second]));
    await engine.up(declare([second]));
    expect(await held()).toEqual([second, third].sort());
    await engine.destroy();

    expect(await held()).toEqual([third]);
  });

  test("exhaustive is the whole truth: what others gave is drift and is taken away", async () => {
    const { pool, userId, engine, declare, held } = await startLife(kind);
    await kind.give(pool.admin, userId, second);
    await engine.up(declare([first], { exhaustive: true }));
    expect(await held()).toEqual([first]);
    await kind.give(pool.admin, userId, third);

    expect(await engine.refresh()).toBe("changed");
    await engine.up(declare([first], { exhaustive: true }));

    expect(await held()).toEqual([first]);
  });

  test("takes over in silence what is already there", async () => {
    const { pool, userId, engine, declare, held } = await startLife(kind, {
      behaviour: { repeatedMembership: "error" },
    });
    await kind.give(pool.admin, userId, first);

    await engine.up(declare([first, second]));
    expect(await held()).toEqual([first, second].sort());
    await engine.destroy();

    expect(await held()).toEqual([]);
  });

  test("what was taken away by hand is drift, and given again", async () => {
    const { pool, userId, engine, declare, held } = await startLife(kind);
    await engine.up(declare([first, second]));
    await kind.take(pool.admin, userId, second);

    expect(await engine.refresh()).toBe("changed");
    expect(engine.kept!.inputs).toEqual(declare([first]));
    await engine.up(declare([first, second]));

    expect(await held()).toEqual([first, second].sort());
  });

  test("takes nothing where giving failed: nobody is without access in between", async () => {
    const { pool, engine, declare, held } = await startLife(kind);
    await engine.up(declare([first]));

    await expect(engine.up(declare(["no-such-code"]))).rejects.toThrow("no-such-code");

    expect(await held()).toEqual([first]);
    expect(engine.kept).toMatchObject({ isUnfinished: true, outs: { [kind.property]: [first] } });
    await engine.up(declare([second]));
    expect(await held()).toEqual([second]);
    expect(pool.emulator.faults.pending()).toBe(0);
  });

  test("gives before it takes", async () => {
    const order: string[] = [];
    const { engine, declare } = await startLife(kind, {
      log: (line) => void order.push(line.split(" ")[1] ?? ""),
    });
    await engine.up(declare([first]));
    order.length = 0;

    await engine.up(declare([second]));

    const writes = order.filter((name) => /^(?:addUser|assign|removeUser|revoke)/u.test(name));
    expect(writes.map((name) => /^(?:addUser|assign)/u.test(name))).toEqual([true, false]);
  });

  test("exhaustive with a code that does not exist is not created, and takes from nobody", async () => {
    const { pool, userId, engine, declare, held } = await startLife(kind);
    await kind.give(pool.admin, userId, third);

    await expect(engine.up(declare(["no-such-code"], { exhaustive: true }))).rejects.toThrow("no-such-code");

    expect(await held()).toEqual([third]);
    expect(engine.kept).toBeUndefined();
  });

  test("exhaustive looks at what is held now, and not at what the run has seen before", async () => {
    const { pool, userId, engine, declare, held } = await startLife(kind);
    await engine.up(declare([first], { exhaustive: true }));
    const run = contextOf(pool);
    const later = new SmallEngine(kind.name, () => run);
    later.kept = engine.kept;
    await later.refresh();
    await kind.give(pool.admin, userId, third);

    await later.up(declare([second], { exhaustive: true }));

    expect(await held()).toEqual([second]);
  });

  describe("after a refresh that saw what others gave, exhaustive", () => {
    async function startSeen(): Promise<Life> {
      const life = await startLife(kind);
      await life.engine.up(life.declare([first], { exhaustive: true }));
      await kind.give(life.pool.admin, life.userId, third);
      expect(await life.engine.refresh()).toBe("changed");
      return life;
    }

    test("leaves it to them when it is made additive", async () => {
      const { engine, declare, held } = await startSeen();

      await engine.up(declare([first]));

      expect(await held()).toEqual([first, third].sort());
    });

    test("leaves it to them when it is destroyed", async () => {
      const { engine, held } = await startSeen();
      expect(await engine.refresh()).toBe("same");

      await engine.destroy();

      expect(await held()).toEqual([third]);
    });

    test("owns it once the program declares it", async () => {
      const { engine, declare, held } = await startSeen();

      expect(await engine.up(declare([first, third], { exhaustive: true }))).toBe("update");
      expect(await engine.up(declare([first, third], { exhaustive: true }))).toBe("same");
      await engine.destroy();

      expect(await held()).toEqual([]);
    });
  });

  test("is a set: another order is no change", async () => {
    const { pool, engine, declare } = await startLife(kind);
    await engine.up(declare([first, second]));
    pool.emulator.counters.reset();

    expect(await engine.up(declare([second, first, second]))).toBe("same");
    expect(pool.emulator.counters.total()).toBe(0);
  });

  test("is gone with its person, and deleting it then succeeds", async () => {
    const { pool, userId, engine, declare } = await startLife(kind);
    await engine.up(declare([first]));
    const kept = engine.kept!;
    await pool.admin.users.delete(userId);

    await engine.destroy();
    engine.kept = kept;

    expect(await engine.refresh()).toBe("gone");
  });

  test("another person replaces it: the new one gains before the former one loses", async () => {
    const { pool, userId, engine, declare, held } = await startLife(kind);
    await engine.up(declare([first]));
    const other = await pool.admin.users.create({ username: "grace" });

    expect(await engine.up(declare([first], { userId: other.id }))).toBe("replace");

    expect(
      handlers[kind.name].diff(declare([first]), declare([first], { userId: other.id })),
    ).not.toHaveProperty("deleteBeforeReplace");
    expect(await held(userId)).toEqual([]);
    expect(await held(other.id)).toEqual([first]);
  });

  test("a code that only up will know is a change", () => {
    const state = { userId: "u", [kind.property]: [first] };
    const unknown = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

    const { inputs, failures } = handlers[kind.name].check(
      {},
      { userId: "u", [kind.property]: [first, unknown] },
    );

    expect(failures).toEqual([]);
    expect(handlers[kind.name].diff(state, inputs)).toEqual({ changes: true, changed: [kind.property] });
  });

  test("a person whom only up will know is a change and no replacement", () => {
    const state = { userId: "u1", [kind.property]: [first] };
    const declared = { userId: "04da6b54-80e4-46f7-96ec-b56ff0331ba9", [kind.property]: [first] };

    expect(handlers[kind.name].diff(state, declared)).toEqual({ changes: true, changed: ["userId"] });
  });

  test.each(["atomic", "partial"] as const)(
    "keeps what was done when one code does not exist, and names that one (%s refusals)",
    async (bulkFailure) => {
      const { engine, declare, held } = await startLife(kind, { behaviour: { bulkFailure } });

      const failed = engine.up(declare([first, "no-such-code", second]));

      await expect(failed).rejects.toThrow(/no-such-code/u);
      expect(await held()).toEqual([first, second].sort());
      expect(engine.kept!.outs[kind.property]).toEqual([first, second]);
      await engine.up(declare([first, second]));
      expect(engine.kept!.isUnfinished).toBe(false);
    },
  );

  test("a resource that got another name in the program takes nothing from its person", async () => {
    const { pool, engine, declare, held } = await startLife(kind);
    await engine.up(declare([first, second]));
    const run = contextOf(pool);
    const renamed = new SmallEngine(kind.name, () => run);
    const former = new SmallEngine(kind.name, () => run);
    former.kept = engine.kept;

    await renamed.up(declare([first, second]));
    await former.destroy();

    expect(await held()).toEqual([first, second].sort());
  });

  test("a code that moves from one resource to another stays, whichever comes first", async () => {
    const { pool, engine, declare, held } = await startLife(kind);
    await engine.up(declare([first, second]));
    const run = contextOf(pool);
    const receiver = new SmallEngine(kind.name, () => run);
    const giver = new SmallEngine(kind.name, () => run);
    giver.kept = engine.kept;

    await Promise.all([giver.up(declare([first])), receiver.up(declare([second]))]);

    expect(await held()).toEqual([first, second].sort());
  });

  test("takes from nobody when more people are to lose something than the stack allows", async () => {
    const { pool, userId, engine, declare, held } = await startLife(kind);
    const other = await pool.admin.users.create({ username: "grace" });
    const another = new SmallEngine(kind.name, () => contextOf(pool));
    await engine.up(declare([first]));
    await another.up(declare([first], { userId: other.id }));
    const run = contextOf(pool, { maxDeletions: 1 });
    const leaving = [engine, another].map(({ kept }) => {
      const life = new SmallEngine(kind.name, () => run);
      life.kept = kept;
      return life.destroy();
    });

    const results = await Promise.allSettled(leaving);

    expect(results.map(({ status }) => status)).toEqual(["rejected", "rejected"]);
    expect([await held(userId), await held(other.id)]).toEqual([[first], [first]]);
  });

  test("looks for no culprit when the service lets nobody in", async () => {
    const { pool, declare } = await startLife(kind);
    const people = await Promise.all(
      ["a", "b", "c", "d"].map((username) => pool.admin.users.create({ username })),
    );
    const run = contextOf(pool);
    pool.emulator.faults.add({ operation: "*", kind: "code", code: 1001, times: Infinity });
    pool.emulator.counters.reset();

    const results = await Promise.allSettled(
      people.map(({ id }) => new SmallEngine(kind.name, () => run).up(declare([first], { userId: id }))),
    );

    expect(results.map(({ status }) => status)).toEqual(people.map(() => "rejected"));
    const writes = pool.emulator.counters.of("addUserToGroup") + pool.emulator.counters.of("assignRole");
    expect(writes).toBe(1);
  });

  test("names the person who does not exist, and keeps nothing", async () => {
    const { pool, userId, engine, declare } = await startLife(kind);
    await pool.admin.users.delete(userId);

    await expect(engine.up(declare([first]))).rejects.toThrow(userId);

    expect(engine.kept).toBeUndefined();
  });

  test("asks for the person and the codes", () => {
    const { failures } = handlers[kind.name].check({}, {});

    expect(failures.map(({ property }) => property)).toEqual(["userId", kind.property]);
  });
});

describe("userRoleAssignment, namespaces", () => {
  test("holds roles of its own namespace, and another namespace replaces it", async () => {
    const { pool, userId, engine } = await startLife(kinds["userRoleAssignment"]!, {
      seed: { namespaces: [{ code: "hr", name: "hr" }] },
    });
    await pool.admin.roles.create({ code: "recruiter", namespace: "hr" });
    await pool.admin.roles.create({ code: "recruiter" });

    await engine.up({ userId, roles: ["recruiter"], namespace: "hr" });

    const rolesIn = async (namespace: string): Promise<string[]> =>
      (await pool.admin.users.listRoles(userId, namespace)).list.map(({ code }) => code);
    expect([await rolesIn("hr"), await rolesIn("default")]).toEqual([["recruiter"], []]);
    expect(engine.kept!.id).toBe(`${userId}/hr`);
    expect(await engine.up({ userId, roles: ["recruiter"] })).toBe("replace");
    expect([await rolesIn("hr"), await rolesIn("default")]).toEqual([[], ["recruiter"]]);
  });

  test("takes the default namespace for the one that is not named", () => {
    const named = { userId: "u1", roles: ["author"], namespace: "default" };
    const unnamed = { userId: "u1", roles: ["author"] };

    expect(handlers.UserRoleAssignment.diff(named, unnamed)).toEqual({ changes: false, changed: [] });
    expect(handlers.UserRoleAssignment.diff(unnamed, named)).toEqual({ changes: false, changed: [] });
  });
});
