import { describe, expect, onTestFinished, test } from "vitest";

import { ManagedPool } from "../../drift/compare/managed-pool.js";
import { parseIgnoreRule } from "../../drift/policy/ignore.js";
import { reviewPool } from "../../drift/review.js";
import { parseDeployment } from "../../drift/states/deployment.js";
import { createEmulator, type Seed } from "../../emulator/index.js";
import { ManagementClient } from "../../sdk/index.js";
import type { Pool } from "../support/start-pool.js";
import { ExportedState } from "./states/exported-state.js";

const listOfUsers = { users: 1, restNamespaceList: 1 };

/** A pool that has no other groups and roles than these. */
async function poolWith(seed: Seed): Promise<Pool> {
  const emulator = await createEmulator({ seed });
  onTestFinished(() => emulator.close());
  const { url: host, userPoolId, secret } = emulator;
  const admin = new ManagementClient({ host, userPoolId, secret });
  await admin.users.list(1, 1);
  emulator.counters.reset();
  return { emulator, admin };
}

function program({ emulator }: Pool): ExportedState {
  return new ExportedState("people", emulator.userPoolId);
}

async function review(
  { admin }: Pool,
  state: ExportedState,
  { pageSize = 100, ignore = [] as readonly string[] } = {},
): ReturnType<typeof reviewPool> {
  const managed = new ManagedPool(parseDeployment("people", state.toString()).resources);
  return await reviewPool(admin, managed, {
    roleNamespaces: [],
    pageSize,
    ignore: ignore.map((rule) => parseIgnoreRule("--ignore", rule)),
    onProgress: () => undefined,
  });
}

const seed: Seed = {
  namespaces: [{ code: "hr" }],
  groups: [{ code: "staff", description: "by hand" }, { code: "news" }],
  roles: [{ code: "lead" }, { code: "temp", namespace: "hr" }, { code: "recruiter", namespace: "hr" }],
};

