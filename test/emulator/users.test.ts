import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { createEmulator, type Emulator } from "../../emulator/index.js";
import { ApiClient, createUser, updateUser } from "./api-client.js";

let now: number;
let emulator: Emulator;
let client: ApiClient;

beforeEach(async () => {
  now = Date.parse("2026-01-01T00:00:00Z");
  emulator = await createEmulator({ now: () => now });
  client = await ApiClient.of(emulator);
});

afterEach(() => emulator.close());

async function detail(id: string): Promise<unknown> {
  return ((await client.rest("GET", `/users/${id}`)) as { data: unknown }).data;
}

const unknownId = "5f0000000000000000000000";

describe("a new user", () => {
  test("has the defaults of the service", async () => {
    const id = await client.createUser({ username: "ada" });

    await expect(detail(id)).resolves.toMatchObject({
      id: expect.stringMatching(/^[0-9a-f]{24}$/) as string,
      arn: `arn:cn:authing:${emulator.userPoolId}:user:${id}`,
      status: "Activated",
      emailVerified: false,
      phoneVerified: false,
      blocked: false,
      isDeleted: false,
      loginsCount: 0,
      gender: "U",
      registerSource: ["import:manual"],
      photo: "https://usercontents.approw.com/approw-avatar.png",
      password: null,
      token: null,
      tokenExpiredAt: null,
      lastLogin: null,
      createdAt: "2026-01-01T00:00:00+00:00",
      updatedAt: "2026-01-01T00:00:00+00:00",
    });
  });

  test("signed up when it was created, unless another time is given", async () => {
    now += 678;
    const id = await client.createUser({ username: "ada" });
    const moved = await client.createUser({ username: "grace", signedUp: "2017-06-07T14:34:08Z" });
    now += 5000;
    await client.graphql(updateUser, { id, input: { nickname: "Ada" } });

    await expect(detail(id)).resolves.toMatchObject({
      signedUp: "2026-01-01T00:00:00+00:00",
      createdAt: "2026-01-01T00:00:00+00:00",
    });
    await expect(client.graphql(`{ findUser(username: "ada") { signedUp } }`)).resolves.toEqual({
      data: { findUser: { signedUp: "2026-01-01T00:00:00+00:00" } },
    });
    await expect(detail(moved)).resolves.toMatchObject({ signedUp: "2017-06-07T14:34:08.000Z" });
  });

  test.each([{ password: "x" }, { nickname: "Ada" }, { username: "" }, {}])(
    "is refused with 2231 when nothing identifies it: %o",
    async (userInfo) => {
      const encrypted = "password" in userInfo ? { password: await client.encrypt("engine-1843") } : userInfo;

      expect(await client.refusal(createUser, { userInfo: encrypted })).toBe(2231);
    },
  );

  test("may have an address without an at sign", async () => {
    const id = await client.createUser({ email: "Nobody" });

    await expect(detail(id)).resolves.toMatchObject({ email: "nobody" });
  });
});

describe("a unique key", () => {
  const ada = { username: "ada", email: "ada@example.org", phone: "13800000000", externalId: "e-1" };

  test.each([
    { username: "ada" },
    { email: "ADA@example.org" },
    { phone: "13800000000" },
    { externalId: "e-1" },
    { username: "other", email: "ada@example.org" },
  ])("that another user has is refused with 2026 on create: %o", async (userInfo) => {
    await client.createUser(ada);

    expect(await client.refusal(createUser, { userInfo })).toBe(2026);
    await expect(client.graphql("{ users { totalCount } }")).resolves.toMatchObject({
      data: { users: { totalCount: 1 } },
    });
  });

  test.each([
    [{ username: "ada" }, 2034],
    [{ email: "Ada@Example.org" }, 2200],
    [{ phone: "13800000000" }, 2035],
    [{ externalId: "e-1" }, 2026],
  ])("that another user has is refused on update: %o with %i", async (input, code) => {
    await client.createUser(ada);
    const id = await client.createUser({ username: "grace" });

    expect(await client.refusal(updateUser, { id, input })).toBe(code);
  });

  test("can be sent again for the user who has it", async () => {
    const id = await client.createUser(ada);

    expect(
      await client.refusal(updateUser, { id, input: { ...ada, email: "ADA@EXAMPLE.ORG" } }),
    ).toBeUndefined();
  });

  test("is case-sensitive for usernames", async () => {
    await client.createUser({ username: "ada" });

    expect(await client.refusal(createUser, { userInfo: { username: "Ada" } })).toBeUndefined();
  });

  test.each([
    ["changed", { username: "countess" }],
    ["cleared", { username: null }],
  ])("is free again once it is %s", async (_how, input) => {
    const id = await client.createUser({ username: "ada" });
    await client.graphql(updateUser, { id, input });

    expect(await client.refusal(createUser, { userInfo: { username: "ada" } })).toBeUndefined();
  });

  test("is free again after its user is deleted", async () => {
    const id = await client.createUser({ username: "ada" });
    await client.graphql("mutation ($id: String!) { deleteUser(id: $id) { code } }", { id });

    expect(await client.refusal(createUser, { userInfo: { username: "ada" } })).toBeUndefined();
  });
});

