import { describe, expect, onTestFinished, test, vi } from "vitest";

import type { EmulatorOptions } from "../../../emulator/index.js";
import type { KindName } from "../../../model/schema/index.js";
import type { Properties } from "../../../model/rules/record.js";
import { contextOf } from "../../support/handler-context.js";
import { SmallEngine } from "../../support/small-engine.js";
import { type Pool, startPool } from "../../support/start-pool.js";
import { inParallel } from "../pool/wide-engine.js";
import { passingTroubles } from "./fault-matrix.js";
import { countTime } from "../../support/counted-time.js";

countTime();

const width = 64;
const groupsOfAll = ["engineering", "research"];

/** Users as the program declares them. */
function declaredUsers(count: number): { username: string; email: string; name: string }[] {
  return Array.from({ length: count }, (_, index) => ({
    username: `user-${index}`,
    email: `user-${index}@example.com`,
    name: `User ${index}`,
  }));
}

/** A pool in which these users are already, each in two groups and with a role. */
async function startFullPool(users: readonly object[], options: EmulatorOptions = {}): Promise<Pool> {
  const seeded = users.map((user) => ({ ...user, groups: groupsOfAll, roles: ["author"] }));
  return await startPool({ ...options, seed: { users: seeded } });
}

type Outcome = PromiseSettledResult<string>;

/** One run with `adopt`, in which resources of these kinds come to be. */
class Run {
  readonly context;

  constructor(
    pool: Pool,
    private readonly parallel = width,
    options: Parameters<typeof contextOf>[1] = { adopt: true },
  ) {
    this.context = contextOf(pool, options);
  }

  /** The ids of the created resources. */
  async create(kind: KindName, all: readonly Properties[]): Promise<string[]> {
    const outcomes = await this.tryToCreate(kind, all);
    return outcomes.map((outcome) => {
      if (outcome.status === "rejected") throw outcome.reason;
      return outcome.value;
    });
  }

  async tryToCreate(kind: KindName, all: readonly Properties[]): Promise<Outcome[]> {
    const creations = all.map((declared) => async () => {
      const engine = new SmallEngine(kind, () => this.context);
      await engine.up(declared);
      return engine.kept!.id;
    });
    // The small engine itself tells the pool what it hands over.
    return await inParallel({ activity: { run: (operation) => operation() } }, this.parallel, creations);
  }
}

function writesOf({ emulator }: Pool): number {
  const writes = ["createUser", "updateUser", "addUserToGroup", "assignRole"] as const;
  return writes.reduce((sum, operation) => sum + emulator.counters.of(operation), 0);
}

async function idsByName({ admin }: Pool): Promise<Map<string, string>> {
  const ids = new Map<string, string>();
  for await (const { id, username } of admin.users.listAll()) ids.set(username ?? "", id);
  return ids;
}

async function idOf({ admin }: Pool, username: string): Promise<string> {
  return (await admin.users.find({ username }))!.id;
}