describe("the review of groups and roles", () => {
  test("compares those that states declare, and finds the others of their kind and namespace", async () => {
    const pool = await poolWith(seed);
    const state = program(pool)
      .object("Group", "staff", { code: "staff", description: "All" })
      .object("Group", "gone", { code: "gone" })
      .object("Role", "recruiter", { code: "recruiter", namespace: "hr" });

    const { differences, coverage } = await review(pool, state);

    expect(differences).toMatchObject([
      { kind: "object-changed", object: { code: "staff" }, field: "description", observed: "by hand" },
      { kind: "object-gone", object: { type: "group", code: "gone" } },
      { kind: "object-unmanaged", object: { type: "group", code: "news" } },
      { kind: "object-unmanaged", object: { type: "role", code: "temp", namespace: "hr" } },
    ]);
    expect([...coverage.objects]).toEqual([
      ["group", { total: 2, managed: 1 }],
      ["role", { total: 2, managed: 1 }],
    ]);
    // The group that is not in the list is asked for.
    expect(pool.emulator.counters.byOperation()).toEqual({ ...listOfUsers, groups: 1, group: 1, roles: 1 });
  });

  test("compares custom fields where a state declares one, and names those that no program declares", async () => {
    const pool = await poolWith({});
    for (const key of ["badge", "level"])
      await pool.admin.udf.set("USER", { key, dataType: "STRING", label: "By hand" });
    const state = program(pool)
      .object("UserField", "badge", { key: "badge", type: "string", label: "Badge" })
      .object("UserField", "gone", { key: "gone", type: "date" });

    const { differences } = await review(pool, state);

    expect(differences).toMatchObject([
      { kind: "object-changed", object: { type: "userField", code: "badge" }, field: "label" },
      { kind: "object-gone", object: { type: "userField", code: "gone" } },
      { kind: "object-unmanaged", object: { type: "userField", code: "level" } },
    ]);
  });

  test("a review of users alone costs not one request more", async () => {
    const pool = await poolWith(seed);

    const { differences, coverage } = await review(pool, program(pool).groups("x", "x", []));

    expect(differences.filter(({ kind }) => kind.startsWith("object-"))).toEqual([]);
    expect(coverage.objects.size).toBe(0);
    const { groups, group, roles } = pool.emulator.counters.byOperation();
    expect([groups, group, roles]).toEqual([undefined, undefined, undefined]);
  });

  test("three hundred groups are read in pages, and ten that are gone with one more request", async () => {
    const codes = Array.from({ length: 300 }, (_, n) => `group-${n}`);
    const pool = await poolWith({ groups: codes.map((code) => ({ code })) });
    const state = program(pool);
    for (const code of codes) state.object("Group", code, { code });
    for (let n = 0; n < 10; n += 1) state.object("Group", `gone-${n}`, { code: `gone-${n}` });

    const { differences } = await review(pool, state);

    expect(differences.map(({ kind }) => kind)).toEqual(Array.from({ length: 10 }, () => "object-gone"));
    // Three pages, and two requests that prove them whole. A request may ask for several groups.
    expect(pool.emulator.counters.byOperation()).toMatchObject({ groups: 5 });
    expect(pool.emulator.counters.of("group")).toBeLessThanOrEqual(10);
  });

  test("rules leave out unmanaged groups and roles, and they are counted", async () => {
    const pool = await poolWith(seed);
    const state = program(pool)
      .object("Group", "staff", { code: "staff" })
      .object("Role", "recruiter", { code: "recruiter", namespace: "hr" });

    const found = await review(pool, state, { ignore: ["group:new*", "role:hr/temp", "role:hr/recruiter"] });

    expect(found.differences).toEqual([]);
    expect(found.ignoredIds).toEqual(["object-unmanaged/group/news", "object-unmanaged/role/hr/temp"]);
    expect(found.coverage.ignored.objects).toBe(2);
    expect(found.coverage.objects.get("group")).toEqual({ total: 1, managed: 1 });
    expect(found.idleRules.map(({ text }) => text)).toEqual(["role:hr/recruiter"]);
  });

  describe("never reports an object as gone by half a response:", () => {
    const withoutGroups = {
      operation: "groups",
      kind: "shape",
      body: { data: { groups: { totalCount: 0, list: [] } } },
    } as const;

    test("a list that lacks a group which exists is read again", async () => {
      const pool = await poolWith(seed);
      pool.emulator.faults.add(withoutGroups);

      const { differences } = await review(pool, program(pool).object("Group", "staff", { code: "staff" }));

      expect(differences).toMatchObject([{ kind: "object-unmanaged", object: { code: "news" } }]);
    });

    test("a list that still lacks it ends the review", async () => {
      const pool = await poolWith(seed);
      pool.emulator.faults.add({ ...withoutGroups, times: Infinity });

      const error = await review(pool, program(pool).object("Group", "staff", { code: "staff" })).catch(
        (cause: unknown) => cause,
      );

      expect(error).toMatchObject({ code: "UNEXPECTED_RESPONSE", operation: "groups.listAll" });
      expect(String(error)).toContain("group staff exists but is not in the list");
    });

    test.each([
      { what: "a refused list", fault: { operation: "groups", kind: "code", code: 500, times: Infinity } },
      { what: "pages that stay cut", fault: { operation: "groups", kind: "cutPage", times: Infinity } },
      {
        what: "a refused confirmation",
        fault: { operation: "group", kind: "code", code: 500, times: Infinity },
      },
    ] as const)("$what ends it", async ({ fault }) => {
      const pool = await poolWith(seed);
      const state = program(pool)
        .object("Group", "staff", { code: "staff" })
        .object("Group", "gone", { code: "gone" });
      pool.emulator.faults.add(fault);

      await expect(review(pool, state)).rejects.toMatchObject({
        operation: expect.stringMatching(/^groups\./u) as string,
      });
    });

    test("an answer about a group of another spelling ends it", async () => {
      const pool = await poolWith(seed);
      const other = { code: "STAFF", name: "x", description: null, createdAt: null, updatedAt: null };
      pool.emulator.faults.add({
        operation: "group",
        kind: "shape",
        body: { data: { f0: other, group: other } },
      });

      await expect(
        review(pool, program(pool).object("Group", "gone", { code: "gone" })),
      ).rejects.toMatchObject({ code: "UNEXPECTED_RESPONSE" });
    });
  });

  test("a service that refuses large pages is asked for small ones", async () => {
    const pool = await poolWith(seed);
    pool.emulator.faults.add({ operation: "groups", kind: "code", code: 500 });

    const { differences } = await review(pool, program(pool).object("Group", "staff", { code: "staff" }));

    expect(differences).toMatchObject([{ kind: "object-unmanaged" }]);
  });

  test("roles that users hold are read in the namespace of a declared role that the service does not list", async () => {
    const pool = await poolWith({
      ...seed,
      users: [{ username: "ada", roles: [{ code: "temp", namespace: "hr" }] }],
    });
    pool.emulator.faults.add({ operation: "restNamespaceList", kind: "code", code: 1001 });
    const state = program(pool).object("Role", "recruiter", { code: "recruiter", namespace: "hr" });

    const { differences, namespaces } = await review(pool, state);

    expect(namespaces).toEqual(["default", "hr"]);
    expect(differences).toMatchObject([
      { kind: "user-unmanaged", roles: [{ namespace: "hr", role: "temp" }] },
      { kind: "object-unmanaged", object: { code: "temp" } },
    ]);
  });

  test("writes nothing", async () => {
    const pool = await poolWith(seed);

    await review(pool, program(pool).object("Group", "gone", { code: "gone" }));

    expect(Object.keys(pool.emulator.counters.byOperation()).sort()).toEqual([
      "group",
      "groups",
      "restNamespaceList",
      "users",
    ]);
  });
});

describe("the review of policies", () => {
  const reading = { resource: "books:*", actions: ["books:read", "books:list"] };

  test("compares statements by their meaning, and leaves built-in policies out", async () => {
    const policies = [
      { code: "read", statements: [reading] },
      { code: "lend", statements: [{ ...reading, actions: ["*"] }] },
      { code: "by-hand", statements: [reading] },
    ];
    const pool = await poolWith({ ...seed, policies });
    const sameReading = { actions: [...reading.actions].reverse(), effect: "ALLOW", resource: "books:*" };
    const state = program(pool)
      .object("Policy", "read", { code: "read", statements: [sameReading] })
      .object("Policy", "lend", { code: "lend", statements: [reading] })
      .object("Policy", "gone", { code: "gone", statements: [reading] });

    const { differences, coverage } = await review(pool, state);

    expect(differences).toMatchObject([
      {
        kind: "object-changed",
        object: { type: "policy", code: "lend", namespace: "default" },
        field: "statements",
        observed: '[{"resource":"books:*","actions":["*"]}]',
      },
      { kind: "object-gone", object: { type: "policy", code: "gone" } },
      { kind: "object-unmanaged", object: { type: "policy", code: "by-hand" } },
    ]);
    expect([...coverage.objects]).toEqual([["policy", { total: 3, managed: 2 }]]);
  });
});
