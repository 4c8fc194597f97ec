import fc from "fast-check";
import { describe, expect, test } from "vitest";

import type { CustomDataType, CustomValue } from "../../../sdk/index.js";
import type { KindName } from "../../../model/schema/index.js";
import type { Properties } from "../../../model/rules/record.js";
import type { FreshContext } from "../../support/handler-context.js";
import { contextOf } from "../../support/handler-context.js";
import { SmallEngine } from "../../support/small-engine.js";
import { type Pool, startPool } from "../../support/start-pool.js";
import type { EmulatorOptions } from "../../../emulator/index.js";
import { countTime } from "../../support/counted-time.js";

countTime();

const types: Readonly<Record<string, CustomDataType>> = {
  badge: "STRING",
  level: "NUMBER",
  remote: "BOOLEAN",
  since: "DATETIME",
  desk: "OBJECT",
};
const ada = { username: "ada" };
const customData = {
  badge: "B-17",
  level: 3,
  remote: false,
  since: "2024-03-01T09:00:00+01:00",
  desk: { floor: 2, near: ["door"] },
};
const everything = { ...ada, customData };

function without(key: keyof typeof customData): Properties {
  return Object.fromEntries(Object.entries(customData).filter(([each]) => each !== key));
}

/** A pool with a custom field of each type. */
async function poolOf(options: EmulatorOptions = {}): Promise<Pool> {
  const pool = await startPool(options);
  for (const [key, dataType] of Object.entries(types))
    await pool.admin.udf.set("USER", { key, dataType, label: key });
  pool.emulator.counters.reset();
  return pool;
}

type Options = Parameters<typeof contextOf>[1];

/** Each operation is a run of its own. */
function engineOf(pool: Pool, kind: KindName = "User", options: Options = {}): SmallEngine {
  return new SmallEngine(kind, () => contextOf(pool, { client: pool.admin, ...options }));
}

async function valuesOf(pool: Pool, id: string): Promise<Record<string, unknown>> {
  return Object.fromEntries(await pool.admin.udf.values("USER", id));
}

async function setByHand(pool: Pool, id: string, values: Record<string, CustomValue>): Promise<void> {
  const written = Object.entries(values).map(([key, value]) => ({ targetId: id, key, value }));
  await pool.admin.udf.setMany("USER", written);
}

