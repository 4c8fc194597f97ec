import { describe, expect, test } from "vitest";

import type { Behaviour } from "../../../../emulator/behaviour.js";
import type { UserPool } from "../../../../provider/pool/user-pool.js";
import type { Outcome } from "../../../../provider/pool/writing/assignment-writer.js";
import { type Pool, seededCodes } from "../../../support/start-pool.js";
import { contextOf } from "../../../support/handler-context.js";
import { startPopulatedPool } from "../populated-pool.js";
import { inParallel, valuesOf } from "../wide-engine.js";

const unknownId = "5f0000000000000000000000";

/** Behaviours of the service that are not documented, in all combinations. */
const behaviours: Partial<Behaviour>[] = (["atomic", "partial"] as const).flatMap((bulkFailure) =>
  (["ok", "error"] as const).flatMap((repeatedMembership) =>
    (["omit", "null"] as const).map((batchUnknownId) => ({
      bulkFailure,
      repeatedMembership,
      batchUnknownId,
    })),
  ),
);

type Give = (userPool: UserPool, id: string, codes: readonly string[]) => ReturnType<UserPool["joinGroups"]>;

/** Groups and roles promise the same. */
const kinds: Record<string, { give: Give; take: Give; code: string; held: "groups" | "roles" }> = {
  groups: {
    give: (userPool, id, codes) => userPool.joinGroups(id, codes),
    take: (userPool, id, codes) => userPool.leaveGroups(id, codes),
    code: seededCodes.groups[0],
    held: "groups",
  },
  roles: {
    give: (userPool, id, codes) => userPool.assignRoles(id, codes, "default"),
    take: (userPool, id, codes) => userPool.revokeRoles(id, codes, "default"),
    code: seededCodes.roles[0],
    held: "roles",
  },
};

describe.each(Object.entries(kinds))("%s of many users", (_name, { give, take, code, held }) => {
  test("are given and taken in one request each", async () => {
    const { pool, ids } = await startPopulatedPool(60);
    const [run, nextRun] = [contextOf(pool).pool, contextOf(pool).pool];

    await valuesOf(
      inParallel(
        run,
        60,
        ids.map((id) => () => give(run, id, [code])),
      ),
    );
    await valuesOf(
      inParallel(
        nextRun,
        60,
        ids.map((id) => () => take(nextRun, id, [code])),
      ),
    );

    const { accessToken, ...writes } = pool.emulator.counters.byOperation();
    expect(accessToken).toBe(2);
    expect(Object.values(writes)).toEqual([1, 1]);
  });

  test.each(behaviours)(
    "only the user that does not exist fails, whatever the service does: %o",
    async (behaviour) => {
      const { pool, ids } = await startPopulatedPool(10, { behaviour });
      const { pool: userPool } = contextOf(pool);
      const userIds = [...ids.slice(0, 5), unknownId, ...ids.slice(5)];

      const joining = userIds.map((id) => () => give(userPool, id, [code]));
      const outcomes = await valuesOf(inParallel(userPool, userIds.length, joining));

      const failed = userIds.filter((_id, index) => outcomes[index]?.failed.length !== 0);
      expect(failed).toEqual([unknownId]);
      expect(outcomes[5]?.failed[0]?.error.name).toBe("UserGoneError");
      const after = await pool.admin.users.snapshot(ids, { groups: true, roleNamespaces: ["default"] });
      for (const user of after.values()) expect(JSON.stringify(user[held])).toContain(code);
    },
  );

  test.each(behaviours)(
    "a code that does not exist fails for every user, and no other code does: %o",
    async (behaviour) => {
      const { pool, ids } = await startPopulatedPool(4, { behaviour });
      const { pool: userPool } = contextOf(pool);

      const outcomes = await valuesOf(
        inParallel(
          userPool,
          4,
          ids.map((id) => () => give(userPool, id, [code, "no-such-code"])),
        ),
      );

      for (const { done, failed } of outcomes) {
        expect(done).toEqual([code]);
        expect(failed.map((failure) => failure.code)).toEqual(["no-such-code"]);
      }
    },
  );

  test.each(behaviours)("a user that has the code already does not fail: %o", async (behaviour) => {
    const { pool, ids } = await startPopulatedPool(6, { behaviour });
    const [first = ""] = ids;
    await give(contextOf(pool).pool, first, [code]);
    const { pool: userPool } = contextOf(pool);

    const outcomes = await valuesOf(
      inParallel(
        userPool,
        6,
        ids.map((id) => () => give(userPool, id, [code])),
      ),
    );

    expect(outcomes.flatMap(({ failed }) => failed)).toEqual([]);
  });

  test("a refusal that concerns all users alike is not repeated for each of them", async () => {
    const { pool, ids } = await startPopulatedPool(20);
    const { pool: userPool } = contextOf(pool);
    pool.emulator.faults.add({
      operation: held === "groups" ? "addUserToGroup" : "assignRole",
      kind: "code",
      code: 1001,
      times: Infinity,
    });

    const outcomes = await valuesOf(
      inParallel(
        userPool,
        20,
        ids.map((id) => () => give(userPool, id, [code])),
      ),
    );

    expect(outcomes.every(({ failed }) => failed.length === 1)).toBe(true);
    expect(pool.emulator.counters.total()).toBeLessThanOrEqual(4);
  });
});

