import { beforeEach, describe, expect, test } from "vitest";
import { isInvalidInput, isNotFound, type ManagementClient, type User } from "../../../sdk/index.js";
import { startClient, type Started } from "../start-client.js";

const unknownId = "5f0c1a2b3d4e5f6071829399";

let started: Started;
let client: ManagementClient;
let ada: User;
let grace: User;

beforeEach(async () => {
  started = await startClient();
  ({ client } = started);
  ada = await client.users.create({ username: "ada", email: "Ada@Example.org", phone: "13800000000" });
  grace = await client.users.create({ username: "grace", externalId: "e-2", company: "Navy" });
  await client.groups.create({ code: "staff", name: "Staff" });
  await Promise.all(["author", "reviewer"].map((code) => client.roles.create({ code })));
});

async function namesOf(users: AsyncIterable<User>): Promise<(string | null | undefined)[]> {
  const names: (string | null | undefined)[] = [];
  for await (const { username } of users) names.push(username);
  return names;
}

describe("users.create", () => {
  test("returns the user as the service created it", () => {
    expect(ada).toMatchObject({
      username: "ada",
      email: "ada@example.org",
      status: "Activated",
      blocked: false,
    });
    expect(ada.id).toMatch(/^[0-9a-f]{24}$/);
    expect(ada).not.toHaveProperty("password");
  });

  test.each([
    ["username", { username: "ada" }],
    ["email, in another case", { email: "ADA@example.org" }],
    ["phone", { phone: "13800000000" }],
    ["externalId", { externalId: "e-2" }],
  ])("refuses a %s that is in use with a ConflictError", async (_, input) => {
    await expect(client.users.create(input)).rejects.toMatchObject({ code: "CONFLICT", apiCode: 2026 });
  });

  test("treats a username that differs only in case as another one", async () => {
    expect((await client.users.create({ username: "Ada" })).id).not.toBe(ada.id);
  });
});

describe("users.update", () => {
  test("changes the given fields, clears those that are null, and leaves the rest", async () => {
    await client.users.update(ada.id, { nickname: "The Countess", company: "Analytical" });

    const updated = await client.users.update(ada.id, { company: null, nickname: undefined, city: "London" });

    expect(updated).toMatchObject({
      nickname: "The Countess",
      company: null,
      city: "London",
      username: "ada",
    });
  });

  test("returns the sent fields, even those that it does not select by default", async () => {
    expect(await client.users.update(ada.id, { directManagement: "grace" })).toMatchObject({
      directManagement: "grace",
    });
  });

  test("of an unknown user is a NotFoundError", async () => {
    await expect(client.users.update(unknownId, { name: "x" })).rejects.toSatisfy(isNotFound);
  });
});

describe("users.detail", () => {
  test("returns the user", async () => {
    expect(await client.users.detail(grace.id)).toMatchObject({
      id: grace.id,
      externalId: "e-2",
      identities: [],
    });
  });

  test("of an unknown user is a NotFoundError that names the id", async () => {
    const error = await client.users.detail(unknownId).catch((cause: unknown) => cause);

    expect(isNotFound(error)).toBe(true);
    expect(String(error)).toContain(`there is no user ${unknownId}`);
  });

  test("sends no request for an empty id, and never treats an id as a path", async () => {
    await expect(client.users.detail("")).rejects.toSatisfy(isInvalidInput);
    await expect(client.users.detail("../users")).rejects.toSatisfy(isNotFound);
  });

  test("returns the pool's own fields on request, in their types", async () => {
    const customData = [
      { key: "badge", value: "7", dataType: "NUMBER", label: "Badge" },
      { key: "vip", value: "true", dataType: "BOOLEAN" },
      { key: "desk", value: '{"floor":2}', dataType: "OBJECT" },
      { key: "since", value: "2020-01-02T03:04:05Z", dataType: "DATETIME" },
      { key: "motto", value: "onwards", dataType: "STRING" },
      { key: "odd", value: "{", dataType: "OBJECT" },
      { key: "unset", value: null, dataType: "NUMBER" },
    ];
    const body = { code: 200, data: { id: ada.id, customData } };
    started.emulator.faults.add({ operation: "restUserDetail", kind: "shape", body });

    expect((await client.users.detail(ada.id, { withCustomData: true })).customData).toEqual({
      badge: 7,
      vip: true,
      desk: { floor: 2 },
      since: new Date("2020-01-02T03:04:05Z"),
      motto: "onwards",
      odd: "{",
      unset: null,
    });
  });
});

