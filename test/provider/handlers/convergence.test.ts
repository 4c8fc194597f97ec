import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { contextOf } from "../../support/handler-context.js";
import { sessionDoor } from "../../support/door.js";
import { pluginDoor } from "../../support/plugin-door.js";
import { SmallEngine } from "../../support/small-engine.js";
import { openPool, type Pool, seededCodes } from "../../support/start-pool.js";

let pool: Pool;
beforeAll(async () => {
  pool = await openPool();
});
afterAll(() => pool.emulator.close());

let people = 0;

/** Fields that a program may declare and a hand may edit, a few of each kind. */
const fields = fc.record(
  {
    nickname: fc.constantFrom("Ada", "Countess"),
    city: fc.constantFrom("London", "Paris"),
    blocked: fc.boolean(),
    gender: fc.constantFrom("F", "U"),
    loginsCount: fc.nat(3),
    expiredAt: fc.constantFrom("2040-01-01T00:00:00Z", "2040-01-01T04:00:00+04:00"),
    email: fc.constantFrom("Ada", "ADA", "countess"),
  },
  { requiredKeys: [] },
);

const editByHand = fc.record(
  {
    nickname: fc.constantFrom("Ada", "by hand", null),
    city: fc.constantFrom("by hand", null),
    blocked: fc.boolean(),
    company: fc.constantFrom("by hand", null),
    loginsCount: fc.nat(3),
  },
  { requiredKeys: [] },
);

const edits = fc.array(
  fc.oneof(
    fc.record({ by: fc.constant("code" as const), fields }),
    fc.record({ by: fc.constant("hand" as const), fields: editByHand }),
    fc.record({ by: fc.constant("refresh" as const), fields: fc.constant({}) }),
  ),
  { minLength: 1, maxLength: 6 },
);

/** The adapters by which the engine reaches the handlers. */
const doors = fc.constantFrom(sessionDoor, pluginDoor);

describe("user", () => {
  test("converges in one refresh and up, whatever was edited by code and by hand before", async () => {
    await fc.assert(
      fc.asyncProperty(edits, fields, doors, async (history, last, door) => {
        people += 1;
        const username = `person-${people}`;
        const engine = new SmallEngine("User", () => contextOf(pool), door);
        const declare = (declared: typeof last): Record<string, unknown> => ({
          username,
          ...declared,
          ...(declared.email && { email: `${declared.email}-${username}@example.com` }),
        });
        await engine.up({ username });
        for (const edit of history) {
          if (edit.by === "code") await engine.up(declare(edit.fields));
          else if (edit.by === "hand") await pool.admin.users.update(engine.kept!.id, edit.fields);
          else await engine.refresh();
        }

        await engine.refresh();
        await engine.up(declare(last));

        expect(await engine.refresh()).toBe("same");
        expect(await engine.up(declare(last))).toBe("same");
        const observed = (
          await pool.admin.users.snapshot([engine.kept!.id], { fields: ["nickname", "city", "blocked"] })
        ).get(engine.kept!.id)?.fields;
        for (const name of ["nickname", "city", "blocked"] as const) {
          if (last[name] !== undefined) expect(observed?.[name]).toBe(last[name]);
        }
      }),
      { numRuns: 40 },
    );
  });
});

/** A user, and a resource that declares roles of the user. */
interface Holder {
  readonly userId: string;
  readonly engine: SmallEngine;
  readonly declared: (roles: readonly string[], exhaustive: boolean) => Record<string, unknown>;
}

const holders: Record<string, (username: string, door: typeof sessionDoor) => Promise<Holder>> = {
  UserRoleAssignment: async (username, door) => {
    const { id: userId } = await pool.admin.users.create({ username });
    const engine = new SmallEngine("UserRoleAssignment", () => contextOf(pool), door);
    return { userId, engine, declared: (roles, exhaustive) => ({ userId, roles, exhaustive }) };
  },
  User: async (username, door) => {
    const engine = new SmallEngine("User", () => contextOf(pool), door);
    await engine.up({ username });
    const declared: Holder["declared"] = (roles, exhaustiveRoles) => ({ username, roles, exhaustiveRoles });
    return { userId: engine.kept!.id, engine, declared };
  },
};

describe.each(Object.entries(holders))("the roles of a %s", (_kind, hold) => {
  const roles = fc.subarray<string>([...seededCodes.roles]);

  test("converge in one refresh and up, and nothing is taken that it does not own", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.record({ by: fc.constantFrom("code", "give", "take"), roles }), { maxLength: 6 }),
        roles,
        fc.boolean(),
        doors,
        async (history, last, exhaustive, door) => {
          people += 1;
          const { userId, engine, declared } = await hold(`person-${people}`, door);
          // What the user should hold, and which of it the program declared last and so owns.
          let held: string[] = [];
          let owned: string[] = [];
          const declare = async (codes: readonly string[], isWhole: boolean): Promise<void> => {
            await engine.up(declared(codes, isWhole));
            const kept = isWhole ? [] : held.filter((role) => !owned.includes(role) || codes.includes(role));
            const given = isWhole ? codes : codes.filter((role) => !owned.includes(role));
            held = [...kept, ...given];
            owned = [...codes];
          };
          for (const edit of history) {
            if (edit.roles.length === 0) continue;
            if (edit.by === "code") {
              await declare(edit.roles, false);
            } else if (edit.by === "give") {
              await pool.admin.users.addRoles(userId, edit.roles);
              held = [...held, ...edit.roles];
            } else {
              await pool.admin.users.removeRoles(userId, edit.roles);
              held = held.filter((role) => !edit.roles.includes(role));
            }
          }

          await engine.refresh();
          // What was taken by hand is owned no more: the next `up` gives it again where it is still declared.
          owned = owned.filter((role) => held.includes(role));
          await declare(last, exhaustive);

          expect(await engine.refresh()).toBe("same");
          expect(await engine.up(declared(last, exhaustive))).toBe("same");
          const observed = (await pool.admin.users.listRoles(userId)).list.map(({ code }) => code);
          expect(observed.sort()).toEqual([...new Set(held)].sort());
        },
      ),
      { numRuns: 40 },
    );
  });
});
