import { describe, expect, test, type TestContext } from "vitest";

import type { Fault } from "../../../emulator/index.js";
import type { Properties } from "../../../model/rules/record.js";
import type { KindName } from "../../../model/schema/index.js";
import { countTime } from "../../support/counted-time.js";
import { contextOf } from "../../support/handler-context.js";
import { SmallEngine } from "../../support/small-engine.js";
import { openPool, type Pool, startPool } from "../../support/start-pool.js";

countTime();

/** A resource that gives something to a user, and what the user has of it. */
interface Giver {
  readonly kind: KindName;
  readonly declare: (userId: string, codes: readonly string[]) => Properties;
  readonly held: (pool: Pool, userId: string) => Promise<string[]>;
  /** Two that it may give. */
  readonly codes: readonly [string, string];
}

const statements = [{ resource: "books:*", actions: ["books:read"] }];

async function groupsOf({ admin }: Pool, userId: string): Promise<string[]> {
  return (await admin.users.listGroups(userId)).list.map(({ code }) => code).sort();
}

async function rolesOf({ admin }: Pool, userId: string): Promise<string[]> {
  return (await admin.users.listRoles(userId)).list.map(({ code }) => code).sort();
}

const groups = { codes: ["engineering", "on-call"], held: groupsOf } as const;
const roles = { codes: ["author", "reviewer"], held: rolesOf } as const;
const adopted = { username: "ada", adopt: true, deletionPolicy: "delete" };

const givers: Record<string, Giver> = {
  UserGroupMembership: {
    ...groups,
    kind: "UserGroupMembership",
    declare: (userId, codes) => ({ userId, groups: codes }),
  },
  UserRoleAssignment: {
    ...roles,
    kind: "UserRoleAssignment",
    declare: (userId, codes) => ({ userId, roles: codes }),
  },
  PolicyAssignment: {
    kind: "PolicyAssignment",
    codes: ["lend", "read"],
    declare: (userId, policies) => ({ userId, policies }),
    held: async ({ admin }, userId) =>
      (await admin.policies.listOfTarget({ targetType: "USER", targetIdentifier: userId })).list
        .map(({ code }) => code)
        .sort(),
  },
  "the groups of a User": {
    ...groups,
    kind: "User",
    declare: (_userId, codes) => ({ ...adopted, groups: codes }),
  },
  "the roles of a User": {
    ...roles,
    kind: "User",
    declare: (_userId, codes) => ({ ...adopted, roles: codes }),
  },
};

/** Tests that run side by side each tell when they are over. */
type Finished = TestContext["onTestFinished"];

async function start(
  { kind, declare, held }: Giver,
  onTestFinished: Finished,
): Promise<{
  readonly pool: Pool;
  readonly engine: SmallEngine;
  /** Runs while every answer is lost, and so are those of the look-ups after a write. */
  readonly lose: (codes: readonly string[], fault?: Pick<Fault, "kind">) => Promise<void>;
  readonly up: (codes: readonly string[]) => ReturnType<SmallEngine["up"]>;
  readonly held: () => Promise<string[]>;
}> {
  const policies = ["lend", "read"].map((code) => ({ code, statements }));
  const pool = await openPool({ seed: { users: [{ username: "ada" }], policies } });
  onTestFinished(() => pool.emulator.close());
  const userId = (await pool.admin.users.find({ username: "ada" }))!.id;
  let client: { timeout: number; retryBudgetMs: number } | undefined;
  const engine = new SmallEngine(kind, () => contextOf(pool, { ...(client && { client }) }));
  return {
    pool,
    engine,
    held: () => held(pool, userId),
    up: (codes) => engine.up(declare(userId, codes)),
    async lose(codes, fault = { kind: "loseAnswer", then: "reset" } as Fault) {
      client = { timeout: 1000, retryBudgetMs: 1500 };
      pool.emulator.faults.add({ operation: "*", times: Infinity, ...fault } as Fault);
      await expect(engine.up(declare(userId, codes))).rejects.toThrow(/partly set/u);
      pool.emulator.faults.clear();
      client = undefined;
      // The next run has to see by itself that there is something to do.
      if (engine.kept !== undefined) engine.kept = { ...engine.kept, isUnfinished: false };
    },
  };
}

