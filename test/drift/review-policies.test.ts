import { describe, expect, onTestFinished, test } from "vitest";

import { ManagedPool } from "../../drift/compare/managed-pool.js";
import { findingId } from "../../drift/finding/finding-id.js";
import { describeDifference } from "../../drift/finding/describe.js";
import { ruleOf } from "../../drift/finding/severity.js";
import { reviewPool } from "../../drift/review.js";
import { parseDeployment } from "../../drift/states/deployment.js";
import { createEmulator, type Seed } from "../../emulator/index.js";
import { ManagementClient } from "../../sdk/index.js";
import type { Pool } from "../support/start-pool.js";
import { encrypted, ExportedState } from "./states/exported-state.js";

interface People extends Pool {
  readonly idOf: (username: string) => Promise<string>;
}

const statements = [{ resource: "books:*", actions: ["books:read"] }];
const seed: Seed = {
  namespaces: [{ code: "library" }],
  groups: [{ code: "staff" }, { code: "guests" }],
  roles: [{ code: "clerk" }, { code: "binder", namespace: "library" }],
  policies: [
    ...["read", "lend", "burn"].map((code) => ({ code, statements })),
    { code: "bind", namespace: "library", statements },
  ],
  users: [{ username: "ada" }, { username: "grace" }],
};

async function startPool(change: Seed = {}): Promise<People> {
  const emulator = await createEmulator({ seed: { ...seed, ...change } });
  onTestFinished(() => emulator.close());
  const { url: host, userPoolId, secret } = emulator;
  const admin = new ManagementClient({ host, userPoolId, secret });
  const idOf = async (username: string): Promise<string> =>
    (await admin.users.find({ username }))?.id ?? "nobody";
  return { emulator, admin, idOf };
}

function program({ emulator }: Pool): ExportedState {
  return new ExportedState("people", emulator.userPoolId);
}

async function review({ admin, emulator }: Pool, state: ExportedState): ReturnType<typeof reviewPool> {
  emulator.counters.reset();
  const managed = new ManagedPool(parseDeployment("people", state.toString()).resources);
  return await reviewPool(admin, managed, {
    roleNamespaces: [],
    pageSize: 100,
    ignore: [],
    onProgress: () => undefined,
  });
}

async function assign(
  { admin }: Pool,
  targetType: "USER" | "GROUP" | "ROLE",
  id: string,
  policies: string[],
  namespace = "default",
): Promise<void> {
  await admin.policies.assign({ targetType, targetIdentifiers: [id], policies, namespace });
}

describe("the review of the policies of users", () => {
  test("finds those that were assigned and removed by hand", async () => {
    const pool = await startPool();
    const [ada, grace] = [await pool.idOf("ada"), await pool.idOf("grace")];
    await assign(pool, "USER", ada, ["read", "burn"]);
    await assign(pool, "USER", grace, ["burn"]);
    const state = program(pool)
      .user("ada", ada, { username: "ada" })
      .user("grace", grace, { username: "grace" })
      .policies("ada", { userId: ada }, ["read", "lend"])
      .policies("grace", { userId: grace }, [], { exhaustive: true });

    const { differences, coverage, policyNamespaces } = await review(pool, state);

    expect(differences.filter(({ kind }) => kind.startsWith("policy-"))).toMatchObject([
      { kind: "policy-removed", user: { username: "ada" }, policy: "lend", namespace: "default" },
      { kind: "policy-foreign", user: { username: "ada" }, policy: "burn" },
      { kind: "policy-added", user: { username: "grace" }, policy: "burn" },
    ]);
    expect(differences.map(findingId)).toContain(`policy-foreign/${ada}/default/burn`);
    expect(coverage.policies).toEqual({ total: 3, managed: 1 });
    expect(policyNamespaces).toEqual(["default"]);
  });

  test("counts what a state holds as given elsewhere as undeclared", async () => {
    const pool = await startPool();
    const ada = await pool.idOf("ada");
    await assign(pool, "USER", ada, ["read", "burn"]);
    const state = program(pool).policies("ada", { userId: ada }, ["read", "burn"], {
      exhaustive: true,
      __approw: { foreign: ["burn"] },
    });

    const { differences } = await review(pool, state);

    expect(differences.filter(({ kind }) => kind !== "user-unmanaged")).toMatchObject([
      { kind: "policy-added", policy: "burn" },
    ]);
  });

  test("rates an unmanaged user with a policy that no program declares as high", async () => {
    const pool = await startPool();
    const grace = await pool.idOf("grace");
    await assign(pool, "USER", grace, ["burn"]);
    const state = program(pool).object("Policy", "read", { code: "read", statements });

    const { differences } = await review(pool, state);

    const found = differences.filter(({ kind }) => kind === "user-unmanaged");
    expect(found.map(ruleOf).sort()).toEqual(["user-unmanaged", "user-unmanaged-with-policy"]);
    const described = found.map((difference) => describeDifference(difference));
    expect(described).toContain('is not managed by any resource; has "burn"');
  });

  test("finds two resources that set one policy, and one that denies it", async () => {
    const pool = await startPool();
    const ada = await pool.idOf("ada");
    await assign(pool, "USER", ada, ["read"]);
    const state = program(pool)
      .policies("one", { userId: ada }, ["read"])
      .policies("two", { userId: ada }, [], { exhaustive: true });

    const { differences } = await review(pool, state);

    expect(differences.filter(({ kind }) => kind.startsWith("policy-"))).toMatchObject([
      { kind: "policy-conflict", policy: "read", owners: [{}, {}] },
    ]);
  });

  test("reads a namespace only where a state declares policies of it", async () => {
    const pool = await startPool();
    const ada = await pool.idOf("ada");
    await assign(pool, "USER", ada, ["bind"], "library");
    const users = program(pool).user("ada", ada, { username: "ada" });

    const without = await review(pool, users);
    const requests = pool.emulator.counters.of("policyAssignments");
    const within = await review(pool, users.policies("ada", { userId: ada }, [], { namespace: "library" }));

    expect(requests).toBe(0);
    expect(without.differences.map(({ kind }) => kind)).toEqual(["user-unmanaged"]);
    expect(within.differences).toMatchObject([
      { kind: "policy-foreign", policy: "bind", namespace: "library" },
      { kind: "user-unmanaged" },
    ]);
  });

  test("says of no policy that it is undeclared where the state keeps the user or the policies secret", async () => {
    const pool = await startPool();
    const ada = await pool.idOf("ada");
    await assign(pool, "USER", ada, ["burn"]);
    await assign(pool, "GROUP", "staff", ["burn"]);
    const known = (): ExportedState =>
      program(pool)
        .user("ada", ada, { username: "ada" })
        .object("Group", "staff", { code: "staff" })
        .policies("one", { group: "staff" }, []);
    for (const state of [
      known().policies("two", { userId: encrypted }, ["burn"]),
      known().policies("two", { group: encrypted }, ["burn"]),
      known().policies("two", { userId: ada }, encrypted).policies("three", { group: "staff" }, encrypted),
    ]) {
      const { differences } = await review(pool, state);
      expect(differences.filter(({ kind }) => kind.includes("policy-"))).toEqual([]);
    }
  });
});

