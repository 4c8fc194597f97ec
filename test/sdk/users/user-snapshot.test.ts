import { beforeEach, describe, expect, test } from "vitest";
import { isInvalidInput, type ManagementClient, type UserSnapshot } from "../../../sdk/index.js";
import { startClient, type Started } from "../start-client.js";

const unknownId = "5f0c1a2b3d4e5f6071829399";
const seed = {
  namespaces: [{ code: "hr" }],
  groups: [
    { code: "staff", name: "Staff" },
    { code: "on-call", name: "On call" },
  ],
  roles: [{ code: "author" }, { code: "recruiter", namespace: "hr" }],
};

let started: Started;
let client: ManagementClient;
let ids: string[];

beforeEach(async () => {
  started = await startClient({}, { seed });
  ({ client } = started);
  ids = [];
  for (const username of ["ada", "grace", "edsger"]) ids.push((await client.users.create({ username })).id);
  const [ada = ""] = ids;
  await client.users.addGroup(ada, "staff");
  await client.users.addGroup(ada, "on-call");
  await client.users.addRoles(ada, ["author"]);
  await client.users.addRoles(ada, ["recruiter"], "hr");
  started.emulator.counters.reset();
});

describe("users.snapshot", () => {
  test("reads fields, groups and roles of several namespaces in one request", async () => {
    const [ada = "", grace = ""] = ids;

    const snapshots = await client.users.snapshot([ada, grace], {
      fields: ["username", "city"],
      groups: true,
      roleNamespaces: ["default", "hr"],
    });

    expect([...snapshots.keys()]).toEqual([ada, grace]);
    expect(snapshots.get(ada)).toEqual({
      id: ada,
      fields: { id: ada, username: "ada", city: null },
      groups: expect.arrayContaining(["staff", "on-call"]) as unknown,
      roles: { default: ["author"], hr: ["recruiter"] },
    });
    expect(snapshots.get(grace)).toMatchObject({ groups: [], roles: { default: [], hr: [] } });
    expect(started.emulator.counters.byOperation()).toEqual({ userBatch: 1 });
  });

  test("contains only the selected data", async () => {
    const [ada = ""] = ids;

    expect((await client.users.snapshot([ada], {})).get(ada)).toEqual({ id: ada, fields: { id: ada } });
  });

  test.each(["omit", "null"] as const)(
    "leaves out users that the service does not know (%s)",
    async (batchUnknownId) => {
      const other = await startClient({}, { behaviour: { batchUnknownId } });
      const { id } = await other.client.users.create({ username: "ada" });

      expect([
        ...(await other.client.users.snapshot([unknownId, id], { fields: ["username"] })).keys(),
      ]).toEqual([id]);
    },
  );

  test.each(["groups", "roles0"])("with an incomplete list of %s is an error", async (list) => {
    const whole = { totalCount: 0, list: [] };
    const user = {
      id: ids[0],
      groups: whole,
      roles0: whole,
      [list]: { totalCount: 2, list: [{ code: "x" }] },
    };
    started.emulator.faults.add({
      operation: "userBatch",
      kind: "shape",
      body: { data: { userBatch: [user] } },
    });

    await expect(
      client.users.snapshot(ids, { groups: true, roleNamespaces: ["default"] }),
    ).rejects.toMatchObject({ code: "UNEXPECTED_RESPONSE", paths: [`data.userBatch.0.${list}.list`] });
  });

  test("without a selected field in the response is an error", async () => {
    const body = { data: { userBatch: [{ id: ids[0] }] } };
    started.emulator.faults.add({ operation: "userBatch", kind: "shape", body });

    await expect(client.users.snapshot(ids, { fields: ["city"] })).rejects.toMatchObject({
      paths: ["data.userBatch.0.city"],
    });
  });

  test("accepts 80 ids and no more", async () => {
    const many = Array.from({ length: 81 }, () => unknownId);

    await expect(client.users.snapshot(many, {})).rejects.toSatisfy(isInvalidInput);
    expect((await client.users.snapshot(many.slice(1), {})).size).toBe(0);
  });

  test("of no users sends nothing", async () => {
    expect((await client.users.snapshot([], {})).size).toBe(0);
    expect(started.emulator.counters.total()).toBe(0);
  });
});

describe("users.snapshotPages", () => {
  async function pagesOf(pageSize: number): Promise<{ totalCount: number; snapshots: UserSnapshot[] }[]> {
    const pages: { totalCount: number; snapshots: UserSnapshot[] }[] = [];
    const selection = { fields: ["username"], groups: true, roleNamespaces: ["hr"] } as const;
    for await (const page of client.users.snapshotPages(selection, { pageSize })) pages.push(page);
    return pages;
  }

  test("reads the whole pool, oldest first, in two more requests than there are pages", async () => {
    const pages = await pagesOf(2);

    expect(pages.map(({ snapshots }) => snapshots.map(({ id }) => id))).toEqual([
      ids.slice(0, 2),
      ids.slice(2),
    ]);
    expect(pages.map(({ totalCount }) => totalCount)).toEqual([3, 3]);
    expect(pages[0]?.snapshots[0]).toMatchObject({
      fields: { username: "ada" },
      roles: { hr: ["recruiter"] },
    });
    expect(started.emulator.counters.byOperation()).toEqual({ users: 4 });
  });

  test("reads again after a page that was cut once", async () => {
    started.emulator.faults.add({ operation: "users", kind: "cutPage" });

    const seen = (await pagesOf(2)).flatMap(({ snapshots }) => snapshots.map(({ id }) => id));

    expect(seen.toSorted()).toEqual(ids.toSorted());
  });
});
