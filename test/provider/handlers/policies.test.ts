import { describe, expect, test } from "vitest";

import { contextOf } from "../../support/handler-context.js";
import { SmallEngine } from "../../support/small-engine.js";
import { type Pool, startPool } from "../../support/start-pool.js";

const reading = { resource: "books:*", actions: ["books:read", "books:list"] };
const writing = {
  resource: "books:123",
  actions: ["books:edit"],
  effect: "DENY" as const,
  condition: [{ param: "UserContext.level", operator: "NumericLessThan", value: { min: 2, max: 4 } }],
};
const declared = { code: "librarian", statements: [reading, writing] };
const builtIn = { code: "AdministratorAccess", statements: [reading] };

function engineOf(pool: Pool, options: Parameters<typeof contextOf>[1] = {}): SmallEngine {
  return new SmallEngine("Policy", () => contextOf(pool, { client: pool.admin, ...options }));
}

describe("a policy", () => {
  test("has what is declared, and the same statements written in another way are no change", async () => {
    const pool = await startPool();
    const engine = engineOf(pool);
    await engine.up({ ...declared, description: "Lends books" });

    expect(await pool.admin.policies.detail("librarian")).toMatchObject({
      description: "Lends books",
      statements: [reading, writing],
    });
    expect(await engine.refresh()).toBe("same");
    const { condition, ...rest } = writing;
    const [{ value, ...comparison } = { value: {} }] = condition;
    const swapped = {
      condition: [{ value: Object.fromEntries(Object.entries(value).reverse()), ...comparison }],
      ...rest,
    };
    const sameReading = {
      ...reading,
      actions: [...reading.actions].reverse(),
      effect: "ALLOW",
      condition: [],
    };
    expect(
      await engine.up({ ...declared, description: "Lends books", statements: [swapped, sameReading] }),
    ).toBe("same");
  });

  test.each([
    ["no statement", [], /statements must have at least one statement/u],
    [
      "a statement without actions",
      [{ ...reading, actions: [] }],
      /statements\[0\]\[actions\] must not be empty/u,
    ],
    ["another effect", [{ ...reading, effect: "MAYBE" }], /must be one of "ALLOW", "DENY"/u],
    ["a condition without a value", [{ ...reading, condition: [{ param: "a", operator: "b" }] }], /value/u],
    ["something that is not a list", "books", /statements must be a list of statements/u],
  ])("with %s fails the check", async (_what, statements, reason) => {
    const pool = await startPool();

    await expect(engineOf(pool).up({ ...declared, statements })).rejects.toThrow(reason);
    expect(pool.emulator.counters.of("createPolicy")).toBe(0);
  });

  test("that was changed by hand is drift that the next `up` repairs", async () => {
    const pool = await startPool();
    const engine = engineOf(pool);
    await engine.up(declared);
    await pool.admin.policies.update("librarian", { statements: [{ ...reading, actions: ["*"] }] });

    expect(await engine.refresh()).toBe("changed");
    expect(engine.kept?.inputs).toMatchObject({ statements: [{ resource: "books:*", actions: ["*"] }] });
    expect(await engine.up(declared)).toBe("update");
    expect(await pool.admin.policies.detail("librarian")).toMatchObject({ statements: [reading, writing] });
    expect(await engine.refresh()).toBe("same");
  });

  test("with another code is renamed in place, and its assignments stay", async () => {
    const pool = await startPool();
    const engine = engineOf(pool);
    await engine.up(declared);
    const target = { targetType: "GROUP", targetIdentifier: "research" } as const;
    await pool.admin.policies.assign({
      policies: ["librarian"],
      targetType: "GROUP",
      targetIdentifiers: ["research"],
    });

    expect(await engine.up({ ...declared, code: "archivist" })).toBe("update");

    const { list } = await pool.admin.policies.listOfTarget(target);
    expect(list.map(({ code }) => code)).toEqual(["archivist"]);
    expect(await engine.refresh()).toBe("same");
  });

  test("in another namespace is a new one", async () => {
    const pool = await startPool({ seed: { namespaces: [{ code: "hr" }] } });
    const engine = engineOf(pool);
    await engine.up(declared);

    expect(await engine.up({ ...declared, namespace: "hr" })).toBe("replace");

    expect(await pool.admin.policies.detail("librarian", "hr")).toMatchObject({ namespace: "hr" });
    await expect(pool.admin.policies.detail("librarian")).rejects.toThrow("librarian");
  });

  test("that is in the pool is adopted with its statements set, and stays when the resource is deleted", async () => {
    const pool = await startPool({ seed: { policies: [{ code: "librarian", statements: [writing] }] } });
    const engine = engineOf(pool);
    await expect(engine.up(declared)).rejects.toThrow(
      /policy librarian is already in the pool.*adopt: true/u,
    );
    await engine.up({ ...declared, adopt: true });
    await engine.destroy();

    expect(await pool.admin.policies.detail("librarian")).toMatchObject({ statements: [reading, writing] });
  });

  test("is looked up by its id", async () => {
    const pool = await startPool({ seed: { policies: [{ code: "librarian", statements: [reading] }] } });
    const { session } = contextOf(pool, { client: pool.admin });

    const { userPoolId } = pool.emulator;
    expect(await session.read("Policy", "default/librarian", {})).toEqual({
      id: "default/librarian",
      outs: {
        code: "librarian",
        namespace: "default",
        statements: [reading],
        userPoolId,
      },
    });
  });
});