describe("a pool that is adopted as a whole", () => {
  test.each([64, 16])(
    "takes a few requests more than it has pages, and no write, with %i in flight",
    async (parallel) => {
      const users = declaredUsers(200);
      const pool = await startFullPool(users);
      const run = new Run(pool, parallel);

      const ids = await run.create("User", users);
      const [one, other] = groupsOfAll;
      await run.create(
        "UserGroupMembership",
        ids.flatMap((userId) => [
          { userId, groups: [one] },
          { userId, groups: [other] },
        ]),
      );
      await run.create(
        "UserRoleAssignment",
        ids.map((userId) => ({ userId, roles: ["author"] })),
      );

      const { counters } = pool.emulator;
      expect(writesOf(pool)).toBe(0);
      // The login, a few look-ups, two pages and what verifies them, and each batch of users once more.
      expect(counters.total()).toBeLessThanOrEqual(20 + Math.ceil(200 / parallel));
      expect(ids).toEqual([...(await idsByName(pool)).values()]);
    },
  );

  test("takes no request in the next run", async () => {
    const users = declaredUsers(30);
    const pool = await startFullPool(users);
    const engines = users.map(() => new SmallEngine("User", () => context));
    let { context } = new Run(pool);
    await Promise.all(engines.map((engine, index) => engine.up(users[index]!)));
    ({ context } = new Run(pool));
    pool.emulator.counters.reset();

    const changes = await Promise.all(engines.map((engine, index) => engine.up(users[index]!)));

    expect(new Set(changes)).toEqual(new Set(["same"]));
    expect(pool.emulator.counters.total()).toBe(0);
  });

  test("gets exactly what it lacks: fields, groups and newcomers", async () => {
    const users = declaredUsers(120);
    const pool = await startFullPool(users);
    const newcomers = [{ username: "new-1" }, { username: "new-2", phone: "+49 30 1" }];
    const run = new Run(pool);

    const declared = [...users.map((user, index) => (index === 60 ? { ...user, name: "Ada" } : user))];
    const ids = await run.create("User", [...declared, ...newcomers]);
    await run.create("UserGroupMembership", [
      ...ids.slice(0, 120).map((userId) => ({ userId, groups: groupsOfAll })),
      ...ids.slice(119).map((userId) => ({ userId, groups: ["on-call"] })),
    ]);

    const { counters } = pool.emulator;
    expect(counters.of("updateUser")).toBe(1);
    // Both newcomers.
    expect(counters.of("restUserCreateBatch")).toBe(1);
    expect(counters.of("addUserToGroup")).toBe(1);
    expect((await pool.admin.users.detail(ids[60]!)).name).toBe("Ada");
    expect((await pool.admin.groups.listUsers("on-call")).totalCount).toBe(3);
    expect((await pool.admin.users.list(1, 1)).totalCount).toBe(122);
  });

  test("is not read for a few users, however many it has", async () => {
    const users = declaredUsers(2000);
    const pool = await startFullPool(users);

    await new Run(pool).create("User", users.slice(-4));

    expect(pool.emulator.counters.byOperation()).toEqual({ accessToken: 1, findUser: 8 });
  });

  test("is read when it has fewer pages than the look-ups that were needed so far", async () => {
    const users = declaredUsers(2000);
    const pool = await startFullPool(users);
    const run = new Run(pool, 4);
    const { counters } = pool.emulator;

    await run.create("User", users.slice(0, 8));
    expect(counters.of("users")).toBe(1);
    await run.create("User", users.slice(8, 200));

    expect(counters.of("users")).toBe(1 + 22);
    expect(counters.of("findUser")).toBeLessThan(40);
  });
});

describe("users who change while a pool is adopted", () => {
  /** Adopts the first half, lets `change` happen, and adopts the second half. */
  async function adoptAround(
    change: (pool: Pool) => Promise<void>,
  ): Promise<{ pool: Pool; run: Run; later: Outcome[] }> {
    const users = declaredUsers(120);
    const pool = await startFullPool(users);
    const run = new Run(pool);
    await run.create("User", users.slice(0, 60));
    await change(pool);
    pool.emulator.counters.reset();
    return { pool, run, later: await run.tryToCreate("User", users.slice(60)) };
  }

  test("are not adopted by the name that they had: the user who has it now is", async () => {
    let ids: string[] = [];
    const { later } = await adoptAround(async (pool) => {
      const { users } = pool.admin;
      const former = await idOf(pool, "user-70");
      await users.update(former, { username: "renamed", email: "renamed@example.com" });
      const { id } = await users.create({ username: "user-70", email: "user-70@example.com" });
      ids = [former, id];
    });

    expect(later[10]).toEqual({ status: "fulfilled", value: ids[1] });
  });

  test("and lost one of the declared values to another user are not adopted", async () => {
    const { pool, later } = await adoptAround(async (before) => {
      const { users } = before.admin;
      await users.update(await idOf(before, "user-70"), { email: "other@example.com" });
      await users.create({ username: "newcomer", email: "user-70@example.com" });
    });

    expect(String(later[10]?.status === "rejected" && later[10].reason)).toContain(
      "the declared unique fields belong to different users",
    );
    expect(writesOf(pool)).toBe(0);
  });

  test("are adopted with the fields and groups that they have then", async () => {
    const { pool, run, later } = await adoptAround(async (before) => {
      const id = await idOf(before, "user-70");
      await before.admin.users.update(id, { name: "by hand" });
      await before.admin.users.removeGroup(id, "research");
    });
    const userId = await idOf(pool, "user-70");
    await run.create("UserGroupMembership", [{ userId, groups: groupsOfAll }]);

    expect(later[10]).toEqual({ status: "fulfilled", value: userId });
    expect((await pool.admin.users.detail(userId)).name).toBe("User 70");
    expect((await pool.admin.users.listGroups(userId)).list).toHaveLength(2);
  });

  test("are created once more after they were deleted", async () => {
    const { pool, later } = await adoptAround(async (before) => {
      await before.admin.users.delete(await idOf(before, "user-70"));
    });

    expect(later.every(({ status }) => status === "fulfilled")).toBe(true);
    expect(pool.emulator.counters.of("createUser")).toBe(1);
    expect((await pool.admin.users.list(1, 1)).totalCount).toBe(120);
  });

  test("are adopted, and not created a second time, when they came after the pages were read", async () => {
    const users = declaredUsers(60);
    const pool = await startFullPool(users);
    const run = new Run(pool);
    await run.create("User", users);
    const { id } = await pool.admin.users.create({ username: "late" });

    expect(await run.create("User", [{ username: "late", nickname: "Late" }])).toEqual([id]);
    expect((await pool.admin.users.detail(id)).nickname).toBe("Late");
  });

  test("and are in no list are adopted as well", async () => {
    const users = declaredUsers(60);
    const pool = await startFullPool(users);

    const ids = await new Run(pool).create("User", [...users, { username: "pool-owner" }]);

    expect(ids.at(-1)).toBe(pool.emulator.ownerId);
  });
});

