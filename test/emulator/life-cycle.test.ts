import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { createEmulator, type Emulator, type EmulatorOptions } from "../../emulator/index.js";
import { ApiClient, updateUser } from "./api-client.js";

let emulator: Emulator;
let client: ApiClient;
let ids: string[];

async function start(options: EmulatorOptions = {}): Promise<void> {
  emulator = await createEmulator({
    seed: {
      groups: [{ code: "g" }],
      roles: [{ code: "r" }],
      orgs: [{ code: "acme", nodes: [{ code: "lab" }] }],
      users: [
        {
          username: "ada",
          email: "ada@example.org",
          groups: ["g"],
          roles: ["r"],
          departments: [{ org: "acme", code: "lab", isMain: true }],
        },
        { username: "grace" },
      ],
    },
    ...options,
  });
  client = await ApiClient.of(emulator);
  const { data } = await client.graphql("{ users(sortBy: CREATEDAT_ASC) { list { id } } }");
  ids = (data as { users: { list: { id: string }[] } }).users.list.map(({ id }) => id);
}

const belongings = `query ($id: String!) {
  user(id: $id) {
    status mainDepartmentId
    groups { totalCount } roles { totalCount } departments { totalCount }
  }
}`;
const refresh = "mutation ($id: String) { refreshToken(id: $id) { token } }";

beforeEach(() => start());
afterEach(() => emulator.close());

describe("the status of a user", () => {
  const change = (action: string, id = ids[0]) => client.rest("POST", `/users/${id}/${action}`);

  test.each([
    ["suspend", "Suspended", 1],
    ["resign", "Resigned", 0],
  ])("%s sets %s, keeps groups and roles, and leaves %i departments", async (action, status, departments) => {
    await expect(change(action)).resolves.toMatchObject({ code: 200, data: { code: 200 } });

    await expect(client.graphql(belongings, { id: ids[0] })).resolves.toMatchObject({
      data: {
        user: {
          status,
          groups: { totalCount: 1 },
          roles: { totalCount: 1 },
          departments: { totalCount: departments },
        },
      },
    });
    await expect(change(action)).resolves.toMatchObject({ code: 200 });
  });

  test("other than Activated ends all logins and allows no new one", async () => {
    const { data } = await client.graphql(refresh, { id: ids[0] });
    const { token } = (data as { refreshToken: { token: string } }).refreshToken;
    const check = `query ($token: String) { checkLoginStatus(token: $token) { code } }`;

    await change("suspend");

    await expect(client.graphql(check, { token })).resolves.toEqual({
      data: { checkLoginStatus: { code: 2206 } },
    });
    expect(await client.refusal(refresh, { id: ids[0] })).toBe(2005);
    await change("activate");
    await expect(client.graphql(check, { token })).resolves.toEqual({
      data: { checkLoginStatus: { code: 2206 } },
    });
    expect(await client.refusal(refresh, { id: ids[0] })).toBeUndefined();
  });

  test("of an unknown user and of the root user cannot be changed", async () => {
    await expect(change("suspend", "5f0000000000000000000000")).resolves.toMatchObject({ code: 2004 });
    await expect(change("suspend", emulator.ownerId)).resolves.toMatchObject({ code: 500 });
  });
});

describe("an archived user", () => {
  const archived = "{ archivedUsers { totalCount list { id username status } } }";

  beforeEach(() => {
    emulator.archiveUser(String(ids[0]));
  });

  test("is in the list of archived users and in no other", async () => {
    await expect(client.graphql(archived)).resolves.toEqual({
      data: { archivedUsers: { totalCount: 1, list: [{ id: ids[0], username: "ada", status: "Archived" }] } },
    });
    await expect(
      client.graphql(`{
        users { list { id } }
        searchUser(query: "ada") { totalCount }
        findUser(username: "ada") { id }
        isUserExists(email: "ada@example.org")
        userBatch(ids: ["ada"], type: "username") { id }
        group(code: "g") { users { totalCount } }
        role(code: "r") { users { totalCount } }
      }`),
    ).resolves.toEqual({
      data: {
        users: { list: [{ id: ids[1] }] },
        searchUser: { totalCount: 0 },
        findUser: null,
        isUserExists: false,
        userBatch: [],
        group: { users: { totalCount: 0 } },
        role: { users: { totalCount: 0 } },
      },
    });
  });

  test("can be read by id, without groups, roles and departments", async () => {
    await expect(client.graphql(belongings, { id: ids[0] })).resolves.toEqual({
      data: {
        user: {
          status: "Archived",
          mainDepartmentId: null,
          groups: { totalCount: 0 },
          roles: { totalCount: 0 },
          departments: { totalCount: 0 },
        },
      },
    });
    await expect(client.rest("GET", `/users/${ids[0]}`)).resolves.toMatchObject({
      data: { status: "Archived" },
    });
  });

  test("keeps its identifiers: neither a creation nor an update can take them", async () => {
    const create = "mutation ($input: CreateUserInput!) { createUser(userInfo: $input) { id } }";

    expect(await client.refusal(create, { input: { username: "ada" } })).toBe(2026);
    expect(await client.refusal(updateUser, { id: ids[1], input: { email: "ADA@example.org" } })).toBe(2200);
  });

  test("cannot be changed, joined to anything or activated", async () => {
    const join = `mutation ($ids: [String!]!) { addUserToGroup(userIds: $ids, code: "g") { code } }`;
    const assign = `mutation ($ids: [String!]) { assignRole(userIds: $ids, roleCode: "r") { code } }`;

    expect(await client.refusal(updateUser, { id: ids[0], input: { nickname: "Ada" } })).toBe(500);
    expect(await client.refusal(join, { ids: [ids[0]] })).toBe(500);
    expect(await client.refusal(assign, { ids: [ids[0]] })).toBe(500);
    await expect(client.rest("POST", `/users/${ids[0]}/activate`)).resolves.toMatchObject({ code: 500 });
  });

  test("can be deleted, which frees its identifiers", async () => {
    await client.graphql("mutation ($id: String!) { deleteUser(id: $id) { code } }", { id: ids[0] });

    await expect(client.createUser({ username: "ada" })).resolves.toEqual(expect.any(String));
  });
});

describe("the login status of a user", () => {
  const ask = (userId: string) => client.rest("GET", `/users/login-status?userId=${userId}`);

  test("tells whether the latest token is valid", async () => {
    await expect(ask(String(ids[0]))).resolves.toMatchObject({ code: 200, data: { isLogin: false } });
    await client.graphql(refresh, { id: ids[0] });
    await expect(ask(String(ids[0]))).resolves.toMatchObject({
      data: { isLogin: true, user: { username: "ada" } },
    });
  });

  test("of an unknown user is refused with code 400", async () => {
    await expect(ask("nobody")).resolves.toEqual({
      code: 400,
      message: "invalid user id for: login-status",
    });
  });

  test("is told without a management login, for the token in Authorization", async () => {
    const { data } = await client.graphql(refresh, { id: ids[0] });
    const user = new ApiClient(emulator);
    user.token = (data as { refreshToken: { token: string } }).refreshToken.token;

    await expect(user.graphql("{ checkLoginStatus { code data { id } } }")).resolves.toEqual({
      data: { checkLoginStatus: { code: 200, data: { id: ids[0] } } },
    });
    expect(await user.refusal("{ users { totalCount } }")).toBe(2020);
  });
});