describe("an update", () => {
  test("clears what is null, keeps what is absent and moves updatedAt", async () => {
    const id = await client.createUser({ username: "ada", nickname: "Ada", company: "Analytical" });
    now += 5000;

    await client.graphql(updateUser, { id, input: { nickname: null } });

    await expect(detail(id)).resolves.toMatchObject({
      nickname: null,
      company: "Analytical",
      createdAt: "2026-01-01T00:00:00+00:00",
      updatedAt: "2026-01-01T00:00:05+00:00",
    });
  });

  test("of an unknown user is refused with 2004", async () => {
    expect(await client.refusal(updateUser, { id: unknownId, input: { nickname: "x" } })).toBe(2004);
    expect(await client.refusal(updateUser, { input: { nickname: "x" } })).toBe(2004);
  });
});

describe("a time", () => {
  test.each([
    ["2017-06-07T14:34:08.700Z", "2017-06-07T14:34:08.700Z"],
    ["2017-06-07T14:34:08.700", "2017-06-07T14:34:08.700Z"],
    ["2017-06-07T14:34:08+04:00", "2017-06-07T10:34:08.000Z"],
  ])("in ISO 8601 is kept as an instant: %s", async (lastLogin, instant) => {
    const id = await client.createUser({ username: "ada", lastLogin });

    await expect(detail(id)).resolves.toMatchObject({ lastLogin: instant });
  });

  test.each([
    "1496846048700",
    "yesterday",
    "2017-13-40T00:00:00Z",
    "2017-06-07",
    "",
    "9999-12-31T23:59:59-05:00",
    "0000-01-01T00:00:00+05:00",
  ])(
    "in any other form, or that UTC writes with more than four digits of a year, is refused with 500: %s",
    async (value) => {
      const id = await client.createUser({ username: "ada" });

      expect(await client.refusal(createUser, { userInfo: { username: "grace", signedUp: value } })).toBe(
        500,
      );
      expect(await client.refusal(updateUser, { id, input: { tokenExpiredAt: value } })).toBe(500);
    },
  );
});

describe("a password", () => {
  test.each(["12345", "ünö"])("of fewer than 6 characters is refused with 2029: %s", async (plain) => {
    const password = await client.encrypt(plain);
    const id = await client.createUser({ username: "ada" });

    expect(await client.refusal(createUser, { userInfo: { username: "grace", password } })).toBe(2029);
    expect(await client.refusal(updateUser, { id, input: { password } })).toBe(2029);
  });

  test.each([
    "engine-1843",
    "",
    "AAAA",
    "sm2:0123",
    Buffer.alloc(128, 7).toString("base64"),
    Buffer.alloc(128, 255).toString("base64"),
  ])("that was not encrypted for this pool is refused with 2016: %s", async (password) => {
    expect(await client.refusal(createUser, { userInfo: { username: "ada", password } })).toBe(2016);
  });

  test("is stored as a hash that differs each time", async () => {
    const shown = async (username: string) => {
      const id = await client.createUser({ username, password: await client.encrypt("engine-1843") });
      return ((await detail(id)) as { password: string }).password;
    };

    const [first, second] = [await shown("ada"), await shown("grace")];

    expect(first).toMatch(/^[0-9a-f]{32}$/);
    expect(first).not.toBe(second);
  });

  test("in any script arrives unchanged", async () => {
    const plain = "пароль-密码-🔑";
    const id = await client.createUser({ username: "ada", password: await client.encrypt(plain) });

    expect(emulator.hasPassword(id, plain)).toBe(true);
  });

  test("is not changed by updates that do not name it, and cleared by null", async () => {
    const id = await client.createUser({ username: "ada", password: await client.encrypt("engine-1843") });

    await client.graphql(updateUser, { id, input: { nickname: "Ada" } });
    expect(emulator.hasPassword(id, "engine-1843")).toBe(true);

    await client.graphql(updateUser, { id, input: { password: null } });
    expect(emulator.hasPassword(id, "engine-1843")).toBe(false);
    await expect(detail(id)).resolves.toMatchObject({ password: null });
  });
});

