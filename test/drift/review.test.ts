import { describe, expect, test } from "vitest";

import { ManagedPool } from "../../drift/compare/managed-pool.js";
import { reviewPool } from "../../drift/review.js";
import { parseDeployment } from "../../drift/states/deployment.js";
import type { Seed } from "../../emulator/index.js";
import { type Pool, startPool } from "../support/start-pool.js";
import { ExportedState } from "./states/exported-state.js";

interface Reviewed extends Pool {
  readonly ids: ReadonlyMap<string, string>;
}

async function poolWith(...users: NonNullable<Seed["users"]>): Promise<Reviewed> {
  const pool = await startPool({ seed: { users } });
  const ids = new Map<string, string>();
  for await (const { id, username } of pool.admin.users.listAll()) ids.set(username ?? "", id);
  pool.emulator.counters.reset();
  return { ...pool, ids };
}

/** Declares every user of a pool by the username. */
function everyUser({ emulator, ids }: Reviewed): ExportedState {
  const state = new ExportedState("people", emulator.userPoolId);
  for (const [username, id] of ids) state.user(username, id, { username });
  return state;
}

async function review({ admin }: Pool, state: ExportedState, pageSize = 100): ReturnType<typeof reviewPool> {
  const managed = new ManagedPool(parseDeployment("people", state.toString()).resources);
  return await reviewPool(admin, managed, {
    roleNamespaces: [],
    pageSize,
    ignore: [],
    onProgress: () => undefined,
  });
}