describe.concurrent.each(Object.entries(givers))(
  "%s, of which an answer and the look-up are lost",
  (_name, giver) => {
    const { codes } = giver;
    const [first] = codes;

    test("is taken when the program no longer declares it", async ({ onTestFinished }) => {
      const { up, lose, held } = await start(giver, onTestFinished);
      await up([first]);
      await lose(codes);
      expect(await held()).toEqual(codes);

      expect(await up([first])).toBe("update");

      expect(await held()).toEqual([first]);
      expect(await up([first])).toBe("same");
    });

    test("is given when the program still declares it", async ({ onTestFinished }) => {
      const { up, lose, held } = await start(giver, onTestFinished);
      await up([first]);
      // Nothing was done, which nobody knows.
      await lose(codes, { kind: "hang" });
      expect(await held()).toEqual([first]);

      expect(await up(codes)).toBe("update");

      expect(await held()).toEqual(codes);
      expect(await up(codes)).toBe("same");
    });

    test("is given again when the program takes its removal back", async ({ onTestFinished }) => {
      const { up, lose, held } = await start(giver, onTestFinished);
      await up(codes);
      await lose([first]);
      expect(await held()).toEqual([first]);

      expect(await up(codes)).toBe("update");

      expect(await held()).toEqual(codes);
    });

    test("stays in doubt while the next run fails as well", async ({ onTestFinished }) => {
      const { up, lose, held } = await start(giver, onTestFinished);
      await up([first]);
      await lose(codes);
      await lose([first], { kind: "hang" });
      expect(await held()).toEqual(codes);

      expect(await up([first])).toBe("update");

      expect(await held()).toEqual([first]);
    });

    test("is settled by a refresh", async ({ onTestFinished }) => {
      const { up, lose, held, engine } = await start(giver, onTestFinished);
      await up([first]);
      await lose(codes);
      expect(engine.kept!.outs["__approw"]).toMatchObject({ unconfirmedCodes: [expect.any(String)] });

      expect(await engine.refresh()).toBe("same");

      expect(engine.kept!.outs["__approw"] ?? {}).not.toHaveProperty("unconfirmedCodes");
      expect(await up([first])).toBe("update");
      expect(await held()).toEqual([first]);
    });
  },
);

describe.concurrent.each(Object.entries(givers).filter(([, { kind }]) => kind !== "User"))(
  "a new %s whose first answer and look-up are lost",
  (_name, giver) => {
    test("is in the state, so that its removal takes what it gave", async ({ onTestFinished }) => {
      const { lose, held, engine } = await start(giver, onTestFinished);
      await lose(giver.codes);
      expect(await held()).toEqual(giver.codes);

      await engine.destroy();

      expect(await held()).toEqual([]);
    });
  },
);

describe("GroupMembers whose answer and look-up are lost", () => {
  test("keep each user of whom it is not known, and settle it in the next run", async () => {
    const pool = await startPool({ seed: { users: [{ username: "ada" }, { username: "grace" }] } });
    const { list } = await pool.admin.users.list();
    const ids = list.map(({ id }) => id).sort();
    const [ada = ""] = ids;
    const held = async (): Promise<string[]> =>
      (await pool.admin.groups.listUsers("on-call")).list.map(({ id }) => id).sort();
    const lost = new SmallEngine("GroupMembers", () =>
      contextOf(pool, { client: { timeout: 1000, retryBudgetMs: 1500 } }),
    );
    pool.emulator.faults.add({ operation: "*", kind: "loseAnswer", then: "reset", times: Infinity });
    await expect(lost.up({ group: "on-call", users: ids })).rejects.toThrow("partly set");
    pool.emulator.faults.clear();
    expect(await held()).toEqual(ids);

    const engine = new SmallEngine("GroupMembers", () => contextOf(pool));
    engine.kept = { ...lost.kept!, isUnfinished: false };
    expect(await engine.up({ group: "on-call", users: [ada] })).toBe("update");

    expect(await held()).toEqual([ada]);
    expect(await engine.up({ group: "on-call", users: [ada] })).toBe("same");
  });
});

describe("a code that the service refuses while the look-up fails", () => {
  test("is not in doubt where the service is certain", async ({ onTestFinished }) => {
    const { engine, lose } = await start(givers["UserGroupMembership"]!, onTestFinished);

    // A missing permission: nothing was done.
    await expect(lose(groups.codes, { kind: "code", code: 1001 } as Fault)).rejects.toThrow();

    expect(engine.kept).toBeUndefined();
  });
});