describe("a deletion", () => {
  const deleteOne = "mutation ($id: String!) { deleteUser(id: $id) { code } }";
  const deleteMany = "mutation ($ids: [String!]!) { deleteUsers(ids: $ids) { code } }";

  test("removes the user from every group and role", async () => {
    const id = await client.createUser({ username: "ada" });
    await client.graphql(
      `mutation { createGroup(code: "g", name: "G") { code } createRole(code: "r") { code } }`,
    );
    await client.graphql(
      `mutation ($ids: [String!]!) {
        addUserToGroup(userIds: $ids, code: "g") { code }
        assignRole(userIds: $ids, roleCode: "r") { code }
      }`,
      { ids: [id] },
    );

    await client.graphql(deleteOne, { id });

    await expect(
      client.graphql(
        `{ group(code: "g") { users { totalCount } } role(code: "r") { users { totalCount } } }`,
      ),
    ).resolves.toEqual({ data: { group: { users: { totalCount: 0 } }, role: { users: { totalCount: 0 } } } });
    await expect(detail(id)).resolves.toBeNull();
  });

  test("of an unknown user is refused with 2004", async () => {
    expect(await client.refusal(deleteOne, { id: unknownId })).toBe(2004);
  });

  test("of several users with an unknown one is refused and deletes none", async () => {
    const id = await client.createUser({ username: "ada" });

    expect(await client.refusal(deleteMany, { ids: [id, unknownId] })).toBe(2004);
    await expect(detail(id)).resolves.toMatchObject({ id });
  });

  test("of the root user is refused with 2212", async () => {
    expect(await client.refusal(deleteOne, { id: emulator.ownerId })).toBe(2212);
    expect(await client.refusal(deleteMany, { ids: [emulator.ownerId] })).toBe(2212);
  });
});

describe("the root user", () => {
  test("can be read, and is in no list and no search", async () => {
    await expect(detail(emulator.ownerId)).resolves.toMatchObject({ id: emulator.ownerId });
    await expect(
      client.graphql(`{ users { totalCount } searchUser(query: "owner") { totalCount } }`),
    ).resolves.toEqual({ data: { users: { totalCount: 0 }, searchUser: { totalCount: 0 } } });
  });
});

describe("a batch", () => {
  const userBatch = "query ($ids: [String!]!, $type: String) { userBatch(ids: $ids, type: $type) { id } }";

  test("answers in the order of the ids, each once, and omits unknown ones", async () => {
    const ada = await client.createUser({ username: "ada" });
    const grace = await client.createUser({ username: "grace" });

    await expect(client.graphql(userBatch, { ids: [grace, unknownId, ada, grace] })).resolves.toEqual({
      data: { userBatch: [{ id: grace }, { id: ada }] },
    });
  });

  test("by address answers each user once, although the address is repeated in other cases", async () => {
    const ada = await client.createUser({ email: "ada@example.org" });
    const grace = await client.createUser({ email: "grace@example.org" });
    const ids = ["ada@example.org", "grace@example.org", "ADA@example.org", "Ada@Example.org"];

    await expect(client.graphql(userBatch, { ids, type: "email" })).resolves.toEqual({
      data: { userBatch: [{ id: ada }, { id: grace }] },
    });
    await expect(client.rest("POST", "/users/batch", { ids, type: "email" })).resolves.toMatchObject({
      data: [{ id: ada }, { id: grace }],
    });
  });

  test("of 80 users is answered, of 81 refused with 2030", async () => {
    const ids = Array.from({ length: 81 }, (_, index) => index.toString(16).padStart(24, "0"));

    expect(await client.refusal(userBatch, { ids: ids.slice(1) })).toBeUndefined();
    expect(await client.refusal(userBatch, { ids })).toBe(2030);
    await expect(client.rest("POST", "/users/batch", { ids })).resolves.toMatchObject({ code: 2030 });
  });

  test("by anything other than a key is refused with 2015", async () => {
    expect(await client.refusal(userBatch, { ids: ["x"], type: "nickname" })).toBe(2015);
  });

  test("reads groups, and roles of several namespaces, in one request with aliases", async () => {
    const id = await client.createUser({ username: "ada" });
    await client.rest("POST", `/resource-namespace/${emulator.userPoolId}`, {
      code: "billing",
      name: "Billing",
    });
    await client.graphql(
      `mutation ($ids: [String!]!) {
        createGroup(code: "g", name: "G") { code }
        a: createRole(code: "r") { code }
        b: createRole(code: "r", namespace: "billing") { code }
        addUserToGroup(userIds: $ids, code: "g") { code }
        assignRole(userIds: $ids, roleCode: "r", namespace: "billing") { code }
      }`,
      { ids: [id] },
    );

    const answer = await client.graphql(
      `query ($ids: [String!]!) {
        found: userBatch(ids: $ids) {
          groups { totalCount list { code } }
          main: roles { totalCount list { code } }
          billing: roles(namespace: "billing") { totalCount list { code namespace } }
        }
        named: userBatch(ids: ["ada"], type: "username") { id }
      }`,
      { ids: [id] },
    );

    expect(answer).toEqual({
      data: {
        found: [
          {
            groups: { totalCount: 1, list: [{ code: "g" }] },
            main: { totalCount: 0, list: [] },
            billing: { totalCount: 1, list: [{ code: "r", namespace: "billing" }] },
          },
        ],
        named: [{ id }],
      },
    });
  });
});