describe("many small groups", () => {
  const codes = Array.from({ length: 25 }, (_, index) => `team-${index}`);
  const teams = codes.map((code) => ({ code }));

  /** Each user joins, or leaves, two teams of its own. */
  function changeTeams(
    userPool: UserPool,
    ids: readonly string[],
    change: "joinGroups" | "leaveGroups",
  ): Promise<Outcome[]> {
    const changes = ids.map((id, index) => () => {
      const own = [index, index + 1].map((team) => codes[team % codes.length] ?? "");
      return userPool[change](id, own);
    });
    return valuesOf(inParallel(userPool, ids.length, changes));
  }

  async function teamSizes({ admin }: Pool, ids: readonly string[]): Promise<number[]> {
    const users = await admin.users.snapshot(ids, { groups: true });
    return [...users.values()].map(({ groups = [] }) => groups.filter((code) => codes.includes(code)).length);
  }

  test("share requests, up to ten of them each", async () => {
    const { pool, ids } = await startPopulatedPool(50, {}, teams);

    await changeTeams(contextOf(pool).pool, ids, "joinGroups");
    expect(await teamSizes(pool, ids)).toEqual(ids.map(() => 2));
    await changeTeams(contextOf(pool).pool, ids, "leaveGroups");
    expect(await teamSizes(pool, ids)).toEqual(ids.map(() => 0));

    const { counters } = pool.emulator;
    expect([counters.of("addUserToGroup"), counters.of("removeUserFromGroup")]).toEqual([3, 3]);
  });

  test.each(behaviours)(
    "only what cannot be done fails, whatever the service does: %o",
    async (behaviour) => {
      const { pool, ids } = await startPopulatedPool(24, { behaviour }, teams.slice(1));
      const { pool: userPool } = contextOf(pool);
      await pool.admin.users.addGroup(ids[7] ?? "", "team-7");

      const outcomes = await changeTeams(userPool, [...ids, unknownId], "joinGroups");

      const failures = outcomes.map(({ failed }) => failed.map(({ code }) => code));
      expect(failures).toEqual([["team-0"], ...ids.slice(1).map(() => []), ["team-24", "team-0"]]);
      expect(await teamSizes(pool, ids)).toEqual([1, ...ids.slice(1).map(() => 2)]);
    },
  );

  test("have a request each when the service refuses several changes in one, which it is asked for once", async () => {
    const { pool, ids } = await startPopulatedPool(10, { behaviour: { severalMutations: "error" } }, teams);
    const { pool: userPool } = contextOf(pool);

    await changeTeams(userPool, ids, "joinGroups");
    pool.emulator.counters.reset();
    await changeTeams(userPool, ids, "joinGroups");

    expect(await teamSizes(pool, ids)).toEqual(ids.map(() => 2));
    expect(pool.emulator.counters.of("addUserToGroup")).toBe(11);
  });

  test("are set once when the answer to several changes is lost", async () => {
    const { pool, ids } = await startPopulatedPool(10, { behaviour: { repeatedMembership: "error" } }, teams);
    const { pool: userPool } = contextOf(pool);
    pool.emulator.faults.add({ operation: "addUserToGroup", kind: "loseAnswer" });

    const outcomes = await changeTeams(userPool, ids, "joinGroups");

    expect(outcomes.flatMap(({ failed }) => failed)).toEqual([]);
    expect(await teamSizes(pool, ids)).toEqual(ids.map(() => 2));
  });
});

describe("removals of many users", () => {
  test.each(behaviours)(
    "only the user that cannot be deleted fails, with the service's reason: %o",
    async (behaviour) => {
      const { pool, ids } = await startPopulatedPool(9, { behaviour });
      const { pool: userPool } = contextOf(pool);
      const { ownerId } = pool.emulator;

      const remove = [...ids, ownerId].map(
        (id) => () =>
          userPool.remove(
            { id, how: "delete", verify: () => undefined },
            { userId: id, what: `deleting user ${id}` },
          ),
      );
      const outcomes = await inParallel(userPool, 10, remove);

      expect(outcomes.map(({ status }) => status)).toEqual([...ids.map(() => "fulfilled"), "rejected"]);
      expect(outcomes.at(-1)).toMatchObject({ reason: { apiCode: 2212 } });
      expect((await pool.admin.users.snapshot(ids, {})).size).toBe(0);
    },
  );

  test("80 users take one read and one deletion", async () => {
    const { pool, ids } = await startPopulatedPool(80);
    const { pool: userPool } = contextOf(pool);

    await valuesOf(
      inParallel(
        userPool,
        80,
        ids.map(
          (id) => () =>
            userPool.remove(
              { id, how: "delete", verify: () => undefined },
              { userId: id, what: `deleting user ${id}` },
            ),
        ),
      ),
    );

    expect(pool.emulator.counters.byOperation()).toEqual({ accessToken: 1, userBatch: 1, deleteUsers: 1 });
  });
});
