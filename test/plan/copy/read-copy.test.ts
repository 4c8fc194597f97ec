import { describe, expect, test } from "vitest";

import { type PoolCopy, readCopy } from "../../../plan/copy/read-copy.js";
import type { Needed } from "../../../plan/copy/selection.js";
import { type Pool, startPool } from "../../support/start-pool.js";

const needed: Needed = {
  codes: [{ object: "group", namespace: "", code: "engineering" }],
  users: { fields: ["username", "status"] },
  policyNamespaces: [],
  asksForArchived: true,
  asksForCustomFields: true,
};

const neverThere = "5f0000000000000000000000";

async function copy(
  { admin }: Pool,
  expectedIds: readonly string[],
  more?: Partial<Needed>,
): Promise<PoolCopy> {
  const options = { pageSize: 100, roleNamespaces: [], expectedIds, onProgress: () => undefined };
  return await readCopy(admin, { ...needed, ...more }, options);
}

async function poolOf(...usernames: string[]): Promise<Pool & { readonly ids: readonly string[] }> {
  const pool = await startPool({ seed: { users: usernames.map((username) => ({ username })) } });
  const all = new Map(pool.emulator.content().users.map(({ id, fields }) => [fields.username, id]));
  const ids = usernames.map((username) => all.get(username) ?? "");
  return { ...pool, ids };
}

describe("the copy of a pool", () => {
  test("asks for nothing twice", async () => {
    const pool = await poolOf("ada", "bob", "former");
    const [ada = "", , former = ""] = pool.ids;
    pool.emulator.archiveUser(former);

    await copy(pool, [ada, former]);

    expect(pool.emulator.counters.byOperation()).toEqual({
      archivedUsers: 1,
      group: 1,
      restNamespaceList: 1,
      udf: 1,
      users: 1,
    });
  });

  test("has archived users apart from those who are listed", async () => {
    const pool = await poolOf("ada", "former");
    const [ada = "", former = ""] = pool.ids;
    pool.emulator.archiveUser(former);

    const { users, content } = await copy(pool, [ada, former]);

    expect(users.map(({ id }) => id)).toEqual([ada]);
    expect(content.users.map(({ id }) => id)).toEqual([ada, former]);
  });

  test("a user of the state who is archived while the pool is read is in no list", async () => {
    const pool = await poolOf("ada", "former");
    const [ada = "", former = ""] = pool.ids;
    pool.emulator.archiveUser(former);

    const { users } = await copy(pool, [ada, former], { asksForArchived: false });

    expect(users.map(({ id }) => id)).toEqual([ada]);
  });

  test("a user of the state whom the service does not know is not in it", async () => {
    const pool = await poolOf("ada");

    const { users } = await copy(pool, [...pool.ids, neverThere]);

    expect(users.map(({ id }) => id)).toEqual(pool.ids);
  });

  test("says which namespaces the service refuses to return, and has the others", async () => {
    const pool = await poolOf("ada");
    pool.emulator.faults.add({
      operation: "restNamespaceList",
      kind: "shape",
      body: { code: 200, data: { total: 1, list: [{ code: "locked" }] } },
    });
    // The page, and the smaller page that is tried next.
    pool.emulator.faults.add({ operation: "users", kind: "code", code: 500, times: 2 });

    const { users, content, notRead } = await copy(pool, pool.ids);

    expect(users.map(({ id }) => id)).toContain(pool.ids[0]);
    expect(content.namespaces.map(({ code }) => code)).toEqual(["default"]);
    expect(notRead).toMatchObject([{ subject: "namespaces", counts: true }]);
  });

  test("is not made of a list that lacks a user who exists", async () => {
    const pool = await poolOf("ada", "bob");
    const empty = { data: { users: { totalCount: 0, list: [] } } };
    pool.emulator.faults.add({ operation: "users", kind: "shape", body: empty, times: Infinity });

    const error = await copy(pool, pool.ids).catch((cause: unknown) => cause);

    expect(error).toMatchObject({ code: "UNEXPECTED_RESPONSE", operation: "users.snapshotPages" });
    expect(String(error)).toContain(`user ${pool.ids[0] ?? ""} exists but is not in the list`);
  });
});