describe("users.delete", () => {
  test("deletes the user", async () => {
    expect(await client.users.delete(ada.id)).toMatchObject({ code: 200 });
    await expect(client.users.detail(ada.id)).rejects.toSatisfy(isNotFound);
  });

  test("of an unknown user is refused", async () => {
    await expect(client.users.delete(unknownId)).rejects.toSatisfy(isNotFound);
  });
});

describe("users.deleteMany", () => {
  test("deletes them in one request", async () => {
    await client.users.deleteMany([ada.id, grace.id]);

    expect((await client.users.list()).totalCount).toBe(0);
    expect(started.emulator.counters.of("deleteUsers")).toBe(1);
  });

  test("of no users sends nothing", async () => {
    expect(await client.users.deleteMany([])).toEqual({ code: 200, message: null });
    expect(started.emulator.counters.of("deleteUsers")).toBe(0);
  });
});

describe("users.batch", () => {
  test.each(["omit", "null"] as const)(
    "leaves out users that the service does not know (%s)",
    async (batchUnknownId) => {
      const other = await startClient({}, { behaviour: { batchUnknownId } });
      const { id } = await other.client.users.create({ username: "ada" });

      const users = await other.client.users.batch([unknownId, id]);

      expect(users.map((user) => user.id)).toEqual([id]);
    },
  );

  test("reads any number of users, 80 per request", async () => {
    const ids = Array.from({ length: 160 }, (_, index) => index.toString(16).padStart(24, "0"));

    const users = await client.users.batch([...ids, ada.id]);

    expect(users.map(({ id }) => id)).toEqual([ada.id]);
    expect(started.emulator.counters.of("restUserBatch")).toBe(3);
  });

  test("returns a user once whose id is given twice", async () => {
    const ids = Array.from({ length: 80 }, (_, index) => index.toString(16).padStart(24, "0"));

    const users = await client.users.batch([ada.id, ...ids, ada.id]);

    expect(users.map(({ id }) => id)).toEqual([ada.id]);
  });

  test("of no users sends nothing", async () => {
    expect(await client.users.batch([])).toEqual([]);
    expect(started.emulator.counters.of("restUserBatch")).toBe(0);
  });

  test.each([
    ["username", "grace"],
    ["externalId", "e-2"],
  ] as const)("knows users by %s", async (queryField, key) => {
    expect((await client.users.batch([key], { queryField })).map(({ id }) => id)).toEqual([grace.id]);
  });
});

describe("users.list", () => {
  test("returns the first 10 by default", async () => {
    for (let index = 0; index < 10; index += 1) await client.users.create({ username: `person-${index}` });

    const first = await client.users.list();
    const second = await client.users.list(2);
    const sorted = await client.users.list(1, 1, { sortBy: "CREATEDAT_ASC" });

    expect([first.totalCount, first.list.length, second.list.length]).toEqual([12, 10, 2]);
    expect(sorted.list.map(({ id }) => id)).toEqual([ada.id]);
  });

  test("returns the pool's own fields on request", async () => {
    const { list } = await client.users.list(1, 10, { withCustomData: true, excludeUsersInOrg: true });

    expect(list.map(({ customData }) => customData)).toEqual([{}, {}]);
  });
});

describe("users.listAll", () => {
  test("returns all users, oldest first, in two more requests than there are pages", async () => {
    await client.users.create({ username: "edsger" });

    expect(await namesOf(client.users.listAll({ pageSize: 2 }))).toEqual(["ada", "grace", "edsger"]);
    expect(started.emulator.counters.of("users")).toBe(4);
  });

  test("throws when a page stays cut, so that no user seems to be missing", async () => {
    started.emulator.faults.add({ operation: "users", kind: "cutPage", times: Infinity });

    await expect(namesOf(client.users.listAll())).rejects.toMatchObject({ code: "UNEXPECTED_RESPONSE" });
  });
});

describe("users.find", () => {
  test("finds by username exactly, by email in any case, by phone and by external id", async () => {
    const found = await Promise.all([
      client.users.find({ username: "ada" }),
      client.users.find({ username: "Ada" }),
      client.users.find({ email: "ADA@EXAMPLE.ORG" }),
      client.users.find({ phone: "13800000000" }),
      client.users.find({ externalId: "e-2" }, { withCustomData: true }),
    ]);

    expect(found.map((user) => user?.id)).toEqual([ada.id, undefined, ada.id, ada.id, grace.id]);
    expect(found[1]).toBeNull();
  });

  test("requires at least one of them", async () => {
    await expect(client.users.find({ username: undefined })).rejects.toSatisfy(isInvalidInput);
  });
});