describe("custom data of a user", () => {
  test("is written at creation with the types of the pool, and stays as it is", async () => {
    const pool = await poolOf();
    const engine = engineOf(pool);
    await engine.up(everything);

    expect(await valuesOf(pool, engine.kept!.id)).toEqual({
      ...customData,
      since: new Date("2024-03-01T08:00:00Z"),
    });
    expect(engine.kept?.outs).toMatchObject({ customData });
    expect(await engine.refresh()).toBe("same");
    expect(await engine.up(everything)).toBe("same");
  });

  test("changes key by key: one is set, one is cleared, and one that was never declared is left alone", async () => {
    const pool = await poolOf();
    const engine = engineOf(pool);
    await engine.up({ ...ada, customData: { badge: "B-17", level: 3 } });
    const { id } = engine.kept!;
    await setByHand(pool, id, { remote: true });
    pool.emulator.counters.reset();

    await engine.up({ ...ada, customData: { badge: "B-18" } });

    expect(await valuesOf(pool, id)).toEqual({ badge: "B-18", remote: true });
    expect(engine.kept?.outs["customData"]).toEqual({ badge: "B-18" });
    expect(pool.emulator.counters.of("updateUser")).toBe(0);
    expect(await engine.refresh()).toBe("same");
  });

  test("that leaves the program is cleared, and null means not declared", async () => {
    const pool = await poolOf();
    const engine = engineOf(pool);
    await engine.up(everything);
    const { id } = engine.kept!;
    await engine.up({ ...ada, customData: { badge: null, level: 3 } });
    expect(await valuesOf(pool, id)).toEqual({ level: 3 });

    await engine.up(ada);
    expect(await valuesOf(pool, id)).toEqual({});
    expect(engine.kept?.outs).not.toHaveProperty("customData");
    expect(await engine.up(ada)).toBe("same");
  });

  test("whose field was removed from the pool is cleared already", async () => {
    const pool = await poolOf();
    const engine = engineOf(pool);
    await engine.up({ ...ada, customData: { badge: "B-17", level: 3, remote: true } });
    await pool.admin.udf.remove("USER", "badge");

    await engine.up({ ...ada, customData: { remote: true } });
    expect(await valuesOf(pool, engine.kept!.id)).toEqual({ remote: true });
  });

  test("that leaves the program is cleared even if a list of the fields is cut", async () => {
    const pool = await poolOf();
    const engine = engineOf(pool);
    await engine.up({ ...ada, customData: { desk: { floor: 2 }, badge: "B-17" } });
    pool.emulator.faults.add({ operation: "udf", kind: "cutPage", times: Infinity });
    await engine.up({ ...ada, customData: { badge: "B-18" } }).catch(() => undefined);
    pool.emulator.faults.clear();

    await engine.up({ ...ada, customData: { badge: "B-18" } });
    expect(await valuesOf(pool, engine.kept!.id)).toEqual({ badge: "B-18" });
  });

  test("is written although the first list of the fields is cut", async () => {
    const pool = await startPool();
    await pool.admin.udf.set("USER", { key: "badge", dataType: "STRING", label: "Badge" });
    const engine = engineOf(pool);
    pool.emulator.faults.add({ operation: "udf", kind: "cutPage", times: 1 });
    await engine.up({ ...ada, customData: { badge: "B-17" } });

    expect(await valuesOf(pool, engine.kept!.id)).toEqual({ badge: "B-17" });
  });

  test("that is not declared is not read", async () => {
    const pool = await poolOf();
    const engine = engineOf(pool);
    await engine.up(ada);
    await setByHand(pool, engine.kept!.id, { level: 3 });
    pool.emulator.counters.reset();

    expect(await engine.refresh()).toBe("same");
    expect(pool.emulator.counters.of("udf")).toBe(0);
    expect(engine.kept?.outs).not.toHaveProperty("customData");
  });

  test("drifts in the one key that was changed by hand, and up repairs it", async () => {
    const pool = await poolOf();
    const engine = engineOf(pool);
    await engine.up(everything);
    const { id } = engine.kept!;
    await setByHand(pool, id, { level: 4 });
    await pool.admin.udf.removeValue("USER", id, "remote");

    expect(await engine.refresh()).toBe("changed");
    expect(engine.kept?.inputs["customData"]).toEqual({ ...without("remote"), level: 4 });
    await engine.up(everything);
    expect(await valuesOf(pool, id)).toMatchObject({ level: 3, remote: false });
    expect(await engine.refresh()).toBe("same");
  });

  test.each<NonNullable<EmulatorOptions["behaviour"]>>([
    { dateTimeRead: "iso" },
    { unsetCustomData: "null" },
    { severalMutations: "error" },
    { bulkFailure: "partial" },
  ])("lives with a service of another behaviour: %j", async (behaviour) => {
    const pool = await poolOf({ behaviour });
    const engine = engineOf(pool);
    await engine.up(everything);
    expect(await engine.refresh()).toBe("same");
    await engine.up({ ...ada, customData: { since: "2025-01-01" } });

    expect(await valuesOf(pool, engine.kept!.id)).toEqual({ since: new Date("2025-01-01") });
    expect(await engine.refresh()).toBe("same");
  });

  test("is compared by type: 1 is not true or the string 1, and an object has no order of keys", async () => {
    const pool = await poolOf();
    const engine = engineOf(pool);
    await engine.up({ ...ada, customData: { badge: "1", desk: { floor: 2, room: "a" } } });
    expect(await engine.up({ ...ada, customData: { badge: "1", desk: { room: "a", floor: 2 } } })).toBe(
      "same",
    );

    await expect(engine.up({ ...ada, customData: { badge: 1 } })).rejects.toThrow(
      /badge \(it is declared as number, but the custom field has the type string/u,
    );
  });
});

describe("a mistake in custom data", () => {
  test.each([
    ["B-17", "customData must be an object of keys and values"],
    [{ badge: ["B-17"] }, "customData[badge] must not be a list; declare an object that contains the list"],
    [{ "": 1 }, "customData[] must have a key that is not empty"],
  ])("is found by the check: %j", async (values, reason) => {
    const pool = await poolOf();

    await expect(engineOf(pool).up({ ...ada, customData: values })).rejects.toThrow(reason);
  });

  test("in one key leaves the user and the other keys, and shows no value", async () => {
    const pool = await poolOf();
    const engine = engineOf(pool);
    const wrong = { ...customData, level: "three-hundred", unheard: "secret-value" };
    const failure = await engine.up({ ...ada, groups: ["research"], customData: wrong }).catch(String);
    const { id } = engine.kept!;

    expect(failure).toContain(`custom data of user ${id} was only partly written`);
    expect(failure).toMatch(/level \(it is declared as string, but the custom field has the type number/u);
    expect(failure).toMatch(
      /unheard \(it is declared as string, but the user pool has no custom field with this key\. Define it with new approw\.UserField/u,
    );
    expect(failure).not.toMatch(/three-hundred|secret-value/u);
    expect(engine.kept?.outs).toMatchObject({ username: "ada", groups: ["research"] });
    expect(engine.kept?.outs["customData"]).toEqual(without("level"));
    expect(Object.keys(await valuesOf(pool, id)).sort()).toEqual(Object.keys(without("level")).sort());

    await engine.up({ ...ada, groups: ["research"], customData });
    expect(await engine.refresh()).toBe("same");
  });

  test("of one user fails none of the others in the batch", async () => {
    const pool = await poolOf({ behaviour: { bulkFailure: "atomic" } });
    const { session } = contextOf(pool);
    const create = (username: string, values: Properties): Promise<unknown> =>
      session.create("User", { username, customData: values }).catch(String);

    const [one, bad, other] = await Promise.all([
      create("one", { badge: "1" }),
      create("bad", { badge: 1 }),
      create("other", { badge: "2" }),
    ]);

    expect(bad).toMatch(/only partly written/u);
    expect([one, other]).toEqual([
      expect.objectContaining({ outs: expect.objectContaining({ customData: { badge: "1" } }) as unknown }),
      expect.objectContaining({ outs: expect.objectContaining({ customData: { badge: "2" } }) as unknown }),
    ]);
  });

  test.each<"atomic" | "partial">(["atomic", "partial"])(
    "that only the service finds fails that user alone, with %s requests",
    async (bulkFailure) => {
      const pool = await poolOf({ behaviour: { bulkFailure } });
      const context = contextOf(pool, { client: pool.admin });
      const all = await Promise.all(
        ["one", "gone", "other", "third"].map((username) => context.session.create("User", { username })),
      );
      await pool.admin.users.delete(all[1]!.id);
      const written = await Promise.all(
        all.map(({ id, outs }) =>
          context.session
            .update("User", id, outs, { username: outs["username"], customData: { badge: id } })
            .then(() => "written", String),
        ),
      );

      expect(written).toEqual([
        "written",
        expect.stringMatching(/badge \(user .* does not exist in this user pool/u),
        "written",
        "written",
      ]);
      expect(await valuesOf(pool, all[2]!.id)).toEqual({ badge: all[2]!.id });
    },
  );

  test("in the pool is an error of the refresh that names the key", async () => {
    const pool = await poolOf();
    const engine = engineOf(pool);
    await engine.up({ ...ada, customData: { badge: "B-17" } });
    await pool.admin.udf.set("USER", { key: "badge", dataType: "NUMBER", label: "badge" });

    await expect(engine.refresh()).rejects.toThrow(/custom field badge failed/u);
    expect(engine.kept?.outs).toMatchObject({ customData: { badge: "B-17" } });
  });
});

describe("a write of custom data that is interrupted", () => {
  test("leaves the values of the state, and the next run writes all of them again", async () => {
    const pool = await poolOf();
    const engine = engineOf(pool);
    await engine.up({ ...ada, customData: { badge: "B-17", level: 3 } });
    const { id } = engine.kept!;
    const hasty = engineOf(pool, "User", { client: { timeout: 200, retryBudgetMs: 300 } });
    hasty.kept = engine.kept;
    pool.emulator.faults.add({
      operation: "setUdfValueBatch",
      kind: "loseAnswer",
      then: "hang",
      times: Infinity,
    });
    pool.emulator.faults.add({ operation: "users", kind: "hang", times: Infinity });
    pool.emulator.faults.add({ operation: "userBatch", kind: "hang", times: Infinity });
    await expect(
      hasty.up({ ...ada, nickname: "Ada", customData: { badge: "B-18", level: 3, remote: true } }),
    ).rejects.toThrow(/only partly written/u);
    pool.emulator.faults.clear();

    expect(hasty.kept?.outs).toMatchObject({
      nickname: "Ada",
      customData: { badge: "B-17", level: 3, remote: true },
      __approw: { unconfirmed: ["customData"] },
    });
    engine.kept = hasty.kept;
    // The program goes back to what it had: the value of the lost write must not stay.
    await engine.up({ ...ada, customData: { badge: "B-17", level: 3 } });
    expect(await valuesOf(pool, id)).toEqual({ badge: "B-17", level: 3 });
    expect(engine.kept?.outs).not.toHaveProperty("__approw");
    expect(await engine.refresh()).toBe("same");
  });

  test("after groups that failed keeps the known values", async () => {
    const pool = await poolOf();
    const engine = engineOf(pool);
    await engine.up({ ...ada, customData: { badge: "B-17" } });

    await expect(engine.up({ ...ada, groups: ["nowhere"], customData: { badge: "B-18" } })).rejects.toThrow(
      /nowhere/u,
    );
    expect(engine.kept?.outs).toMatchObject({ customData: { badge: "B-17" } });
    await engine.up({ ...ada, customData: { badge: "B-18" } });
    expect(await valuesOf(pool, engine.kept!.id)).toEqual({ badge: "B-18" });
  });

  test("follows a creation that is half done", async () => {
    const pool = await poolOf();
    const engine = engineOf(pool);
    pool.emulator.faults.add({ operation: "updateUser", kind: "code", code: 500 });
    await expect(engine.up({ ...everything, city: "London" })).rejects.toThrow(/without city/u);
    expect(engine.kept?.outs).not.toHaveProperty("customData");

    await engine.up({ ...everything, city: "London" });
    expect(await valuesOf(pool, engine.kept!.id)).toMatchObject({ badge: "B-17" });
    expect(await engine.refresh()).toBe("same");
  });
});

describe("adoption", () => {
  test("compares the declared keys, and writes nothing where they are equal", async () => {
    const pool = await poolOf();
    const { id } = await pool.admin.users.create(ada);
    await setByHand(pool, id, { badge: "B-17", level: 9, since: new Date("2024-03-01T08:00:00Z") });
    pool.emulator.counters.reset();
    const engine = engineOf(pool, "User", { adopt: true });
    await engine.up({ ...ada, customData: { badge: "B-17", since: customData.since } });

    expect(pool.emulator.counters.of("setUdfValueBatch")).toBe(0);
    expect(engine.kept?.outs["customData"]).toEqual({ badge: "B-17", since: customData.since });
    await engine.up({ ...ada, customData: { badge: "B-18" } });
    expect(await valuesOf(pool, id)).toEqual({ badge: "B-18", level: 9 });
  });
});

describe("a UserField", () => {
  const badge = { key: "locker", type: "number" };

  test("defines a field, and a changed label updates it", async () => {
    const pool = await startPool();
    const engine = engineOf(pool, "UserField");
    await engine.up(badge);
    expect(await pool.admin.udf.list("USER")).toMatchObject([
      { key: "locker", dataType: "NUMBER", label: "locker" },
    ]);

    await engine.up({ ...badge, label: "Number of the locker" });
    expect(await pool.admin.udf.list("USER")).toMatchObject([
      { key: "locker", dataType: "NUMBER", label: "Number of the locker" },
    ]);
    expect(await engine.refresh()).toBe("same");
  });

  test.each([
    ["key", { ...badge, key: "cabinet" }],
    ["type", { ...badge, type: "string" }],
  ])("whose %s changes is refused, because users would lose their values", async (name, changed) => {
    const pool = await startPool();
    const engine = engineOf(pool, "UserField");
    await engine.up(badge);

    await expect(engine.up(changed)).rejects.toThrow(
      new RegExp(`${name} can be set at creation only.*declare a new UserField with another key`, "u"),
    );
  });

  test("that is already defined is never overwritten", async () => {
    const pool = await startPool();
    await pool.admin.udf.set("USER", { key: "locker", dataType: "STRING", label: "By hand" });

    await expect(engineOf(pool, "UserField").up(badge)).rejects.toThrow(
      /custom field locker is already in the pool.*adopt: true/u,
    );
    await expect(engineOf(pool, "UserField", { adopt: true }).up(badge)).rejects.toThrow(/different type/u);
    const adopting = engineOf(pool, "UserField", { adopt: true });
    await adopting.up({ ...badge, type: "string" });
    expect(await pool.admin.udf.list("USER")).toMatchObject([{ dataType: "STRING", label: "By hand" }]);
  });

  test("is deleted only with force, because the values of all users go with it", async () => {
    const pool = await startPool();
    const engine = engineOf(pool, "UserField");
    await engine.up(badge);
    await expect(engine.destroy()).rejects.toThrow(
      /custom field locker was not deleted, because the deletion would also delete its value of every user.*force: true/u,
    );
    await engine.up({ ...badge, force: true });
    await engine.destroy();
    // One that is gone already needs no force.
    const other = engineOf(pool, "UserField");
    await other.up({ ...badge, key: "shelf" });
    await pool.admin.udf.remove("USER", "shelf");
    await other.destroy();

    expect(await pool.admin.udf.list("USER")).toEqual([]);
  });

  test("keeps the options of a field that was defined in the console when its label changes", async () => {
    const pool = await startPool();
    await pool.admin.udf.set("USER", { key: "locker", dataType: "NUMBER", label: "By hand", options: "[1]" });
    await engineOf(pool, "UserField", { adopt: true }).up({ ...badge, label: "Locker" });

    expect(await pool.admin.udf.list("USER")).toMatchObject([{ label: "Locker", options: "[1]" }]);
  });
});

describe("a UserField and a user of one run", () => {
  function declare({ session }: FreshContext, kind: KindName, name: string, declared: Properties): void {
    const failures = session.noteChecked(kind, { name, parents: "" }, {}, declared);
    expect(failures).toEqual([]);
  }

  test("are written in this order, even where the program does not say so", async () => {
    const pool = await startPool();
    const context = contextOf(pool, { quietMs: 300 });
    const field = { key: "locker", type: "number" };
    const user = { ...ada, customData: { locker: 17 } };
    declare(context, "UserField", "locker", field);
    declare(context, "User", "ada", user);
    const creating = context.session.create("User", user);
    await new Promise((resolve) => setTimeout(resolve, 100));
    await context.session.create("UserField", field);

    expect((await creating).outs).toMatchObject({ customData: { locker: 17 } });
  });

  test("are written in this order although the definition takes longer than the engine is quiet", async () => {
    const pool = await startPool();
    const context = contextOf(pool);
    const field = { key: "locker", type: "number" };
    const user = { ...ada, customData: { locker: 17 } };
    declare(context, "UserField", "locker", field);
    pool.emulator.faults.add({ operation: "setUdf", kind: "latency", ms: 300 });
    const [created] = await Promise.all([
      context.session.create("User", user),
      context.session.create("UserField", field),
    ]);

    expect(created.outs).toMatchObject({ customData: { locker: 17 } });
  });

  test("end with the advice to add dependsOn where the engine does not come to the field", async () => {
    const pool = await startPool();
    const context = contextOf(pool);
    declare(context, "UserField", "locker", { key: "locker", type: "number" });

    await expect(context.session.create("User", { ...ada, customData: { locker: 17 } })).rejects.toThrow(
      /Add the UserField that defines it to the dependsOn option of the user/u,
    );
  });
});

describe("any two declarations, one after the other", () => {
  const values = fc.record(
    {
      badge: fc.string({ maxLength: 6 }),
      level: fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => value + 0),
      remote: fc.boolean(),
      since: fc
        .date({ min: new Date("1990-01-01"), max: new Date("2090-01-01"), noInvalidDate: true })
        .map((date) => date.toISOString()),
      desk: fc.dictionary(fc.stringMatching(/^[a-z]{1,4}$/u), fc.oneof(fc.nat(), fc.string(), fc.boolean())),
    },
    { requiredKeys: [] },
  );

  test("leave in the pool what is declared, and what was set by hand in other keys", async () => {
    const pool = await poolOf();
    let number = 0;
    await fc.assert(
      fc.asyncProperty(values, values, values, async (byHand, first, second) => {
        const username = `user-${(number += 1)}`;
        const engine = engineOf(pool);
        await engine.up({ username, customData: first });
        const { id } = engine.kept!;
        const others = Object.fromEntries(
          Object.entries(byHand).filter(([key]) => !(key in first) && !(key in second)),
        );
        if (Object.keys(others).length > 0) await setByHand(pool, id, others);

        await engine.up({ username, customData: second });

        const found = await valuesOf(pool, id);
        const expected: Record<string, unknown> = { ...others, ...second };
        const since = expected["since"];
        if (typeof since === "string") expected["since"] = new Date(since);
        expect(found).toEqual(expected);
        expect(engine.kept?.outs["customData"]).toEqual(second);
        expect(await engine.refresh()).toBe("same");
      }),
      { numRuns: 25 },
    );
  });
});

describe("the requests", () => {
  test("for many users are shared: definitions once, values of 80 users, and 10 removals", async () => {
    const pool = await poolOf();
    const context = contextOf(pool, { client: pool.admin });
    const all = Array.from({ length: 40 }, (_, index) => `user-${index}`);
    const { counters } = pool.emulator;
    const created = await Promise.all(
      all.map((username) => context.session.create("User", { username, customData: { badge: username } })),
    );
    expect(counters.of("setUdfValueBatch")).toBe(1);
    expect(counters.of("udf")).toBe(1);

    counters.reset();
    await Promise.all(
      created.map(({ id, outs }, index) =>
        context.session.update("User", id, outs, { username: all[index] }),
      ),
    );
    expect(counters.total()).toBe(4);
  });

  test("for a refresh of 30 fields are one", async () => {
    const pool = await startPool();
    const context = contextOf(pool, { client: pool.admin });
    const engines = Array.from({ length: 30 }, () => new SmallEngine("UserField", () => context));
    await Promise.all(engines.map((engine, index) => engine.up({ key: `key-${index}`, type: "string" })));
    const later = contextOf(pool, { client: pool.admin });
    pool.emulator.counters.reset();

    const found = await Promise.all(
      engines.map((engine) => later.session.read("UserField", engine.kept!.id, engine.kept!.outs)),
    );

    expect(found).not.toContain("gone");
    expect(pool.emulator.counters.total()).toBe(1);
  });
});