describe("users who are not clearly the declared ones", () => {
  const company = declaredUsers(40);

  async function adoptWith(
    inPool: readonly object[],
    declared: Properties,
  ): Promise<{ pool: Pool; last: Outcome }> {
    const pool = await startFullPool([...company, ...inPool]);
    const outcomes = await new Run(pool).tryToCreate("User", [...company, declared]);
    return { pool, last: outcomes.at(-1)! };
  }

  test("several users with the declared values: none is adopted", async () => {
    const { pool, last } = await adoptWith([{ username: "ada" }, { email: "ada@example.com" }], {
      username: "ada",
      email: "Ada@Example.com",
    });

    expect(last).toMatchObject({
      reason: { message: expect.stringContaining("belong to different users") as string },
    });
    expect(writesOf(pool)).toBe(0);
  });

  test("another value in one of the declared fields: not adopted", async () => {
    const { last } = await adoptWith([{ username: "ada", email: "jane@example.com" }], {
      username: "ada",
      email: "ada@example.com",
    });

    expect(last).toMatchObject({
      reason: { message: expect.stringContaining("a different email") as string },
    });
  });

  test("an email in another case and a phone number in another spelling: adopted, without a write", async () => {
    const { pool, last } = await adoptWith([{ email: "ada@example.com", phone: "+49301234" }], {
      email: "ADA@example.com",
      phone: "+49 (30) 12-34",
    });

    expect(last.status).toBe("fulfilled");
    expect(writesOf(pool)).toBe(0);
  });

  test("two users with one phone number in two spellings: what the look-ups say counts", async () => {
    const inPool = [{ phone: "+49301234" }, { phone: "+49 30 1234" }];

    expect((await adoptWith(inPool, { phone: "+49301234" })).last.status).toBe("fulfilled");
    expect((await adoptWith(inPool, { phone: "+49 30 1234" })).last.status).toBe("rejected");
  });

  test("a username in another case: created, as the service tells the two apart", async () => {
    const { pool, last } = await adoptWith([{ username: "Ada" }], { username: "ada" });

    expect(last.status).toBe("fulfilled");
    expect(await idOf(pool, "ada")).not.toBe(await idOf(pool, "Ada"));
  });

  test.each([
    [{ blocked: false }, { blocked: false, tokenExpiredAt: null }],
    [{}, { blocked: true, tokenExpiredAt: "2000-01-01T00:00:00.000Z" }],
  ])(
    "a user whom deletionPolicy had blocked, declared with %j: as a look-up adopts",
    async (declared, end) => {
      const blocked = { username: "ada", blocked: true, tokenExpiredAt: "2000-01-01T00:00:00.000Z" };
      const { pool } = await adoptWith([blocked], { username: "ada", ...declared });

      expect(await pool.admin.users.find({ username: "ada" })).toMatchObject(end);
      expect(pool.emulator.counters.of("userBatch")).toBe(1);
    },
  );

  test("a user whom the state of the stack knows: not adopted", async () => {
    const pool = await startFullPool(company);
    const managed = await idOf(pool, "user-33");
    const manager = { urn: "urn:admin", state: {}, isKept: false, mayBeLeftOut: false };
    const stack = { managerOf: (id: string) => Promise.resolve(id === managed ? manager : undefined) };
    const run = new Run(pool, width, { adopt: true, stack });

    const outcomes = await run.tryToCreate("User", company);

    expect(outcomes.flatMap(({ status }, index) => (status === "rejected" ? [index] : []))).toEqual([33]);
  });
});