describe("the review of the policies of groups and roles", () => {
  test("finds those that were assigned and removed by hand", async () => {
    const pool = await startPool();
    await assign(pool, "GROUP", "staff", ["read", "burn"]);
    await assign(pool, "GROUP", "guests", ["burn"]);
    await assign(pool, "ROLE", "binder", ["bind"], "library");
    const state = program(pool)
      .object("Group", "staff", { code: "staff" })
      .policies("staff", { group: "staff" }, ["read", "lend"])
      .policies("guests", { group: "guests" }, [], { exhaustive: true })
      .policies("binder", { role: "binder" }, ["bind"], { namespace: "library" });

    const { differences } = await review(pool, state);

    const found = differences.filter(({ kind }) => kind.startsWith("object-policy-"));
    expect(found).toMatchObject([
      { kind: "object-policy-removed", object: { type: "group", code: "staff" }, policy: "lend" },
      { kind: "object-policy-foreign", object: { type: "group", code: "staff" }, policy: "burn" },
      { kind: "object-policy-added", object: { type: "group", code: "guests" }, policy: "burn" },
    ]);
    expect(found.map(findingId)).toEqual([
      "object-policy-removed/group/staff/default/lend",
      "object-policy-foreign/group/staff/default/burn",
      "object-policy-added/group/guests/default/burn",
    ]);
    expect(found.map((difference) => describeDifference(difference))[0]).toBe(
      'does not have the declared policy "lend"',
    );
  });

  test("a group that no resource manages is gone only where the service says so", async () => {
    const pool = await startPool();
    const state = program(pool)
      .policies("staff", { group: "staff" }, ["read"])
      .policies("gone", { group: "gone" }, ["read"])
      .policies("gone too", { role: "gone" }, ["read"]);

    const { differences } = await review(pool, state);

    expect(differences.filter(({ kind }) => kind !== "user-unmanaged")).toMatchObject([
      { kind: "object-policy-removed", object: { code: "staff" } },
      { kind: "object-gone", object: { type: "group", code: "gone" } },
      { kind: "object-gone", object: { type: "role", code: "gone", namespace: "default" } },
    ]);
  });

  test("a group that a resource manages and that is gone is one finding", async () => {
    const pool = await startPool();
    const state = program(pool)
      .object("Group", "gone", { code: "gone" })
      .policies("gone", { group: "gone" }, ["read"]);

    const { differences } = await review(pool, state);

    const about = differences.filter((found) => "object" in found && found.object.code === "gone");
    expect(about.map(({ kind }) => kind)).toEqual(["object-gone"]);
  });

  test("a failed look-up ends the review: nothing counts as gone", async () => {
    const pool = await startPool();
    pool.emulator.faults.add({ operation: "group", kind: "code", code: 403, times: Infinity });
    const state = program(pool).policies("gone", { group: "gone" }, ["read"]);

    await expect(review(pool, state)).rejects.toThrow(/reading/u);
  });

  test("three hundred groups cost four requests", async () => {
    const codes = Array.from({ length: 300 }, (_, n) => `group-${n}`);
    const pool = await startPool({ groups: codes.map((code) => ({ code, policies: ["read"] })), users: [] });
    const state = program(pool);
    for (const group of codes) state.policies(group, { group }, ["read"]);

    const { differences } = await review(pool, state);

    expect(differences).toEqual([]);
    expect(pool.emulator.counters.total()).toBeLessThanOrEqual(8);
  });
});
