import { describe, expect, test } from "vitest";

import type { Properties } from "../../../model/rules/record.js";
import type { KindName } from "../../../model/schema/index.js";
import { contextOf } from "../../support/handler-context.js";
import { SmallEngine } from "../../support/small-engine.js";
import { startPool } from "../../support/start-pool.js";
import { inParallel, valuesOf } from "./wide-engine.js";

const users = 1000;
const width = 64;

/** The create, refresh and destroy of a thousand users, in the order of the engine; each has a budget of requests. */
describe("a thousand users, each in two groups and with one role, 64 in flight", () => {
  test("are created with 1,200 requests, read with 50 and removed with 150", async () => {
    const pool = await startPool();
    const { counters } = pool.emulator;
    let context = contextOf(pool);
    const engineOf = (kind: KindName): SmallEngine => new SmallEngine(kind, () => context);
    const staff = Array.from({ length: users }, (_, index) => ({
      user: engineOf("User"),
      membership: engineOf("UserGroupMembership"),
      assignment: engineOf("UserRoleAssignment"),
      username: `user-${index}`,
    }));
    const run = async (operations: (() => Promise<unknown>)[]): Promise<unknown[]> =>
      // The small engine itself tells the pool what it hands over.
      await valuesOf(inParallel({ activity: { run: (operation) => operation() } }, width, operations));

    await run(
      staff.map(
        ({ user, username }) =>
          () =>
            user.up({ username }),
      ),
    );
    await run(
      staff.flatMap(({ user, membership, assignment }) => [
        () => membership.up({ userId: user.kept?.id, groups: ["engineering", "research"] }),
        () => assignment.up({ userId: user.kept?.id, roles: ["author"] }),
      ]),
    );
    expect(counters.total()).toBeLessThanOrEqual(1200);

    context = contextOf(pool);
    counters.reset();
    const everything = staff.flatMap(({ user, membership, assignment }) => [user, membership, assignment]);
    const found = await run(everything.map((resource) => () => resource.refresh()));
    expect(new Set(found)).toEqual(new Set(["same"]));
    expect(counters.total()).toBeLessThanOrEqual(50);

    context = contextOf(pool);
    counters.reset();
    await run(
      staff.flatMap(({ membership, assignment }) => [() => membership.destroy(), () => assignment.destroy()]),
    );
    await run(
      staff.map(
        ({ user }) =>
          () =>
            user.destroy(),
      ),
    );
    expect(counters.total()).toBeLessThanOrEqual(150);
    expect((await pool.admin.users.list(1, 1)).totalCount).toBe(0);
  });
});

describe("a thousand users, each with groups, a role and custom data in one resource, 64 in flight", () => {
  test("are read with 60 requests, and their custom data is written with 40", async () => {
    const pool = await startPool();
    const { counters } = pool.emulator;
    for (const key of ["badge", "desk"])
      await pool.admin.udf.set("USER", { key, dataType: "STRING", label: key });
    let context = contextOf(pool);
    const engine = { activity: { run: <Result>(operation: () => Promise<Result>) => operation() } };
    const staff = Array.from({ length: users }, (_, index) => ({
      resource: new SmallEngine("User", () => context),
      declared: { username: `user-${index}`, groups: ["engineering"], roles: ["author"] },
      index,
    }));
    const run = async (operation: (each: (typeof staff)[number]) => Promise<unknown>): Promise<unknown[]> =>
      await valuesOf(
        inParallel(
          engine,
          width,
          staff.map((each) => () => operation(each)),
        ),
      );
    const withData = ({ declared, index }: (typeof staff)[number]): Properties => ({
      ...declared,
      customData: { badge: `B-${index}`, desk: "window" },
    });
    await run((each) => each.resource.up(each.declared));

    context = contextOf(pool);
    counters.reset();
    await run((each) => each.resource.up(withData(each)));
    expect(counters.total()).toBeLessThanOrEqual(40);

    context = contextOf(pool);
    counters.reset();
    const found = await run((each) => each.resource.refresh());
    expect(new Set(found)).toEqual(new Set(["same"]));
    expect(counters.total()).toBeLessThanOrEqual(60);
  });
});