describe("pages that cannot be trusted", () => {
  test("a list that stays incomplete: each user is looked up, and none is created", async () => {
    const users = declaredUsers(60);
    const pool = await startFullPool(users);
    pool.emulator.faults.add({ operation: "users", kind: "cutPage", times: Infinity });

    const ids = await new Run(pool).create("User", users);

    pool.emulator.faults.clear();
    expect(ids).toEqual([...(await idsByName(pool)).values()]);
    expect(writesOf(pool)).toBe(0);
  });

  test("a service with small pages: all of them are read", async () => {
    const users = declaredUsers(200);
    const pool = await startFullPool(users, { behaviour: { maxPageSize: 20 } });

    await new Run(pool).create("User", users);

    expect(pool.emulator.counters.of("findUser")).toBeLessThan(20);
    expect(writesOf(pool)).toBe(0);
  });

  test.each(passingTroubles)("%s: everyone is adopted, and nobody is created", async (_name, trouble) => {
    const users = declaredUsers(40);
    const pool = await startFullPool(users);
    for (const operation of ["users", "userBatch"] as const) {
      pool.emulator.faults.add({ operation, ...trouble });
    }
    const client = { timeout: 300, retryBudgetMs: 3000 };

    const ids = await new Run(pool, width, { adopt: true, client }).create("User", users);

    expect(ids).toEqual([...(await idsByName(pool)).values()]);
    expect(writesOf(pool)).toBe(0);
  });
});

describe("groups and roles that users may have already", () => {
  const users = declaredUsers(40);

  test("are read and not given again, also when an earlier run adopted the users", async () => {
    const pool = await startFullPool(users, { behaviour: { repeatedMembership: "error" } });
    const ids = [...(await idsByName(pool)).values()];
    pool.emulator.counters.reset();

    const run = new Run(pool);
    await run.create(
      "UserGroupMembership",
      ids.map((userId) => ({ userId, groups: groupsOfAll })),
    );
    await run.create(
      "UserRoleAssignment",
      ids.map((userId) => ({ userId, roles: ["author"] })),
    );

    expect(pool.emulator.counters.byOperation()).toEqual({ accessToken: 1, userBatch: 2 });
  });

  test("cost no read without adopt, and none for users whom the run has created", async () => {
    const pool = await startPool();
    const withoutAdopt = new Run(pool, width, {});
    const [first] = await withoutAdopt.create("User", users);
    await withoutAdopt.create("UserGroupMembership", [{ userId: first, groups: groupsOfAll }]);
    const adopting = new Run(pool);
    const [newcomer] = await adopting.create("User", [{ username: "newcomer" }]);
    await adopting.create("UserGroupMembership", [{ userId: newcomer, groups: groupsOfAll }]);

    expect(pool.emulator.counters.of("userBatch")).toBe(0);
    expect(pool.emulator.counters.of("addUserToGroup")).toBe(2);
  });

  test.each(["before", "after"])(
    "are given when another resource of the run takes them, also when it starts %s",
    async (order) => {
      const pool = await startFullPool(users);
      const taking = new SmallEngine("UserGroupMembership", () => run.context);
      let run = new Run(pool);
      const [userId] = await run.create("User", users);
      await taking.up({ userId, groups: ["research"] });
      run = new Run(pool);
      // The run has read the groups of the user, who is in the group.
      await run.context.pool.read({ id: userId!, groups: true });
      const given = new SmallEngine("UserGroupMembership", () => run.context);
      const give = (): Promise<unknown> => given.up({ userId, groups: ["research"] });

      const writes = order === "before" ? [taking.destroy(), give()] : [give(), taking.destroy()];
      await Promise.all(writes);

      const { list } = await pool.admin.users.listGroups(userId!);
      expect(list.map(({ code }) => code)).toContain("research");
    },
  );

  test("are read again when minutes have passed since", async () => {
    const pool = await startFullPool(users);
    const run = new Run(pool);
    const ids = await run.create("User", users);
    await pool.admin.users.removeGroup(ids[20]!, "research");
    const now = performance.now();
    const clock = vi.spyOn(performance, "now").mockImplementation(() => now + 6 * 60_000);
    onTestFinished(() => {
      clock.mockRestore();
    });

    await run.create(
      "UserGroupMembership",
      ids.map((userId) => ({ userId, groups: ["research"] })),
    );

    const { totalCount } = await pool.admin.groups.listUsers("research");
    expect(totalCount).toBe(40);
  });
});