describe("reviewPool", () => {
  test("reads a thousand users, their groups and their roles in ten pages, and two requests more", async () => {
    const pool = await poolWith(...Array.from({ length: 1000 }, (_, n) => ({ username: `u${n}` })));

    const { differences, coverage } = await review(pool, everyUser(pool));

    expect(differences).toEqual([]);
    expect(coverage.users).toEqual({ total: 1000, managed: 1000 });
    expect(pool.emulator.counters.byOperation()).toEqual({ users: 12, restNamespaceList: 1 });
  });

  test("thirty namespaces cost no page more than one", async () => {
    const namespaces = Array.from({ length: 30 }, (_, n) => ({ code: `namespace-${n}` }));
    const roles = namespaces.map(({ code }) => ({ code: "admin", namespace: code }));
    const users = Array.from({ length: 250 }, (_, n) => ({
      username: `u${n}`,
      roles: n === 200 ? [{ code: "admin", namespace: "namespace-29" }] : [],
    }));
    const pool = await startPool({ seed: { namespaces, roles, users } });
    const ids = new Map<string, string>();
    for await (const { id, username } of pool.admin.users.listAll()) ids.set(username ?? "", id);
    pool.emulator.counters.reset();

    const found = await review(pool, everyUser({ ...pool, ids }));

    expect(found.differences).toMatchObject([
      { kind: "role-foreign", user: { username: "u200" }, role: "admin", namespace: "namespace-29" },
    ]);
    expect(found.notRead).toEqual([]);
    // Three pages, and two requests that prove them whole.
    expect(pool.emulator.counters.byOperation()).toEqual({ restNamespaceList: 1, users: 5 });
  });

  test("pages get smaller, not heavier, when there are hundreds of namespaces", async () => {
    const namespaces = Array.from({ length: 400 }, (_, n) => ({ code: `namespace-${n}` }));
    const users = Array.from({ length: 30 }, (_, n) => ({ username: `u${n}` }));
    const pool = await startPool({ seed: { namespaces, users } });

    const found = await review(pool, new ExportedState("people", pool.emulator.userPoolId));

    expect(found.namespaces).toHaveLength(401);
    expect(found.coverage.users.total).toBe(30);
    // Ten users per request: three pages, twice verified; and five pages of namespaces.
    expect(pool.emulator.counters.byOperation()).toEqual({ restNamespaceList: 7, users: 5 });
  });

  test("namespaces whose roles the service refuses to return are reported, and the others are read", async () => {
    const pool = await poolWith({ username: "ada", roles: ["admin"] });
    pool.emulator.faults.add({
      operation: "restNamespaceList",
      kind: "shape",
      body: { code: 200, data: { total: 1, list: [{ code: "locked" }] } },
    });
    // The page, and the smaller page that is tried next.
    pool.emulator.faults.add({ operation: "users", kind: "code", code: 500, times: 2 });

    const found = await review(pool, everyUser(pool));

    expect(found.differences).toMatchObject([{ kind: "role-foreign", role: "admin" }]);
    expect(found.namespaces).toEqual(["default"]);
    expect(found.notRead).toMatchObject([{ subject: "namespaces", counts: true }]);
    expect(found.notRead[0]?.message).toContain("roles in the namespace locked");
  });

  test("a user that is in no page is gone only when the service says so of that one id", async () => {
    const pool = await poolWith({ username: "ada" }, { username: "bob" });
    const state = everyUser(pool).user("gone", "5f0000000000000000000000", { username: "gone" });

    const { differences } = await review(pool, state);

    expect(differences).toMatchObject([{ kind: "user-gone", user: { username: "gone" } }]);
    expect(pool.emulator.counters.of("restUserDetail")).toBe(1);
  });

  test("a user that was created after the pages were read is compared all the same", async () => {
    const pool = await poolWith({ username: "ada" });
    const state = everyUser(pool);
    const bob = await pool.admin.users.create({ username: "bob", nickname: "by hand" });
    state.user("bob", bob.id, { username: "bob", nickname: "Bob" });
    const withoutBob = { users: { totalCount: 1, list: [snapshotOf(pool.ids.get("ada") ?? "", "ada")] } };
    pool.emulator.faults.add({ operation: "users", kind: "shape", body: { data: withoutBob } });

    const { differences } = await review(pool, state);

    expect(differences).toMatchObject([{ kind: "field-changed", field: "nickname", observed: "by hand" }]);
  });

  test("a user that the service knows and omits from every list is no finding, but ends the review", async () => {
    const pool = await poolWith({ username: "ada" });
    pool.emulator.faults.add({
      operation: "users",
      kind: "shape",
      body: { data: { users: { totalCount: 0, list: [] } } },
    });
    pool.emulator.faults.add({
      operation: "userBatch",
      kind: "shape",
      body: { data: { userBatch: [] } },
      times: 2,
    });

    await expect(review(pool, everyUser(pool))).rejects.toMatchObject({ code: "UNEXPECTED_RESPONSE" });
  });

  test("a list that lacks a managed user who exists is read again, and then ends the review", async () => {
    const pool = await poolWith({ username: "ada" }, { username: "bob" });
    const empty = {
      operation: "users",
      kind: "shape",
      body: { data: { users: { totalCount: 0, list: [] } } },
    } as const;
    pool.emulator.faults.add(empty);
    const { coverage } = await review(pool, everyUser(pool));
    pool.emulator.faults.add({ ...empty, times: Infinity });
    const error = await review(pool, everyUser(pool)).catch((cause: unknown) => cause);

    expect(coverage.users).toEqual({ total: 2, managed: 2 });
    expect(error).toMatchObject({ code: "UNEXPECTED_RESPONSE", operation: "users.snapshotPages" });
    expect(String(error)).toContain(`user ${pool.ids.get("ada") ?? ""} exists but is not in the list`);
  });

  test("an archived user is in no list, and does not make it incomplete", async () => {
    const pool = await poolWith({ username: "ada" });
    const archived = "5f0000000000000000000001";
    const user = { ...snapshotOf(archived, "former"), status: "Archived" };
    pool.emulator.faults.add({
      operation: "userBatch",
      kind: "shape",
      body: { data: { userBatch: [user] } },
    });

    const { differences } = await review(
      pool,
      everyUser(pool).user("former", archived, { username: "former" }),
    );

    expect(differences).toEqual([]);
  });

  test.each([
    { what: "pages that stay cut", fault: { operation: "users", kind: "cutPage", times: Infinity } },
    { what: "a refused confirmation", fault: { operation: "restUserDetail", kind: "code", code: 2210 } },
  ] as const)("$what end the review: no user is reported by half a response", async ({ fault }) => {
    const pool = await poolWith({ username: "ada" });
    const state = everyUser(pool).user("gone", "5f0000000000000000000000", { username: "gone" });
    pool.emulator.faults.add(fault);

    await expect(review(pool, state)).rejects.toMatchObject({
      operation: expect.stringMatching(/^users\./u) as string,
    });
  });

  test("writes nothing", async () => {
    const pool = await poolWith({ username: "ada" }, { username: "outsider" });
    const state = new ExportedState("people", pool.emulator.userPoolId)
      .user("ada", pool.ids.get("ada") ?? "", { username: "countess" })
      .groups("gone", "5f0000000000000000000000", ["research"]);

    await review(pool, state);

    const reads = ["restNamespaceList", "restUserDetail", "userBatch", "users"];
    expect(Object.keys(pool.emulator.counters.byOperation()).sort()).toEqual(reads);
  });
});

function snapshotOf(id: string, username: string): object {
  const empty = { totalCount: 0, list: [] };
  return {
    id,
    username,
    email: null,
    phone: null,
    externalId: null,
    name: null,
    nickname: null,
    createdAt: null,
    updatedAt: null,
    lastLogin: null,
    blocked: false,
    status: "Activated",
    groups: empty,
    roles0: empty,
  };
}