describe("a policy that is built in", () => {
  const refused = /policy AdministratorAccess is built in.*cannot be created, adopted, changed or deleted/u;

  test("is neither created nor adopted", async () => {
    const pool = await startPool();

    await expect(engineOf(pool).up(builtIn)).rejects.toThrow(refused);
    await expect(engineOf(pool).up({ ...builtIn, adopt: true })).rejects.toThrow(refused);
    await expect(engineOf(pool, { adopt: true }).up(builtIn)).rejects.toThrow(refused);
  });

  test("is neither changed, renamed nor deleted where a state has it", async () => {
    const pool = await startPool();
    const engine = engineOf(pool);
    const { session } = contextOf(pool, { client: pool.admin });
    const id = "default/AdministratorAccess";
    const read = await session.read("Policy", id, {});
    const { userPoolId, ...inputs } = read === "gone" ? { userPoolId: "" } : read.outs;
    engine.kept = { id, outs: { ...inputs, userPoolId }, inputs, isUnfinished: false };

    await expect(engine.up({ ...inputs, statements: [reading] })).rejects.toThrow(refused);
    await expect(engine.up({ ...inputs, code: "AllAccess" })).rejects.toThrow(refused);
    await engine.up({ ...inputs, force: true });
    await expect(engine.destroy()).rejects.toThrow(refused);
    expect(await pool.admin.policies.detail("AdministratorAccess")).toMatchObject({ isDefault: true });
  });
});

describe("the deletion of a policy", () => {
  test("that is assigned is refused with the number of assignments, unless it is forced", async () => {
    const pool = await startPool();
    const engine = engineOf(pool);
    await engine.up(declared);
    await pool.admin.policies.assign({
      policies: ["librarian"],
      targetType: "GROUP",
      targetIdentifiers: ["research", "on-call"],
    });

    await expect(engine.destroy()).rejects.toThrow(
      /policy librarian still has 2 assignments and was not deleted.*force: true/su,
    );
    await engine.up({ ...declared, force: true });
    await engine.destroy();

    await expect(pool.admin.policies.detail("librarian")).rejects.toThrow("librarian");
  });

  test("counts the users who have it against approw:maxDeletions", async () => {
    const pool = await startPool({
      seed: {
        policies: [{ code: "librarian", statements: [reading] }],
        groups: [{ code: "readers", policies: ["librarian"] }],
        users: [{ username: "ada", policies: ["librarian"] }],
      },
    });
    const engine = engineOf(pool, { maxDeletions: 0 });
    await engine.up({ ...declared, adopt: true, deletionPolicy: "delete", force: true });

    await expect(engine.destroy()).rejects.toThrow(
      /deleting policy librarian, which user .* has.*would remove 1 user.*approw:maxDeletions is 0/u,
    );
    expect(await pool.admin.policies.detail("librarian")).toMatchObject({ code: "librarian" });
  });
});

describe("requests", () => {
  const codes = Array.from({ length: 300 }, (_, index) => `policy-${String(index)}`);
  const seed = { policies: codes.map((code) => ({ code, statements: [reading] })) };

  test("of a refresh of 300 policies are pages", async () => {
    const pool = await startPool({ seed });
    const { session } = contextOf(pool, { client: pool.admin });
    const { userPoolId } = pool.emulator;
    const states = codes.map((code) => ({ code, statements: [reading], userPoolId }));

    for (let index = 0; index < states.length; index += 16) {
      const some = states.slice(index, index + 16);
      const read = await Promise.all(
        some.map((state) => session.read("Policy", `default/${state.code}`, state)),
      );
      expect(read).toEqual(some.map((state) => ({ id: `default/${state.code}`, outs: state })));
    }

    expect(pool.emulator.counters.total()).toBeLessThanOrEqual(10);
  });

  test("of a deletion of 100 policies count their assignments and delete them together", async () => {
    const pool = await startPool({ seed });
    const { session } = contextOf(pool, { client: pool.admin });
    const { userPoolId } = pool.emulator;

    await Promise.all(
      codes
        .slice(0, 100)
        .map((code) =>
          session.delete("Policy", `default/${code}`, { code, statements: [reading], userPoolId }),
        ),
    );

    expect(pool.emulator.counters.byOperation()).toEqual({ policy: 10, deletePolicies: 2 });
  });
});