describe("a list", () => {
  const list = `query ($page: Int, $limit: Int, $sortBy: SortByEnum) {
    users(page: $page, limit: $limit, sortBy: $sortBy) { totalCount list { username } }
  }`;

  async function usernames(variables: object): Promise<string[]> {
    const { data } = await client.graphql(list, variables);
    return (data as { users: { list: { username: string }[] } }).users.list.map(({ username }) => username);
  }

  test("is sorted as requested", async () => {
    for (const username of ["ada", "grace", "alan"]) {
      const id = await client.createUser({ username });
      now += 1000;
      if (username === "ada") await client.graphql(updateUser, { id, input: { nickname: "Ada" } });
    }
    const { data } = await client.graphql(`{ findUser(username: "ada") { id } }`);
    const { id } = (data as { findUser: { id: string } }).findUser;
    await client.graphql(updateUser, { id, input: { nickname: "Countess" } });

    await expect(usernames({ sortBy: "CREATEDAT_ASC" })).resolves.toEqual(["ada", "grace", "alan"]);
    await expect(usernames({ sortBy: "CREATEDAT_DESC" })).resolves.toEqual(["alan", "grace", "ada"]);
    await expect(usernames({ sortBy: "UPDATEDAT_ASC" })).resolves.toEqual(["grace", "alan", "ada"]);
    await expect(usernames({ sortBy: "UPDATEDAT_DESC" })).resolves.toEqual(["ada", "alan", "grace"]);
  });

  test("has 10 users per page, starts with page 1 and is empty beyond its end", async () => {
    for (let index = 0; index < 11; index += 1) await client.createUser({ username: `user-${index}` });

    await expect(usernames({})).resolves.toHaveLength(10);
    await expect(usernames({ page: 2 })).resolves.toEqual(["user-0"]);
    await expect(usernames({ page: 3 })).resolves.toEqual([]);
    expect(await client.refusal(list, { page: 0 })).toBe(500);
    expect(await client.refusal(list, { limit: 0 })).toBe(500);
  });
});

describe("a find", () => {
  test("by several keys finds only the user who has all of them", async () => {
    const find = "query ($u: String, $e: String) { findUser(username: $u, email: $e) { id } }";
    const id = await client.createUser({ username: "ada", email: "ada@example.org" });
    await client.createUser({ username: "grace" });

    await expect(client.graphql(find, { u: "ada", e: "ada@example.org" })).resolves.toEqual({
      data: { findUser: { id } },
    });
    await expect(client.graphql(find, { u: "grace", e: "ada@example.org" })).resolves.toEqual({
      data: { findUser: null },
    });
    expect(await client.refusal(find)).toBe(2231);
  });
});

describe("a search", () => {
  const search = "query ($q: String!, $f: [String]) { searchUser(query: $q, fields: $f) { totalCount } }";

  test("searches the default fields, or those that it names", async () => {
    await client.createUser({ username: "ada", company: "Analytical Engines", country: "England" });
    const count = async (q: string, f?: string[]) =>
      ((await client.graphql(search, { q, f })).data as { searchUser: { totalCount: number } }).searchUser
        .totalCount;

    await expect(count("ENGINE")).resolves.toBe(1);
    await expect(count("england")).resolves.toBe(0);
    await expect(count("england", ["country"])).resolves.toBe(1);
  });

  test.each(["shoeSize", "password", "toString", "constructor", "__proto__", null])(
    "in %s, which is no field to search, is refused with 2014",
    async (field) => {
      await client.createUser({ username: "ada" });

      expect(await client.refusal(search, { q: "object", f: [field] })).toBe(2014);
    },
  );
});
