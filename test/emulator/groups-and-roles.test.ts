import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { createEmulator, type Emulator } from "../../emulator/index.js";
import { ApiClient } from "./api-client.js";

let emulator: Emulator;
let client: ApiClient;

beforeEach(async () => {
  emulator = await createEmulator({
    seed: {
      namespaces: [{ code: "billing" }],
      groups: [{ code: "g" }, { code: "h" }],
      roles: [{ code: "r" }, { code: "s" }, { code: "r", namespace: "billing" }],
      users: [{ username: "ada", groups: ["g"], roles: ["r", { code: "r", namespace: "billing" }] }],
    },
  });
  client = await ApiClient.of(emulator);
});

afterEach(() => emulator.close());

async function ada(selection: string): Promise<unknown> {
  const { data } = await client.graphql(`{ findUser(username: "ada") { ${selection} } }`);
  return (data as { findUser: unknown }).findUser;
}

describe("an unknown or duplicate group, role or namespace", () => {
  test.each([
    [`mutation { createGroup(code: "g", name: "G") { code } }`, 500],
    [`mutation { createGroup(code: "", name: "G") { code } }`, 2231],
    [`mutation { updateGroup(code: "nope", name: "G") { code } }`, 500],
    [`mutation { updateGroup(code: "g", newCode: "h") { code } }`, 500],
    [`mutation { updateGroup(code: "g", newCode: "") { code } }`, 2231],
    [`mutation { deleteGroups(codeList: ["nope"]) { code } }`, 500],
    [`mutation { addUserToGroup(userIds: [], code: "nope") { code } }`, 500],
    [`{ groups(userId: "unknown") { totalCount } }`, 2004],
    [`mutation { createRole(code: "r") { code } }`, 500],
    [`mutation { createRole(code: "") { code } }`, 2231],
    [`mutation { createRole(code: "x", namespace: "nope") { code } }`, 500],
    [`mutation { createRole(code: "x", parent: "nope") { code } }`, 500],
    [`mutation { updateRole(code: "nope") { code } }`, 500],
    [`mutation { updateRole(code: "r", newCode: "s") { code } }`, 500],
    [`mutation { updateRole(code: "r", newCode: "") { code } }`, 2231],
    [`mutation { deleteRole(code: "s", namespace: "billing") { code } }`, 500],
    [`mutation { assignRole(userIds: ["unknown"], roleCode: "r") { code } }`, 2004],
    [`mutation { assignRole(userIds: ["unknown"], roleCodes: ["r", "nope"]) { code } }`, 500],
    [`mutation { assignRole(userIds: ["unknown"]) { code } }`, 2231],
    [`mutation { assignRole(groupCodes: ["g"], roleCode: "r") { code } }`, 500],
  ])("is refused: %s with %i", async (query, code) => {
    expect(await client.refusal(query)).toBe(code);
  });

  test("reads as null, or as an empty page", async () => {
    const query = `{
      group(code: "nope") { code }
      role(code: "s", namespace: "billing") { code }
      roles(namespace: "nope") { totalCount }
      user(id: "unknown") { id }
    }`;

    await expect(client.graphql(query)).resolves.toEqual({
      data: { group: null, role: null, roles: { totalCount: 0 }, user: null },
    });
  });
});

describe("a group", () => {
  test("keeps its members when its code changes", async () => {
    await client.graphql(`mutation { updateGroup(code: "g", newCode: "k") { code } }`);

    await expect(ada("groups { list { code name } }")).resolves.toEqual({
      groups: { list: [{ code: "k", name: "g" }] },
    });
  });

  test("loses its description with null and keeps it if the update does not name it", async () => {
    const change = (input: string) =>
      client.graphql(`mutation { updateGroup(code: "h", ${input}) { name description } }`);

    await change(`description: "Humans"`);
    await expect(change(`name: "H"`)).resolves.toMatchObject({
      data: { updateGroup: { name: "H", description: "Humans" } },
    });
    await expect(change("description: null")).resolves.toMatchObject({
      data: { updateGroup: { description: null } },
    });
  });

  test("is removed from its members when it is deleted, and a new one with its code is empty", async () => {
    await client.graphql(
      `mutation { deleteGroups(codeList: ["g"]) { code } createGroup(code: "g", name: "G") { code } }`,
    );

    await expect(ada("groups { totalCount list { code } }")).resolves.toEqual({
      groups: { totalCount: 0, list: [] },
    });
  });

  test("is listed for a user who is in it", async () => {
    const { id } = (await ada("id")) as { id: string };

    await expect(
      client.graphql("query ($id: String) { groups(userId: $id) { totalCount list { code } } }", { id }),
    ).resolves.toEqual({ data: { groups: { totalCount: 1, list: [{ code: "g" }] } } });
  });

  test("is sorted by its creation in the groups of a user, not by the time of joining", async () => {
    const id = await client.createUser({ username: "grace" });
    await client.graphql(
      `mutation ($ids: [String!]!) {
        h: addUserToGroup(userIds: $ids, code: "h") { code }
        g: addUserToGroup(userIds: $ids, code: "g") { code }
      }`,
      { ids: [id] },
    );
    const sorted = (sortBy: string) =>
      client.graphql(`{ groups(userId: "${id}", sortBy: ${sortBy}) { list { code } } }`);

    await expect(sorted("CREATEDAT_ASC")).resolves.toEqual({
      data: { groups: { list: [{ code: "g" }, { code: "h" }] } },
    });
    await expect(sorted("CREATEDAT_DESC")).resolves.toEqual({
      data: { groups: { list: [{ code: "h" }, { code: "g" }] } },
    });
  });
});

describe("a role", () => {
  test("belongs to its namespace and to no other", async () => {
    await client.graphql(`mutation { deleteRole(code: "r") { code } }`);

    await expect(
      ada(`roles { totalCount } billing: roles(namespace: "billing") { totalCount }`),
    ).resolves.toEqual({
      roles: { totalCount: 0 },
      billing: { totalCount: 1 },
    });
  });

  test("keeps its holders when its code changes", async () => {
    await client.graphql(`mutation { updateRole(code: "r", newCode: "t") { code } }`);

    await expect(ada("roles { list { code } }")).resolves.toEqual({ roles: { list: [{ code: "t" }] } });
  });

  test("has its parent while that exists", async () => {
    const child = `{ role(code: "child") { parent { code users { totalCount } } } }`;
    await client.graphql(`mutation { createRole(code: "child", parent: "r") { code } }`);

    await expect(client.graphql(child)).resolves.toEqual({
      data: { role: { parent: { code: "r", users: { totalCount: 1 } } } },
    });
    await client.graphql(`mutation { deleteRole(code: "r") { code } }`);
    await expect(client.graphql(child)).resolves.toEqual({ data: { role: { parent: null } } });
  });

  test("is assigned to several users, together with other roles", async () => {
    const ids = [
      await client.createUser({ username: "grace" }),
      await client.createUser({ username: "alan" }),
    ];

    await client.graphql(
      `mutation ($ids: [String!]) { assignRole(userIds: $ids, roleCode: "r", roleCodes: ["s"]) { code } }`,
      { ids },
    );

    await expect(
      client.graphql(
        `{ r: role(code: "r") { users { totalCount } } s: role(code: "s") { users { totalCount } } }`,
      ),
    ).resolves.toEqual({ data: { r: { users: { totalCount: 3 } }, s: { users: { totalCount: 2 } } } });
  });
});