describe("users.search", () => {
  test("finds users by a part of the usual fields", async () => {
    const { totalCount, list } = await client.users.search("nav");

    expect([totalCount, list[0]?.id]).toEqual([1, grace.id]);
  });

  test("searches the given fields, among members of groups and users with roles, page by page", async () => {
    await client.users.addGroup(grace.id, "staff");
    await client.users.addRoles(ada.id, ["author"]);
    const idsOf = async (...search: Parameters<typeof client.users.search>): Promise<string[]> =>
      (await client.users.search(...search)).list.map(({ id }) => id);

    expect(await idsOf("nav", { fields: ["username"] })).toEqual([]);
    expect(await idsOf("a", { groupOpts: [{ code: "staff" }] })).toEqual([grace.id]);
    expect(await idsOf("a", { roleOpts: [{ code: "author" }] })).toEqual([ada.id]);
    expect([...(await idsOf("a", {}, 1, 1)), ...(await idsOf("a", {}, 2, 1))].toSorted()).toEqual(
      [ada.id, grace.id].toSorted(),
    );
  });

  test("reads all pages", async () => {
    expect((await namesOf(client.users.searchAll("a", { pageSize: 1 }))).toSorted()).toEqual([
      "ada",
      "grace",
    ]);
  });
});

describe("users.refreshToken", () => {
  test("returns a token and its times", async () => {
    const { token, iat, exp } = await client.users.refreshToken(ada.id);

    expect(token.split(".")).toHaveLength(3);
    expect(exp).toBeGreaterThan(iat ?? Infinity);
  });
});

describe("the groups of a user", () => {
  test("are joined, listed and left", async () => {
    await client.users.addGroup(ada.id, "staff");
    const joined = await client.users.listGroups(ada.id);
    await client.users.removeGroup(ada.id, "staff");
    const left = await client.users.listGroups(ada.id);

    expect(joined).toMatchObject({ totalCount: 1, list: [{ code: "staff", name: "Staff" }] });
    expect(left).toEqual({ totalCount: 0, list: [] });
  });

  test("of an unknown user are a NotFoundError", async () => {
    await expect(client.users.listGroups(unknownId)).rejects.toSatisfy(isNotFound);
  });
});

describe("the roles of a user", () => {
  test("are assigned, listed and revoked, several at once", async () => {
    await client.users.addRoles(ada.id, ["author", "reviewer"]);
    const given = await client.users.listRoles(ada.id);
    await client.users.removeRoles(ada.id, ["author", "reviewer"]);
    const taken = await client.users.listRoles(ada.id);

    expect(given.list.map(({ code }) => code).toSorted()).toEqual(["author", "reviewer"]);
    expect(taken).toEqual({ totalCount: 0, list: [] });
  });

  test("without codes send nothing", async () => {
    expect(await client.users.addRoles(ada.id, [])).toMatchObject({ code: 200 });
    expect(await client.users.removeRoles(ada.id, [])).toMatchObject({ code: 200 });
    expect(started.emulator.counters.of("assignRole")).toBe(0);
    expect(started.emulator.counters.of("revokeRole")).toBe(0);
  });

  test("are those of one namespace", async () => {
    const seed = { namespaces: [{ code: "hr" }], roles: [{ code: "recruiter", namespace: "hr" }] };
    const other = await startClient({}, { seed });
    const { id } = await other.client.users.create({ username: "ada" });

    await other.client.users.addRoles(id, ["recruiter"], "hr");

    expect((await other.client.users.listRoles(id)).totalCount).toBe(0);
    expect((await other.client.users.listRoles(id, "hr")).list).toMatchObject([
      { code: "recruiter", namespace: "hr" },
    ]);
    await other.client.users.removeRoles(id, ["recruiter"], "hr");
    expect((await other.client.users.listRoles(id, "hr")).totalCount).toBe(0);
  });

  test("of an unknown user are a NotFoundError", async () => {
    await expect(client.users.listRoles(unknownId)).rejects.toSatisfy(isNotFound);
  });

  test.each([
    ["groups", () => client.users.listGroups(ada.id)],
    ["roles", () => client.users.listRoles(ada.id)],
  ])("and an incomplete list of %s is an error", async (list, read) => {
    const body = { data: { user: { [list]: { totalCount: 3, list: [] } } } };
    started.emulator.faults.add({ operation: "user", kind: "shape", body });

    await expect(read()).rejects.toMatchObject({
      code: "UNEXPECTED_RESPONSE",
      paths: [`data.user.${list}.list`],
    });
  });
});
