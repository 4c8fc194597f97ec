import { describe, expect, test } from "vitest";

import type { KindName } from "../../../model/schema/index.js";
import { contextOf } from "../../support/handler-context.js";
import { SmallEngine } from "../../support/small-engine.js";
import { startPool } from "../../support/start-pool.js";
import { inParallel, valuesOf } from "./wide-engine.js";

const people = 1000;
const width = 64;

/** One life of a thousand people, in the order of the engine; each phase has a budget of requests. */
describe("a thousand people, each in two groups and with one role, 64 at a time", () => {
  test("are created with 1,200 requests, read with 50 and removed with 150", async () => {
    const pool = await startPool();
    const { counters } = pool.emulator;
    let context = contextOf(pool);
    const engineOf = (kind: KindName): SmallEngine => new SmallEngine(kind, () => context);
    const staff = Array.from({ length: people }, (_, index) => ({
      person: engineOf("User"),
      membership: engineOf("UserGroupMembership"),
      assignment: engineOf("UserRoleAssignment"),
      username: `person-${index}`,
    }));
    const run = async (operations: (() => Promise<unknown>)[]): Promise<unknown[]> =>
      // The small engine tells the userPool itself what it hands over.
      await valuesOf(inParallel({ activity: { run: (operation) => operation() } }, width, operations));

    await run(
      staff.map(
        ({ person, username }) =>
          () =>
            person.up({ username }),
      ),
    );
    await run(
      staff.flatMap(({ person, membership, assignment }) => [
        () => membership.up({ userId: person.kept?.id, groups: ["engineering", "research"] }),
        () => assignment.up({ userId: person.kept?.id, roles: ["author"] }),
      ]),
    );
    expect(counters.total()).toBeLessThanOrEqual(1200);

    context = contextOf(pool);
    counters.reset();
    const everything = staff.flatMap(({ person, membership, assignment }) => [
      person,
      membership,
      assignment,
    ]);
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
        ({ person }) =>
          () =>
            person.destroy(),
      ),
    );
    expect(counters.total()).toBeLessThanOrEqual(150);
    expect((await pool.admin.users.list(1, 1)).totalCount).toBe(0);
  });
});
