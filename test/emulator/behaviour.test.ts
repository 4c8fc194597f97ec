import { afterEach, describe, expect, test } from "vitest";
import { createEmulator, type Behaviour, type Emulator } from "../../emulator/index.js";
import { ApiClient } from "./api-client.js";

const unknownId = "5f0000000000000000000000";
let emulator: Emulator;

afterEach(() => emulator.close());

/** A pool with two users, the group `g` and the role `r`. */
async function start(behaviour: Partial<Behaviour>): Promise<{ client: ApiClient; ids: [string, string] }> {
  emulator = await createEmulator({
    behaviour,
    seed: { groups: [{ code: "g" }], roles: [{ code: "r" }] },
  });
  const client = await ApiClient.of(emulator);
  return {
    client,
    ids: [await client.createUser({ username: "ada" }), await client.createUser({ username: "grace" })],
  };
}

const bulkCalls = [
  ["addUserToGroup", `mutation ($ids: [String!]!) { addUserToGroup(userIds: $ids, code: "g") { code } }`],
  [
    "removeUserFromGroup",
    `mutation ($ids: [String!]!) { removeUserFromGroup(userIds: $ids, code: "g") { code } }`,
  ],
  ["assignRole", `mutation ($ids: [String!]) { assignRole(userIds: $ids, roleCode: "r") { code } }`],
  ["revokeRole", `mutation ($ids: [String!]) { revokeRole(userIds: $ids, roleCodes: ["r"]) { code } }`],
] as const;

const [addToGroup, , assign] = bulkCalls.map(([, mutation]) => mutation);

/** The number of users in the group and with the role. */
async function held(client: ApiClient): Promise<unknown> {
  const { data } = await client.graphql(
    `{ group(code: "g") { users { totalCount } } role(code: "r") { users { totalCount } } }`,
  );
  const { group, role } = data as Record<"group" | "role", { users: { totalCount: number } }>;
  return group.users.totalCount + role.users.totalCount;
}

describe("batchUnknownId", () => {
  const userBatch = "query ($ids: [String!]!) { userBatch(ids: $ids) { id } }";

  test.each([
    ["omit", (id: string) => [{ id }]],
    ["null", (id: string) => [null, { id }]],
  ] as const)("%s: decides on the answer for an unknown id", async (batchUnknownId, expected) => {
    const { client, ids } = await start({ batchUnknownId });
    const asked = [unknownId, ids[0]];

    const rest = (await client.rest("POST", "/users/batch", { ids: asked })) as {
      data: ({ id: string } | null)[];
    };

    await expect(client.graphql(userBatch, { ids: asked })).resolves.toEqual({
      data: { userBatch: expected(ids[0]) },
    });
    expect(rest.data.map((user) => user && { id: user.id })).toEqual(expected(ids[0]));
  });
});

describe("repeatedMembership", () => {
  test.each(bulkCalls)("ok: %s twice is a success", async (_name, mutation) => {
    const { client, ids } = await start({ repeatedMembership: "ok" });

    await client.graphql(mutation, { ids });

    expect(await client.refusal(mutation, { ids })).toBeUndefined();
  });

  test.each(bulkCalls)("error: %s twice is refused with 500", async (name, mutation) => {
    const { client, ids } = await start({ repeatedMembership: "error" });
    if (name === "removeUserFromGroup") await client.graphql(String(addToGroup), { ids });
    if (name === "revokeRole") await client.graphql(String(assign), { ids });

    expect(await client.refusal(mutation, { ids })).toBeUndefined();
    expect(await client.refusal(mutation, { ids })).toBe(500);
  });
});

describe("severalMutations", () => {
  const twoCodes = `mutation ($ids: [String!]!) {
    first: addUserToGroup(userIds: $ids, code: "g") { code }
    second: assignRole(userIds: $ids, roleCode: "r") { code }
  }`;
  const firstFails = twoCodes.replace('"g"', '"no-such-group"');

  test("ok: they are executed in their order, up to the first that fails", async () => {
    const { client, ids } = await start({ severalMutations: "ok" });

    await client.graphql(firstFails, { ids });
    expect(await held(client)).toBe(0);
    await client.graphql(twoCodes, { ids });
    expect(await held(client)).toBe(4);
  });

  test("error: the request is refused, and none is executed", async () => {
    const { client, ids } = await start({ severalMutations: "error" });

    const { errors } = await client.graphql(twoCodes, { ids });

    expect(errors).toMatchObject([{ message: "A request must contain one mutation" }]);
    expect(await held(client)).toBe(0);
  });
});

describe("bulkFailure", () => {
  test.each([
    ["atomic", 0],
    ["partial", 1],
  ] as const)("%s: additions before the unknown id leave %i done", async (bulkFailure, done) => {
    for (const mutation of [addToGroup, assign]) {
      const { client, ids } = await start({ bulkFailure });

      expect(await client.refusal(String(mutation), { ids: [ids[0], unknownId, ids[1]] })).toBe(2004);

      await expect(held(client)).resolves.toBe(done);
      await emulator.close();
    }
  });

  test.each([
    ["atomic", 2],
    ["partial", 1],
  ] as const)("%s: deletions before the unknown id leave %i users", async (bulkFailure, left) => {
    const { client, ids } = await start({ bulkFailure });
    const mutation = "mutation ($ids: [String!]!) { deleteUsers(ids: $ids) { code } }";

    expect(await client.refusal(mutation, { ids: [ids[0], unknownId, ids[1]] })).toBe(2004);

    await expect(client.graphql("{ users { totalCount } }")).resolves.toEqual({
      data: { users: { totalCount: left } },
    });
  });
});

describe("deleteMissing", () => {
  const deleteOne = `mutation { deleteUser(id: "${unknownId}") { code } }`;
  const deleteMany = `mutation { deleteUsers(ids: ["${unknownId}"]) { code } }`;

  test.each([
    ["2004", 2004, 2004],
    ["2210", 2210, 2210],
    ["ok", undefined, 2004],
  ] as const)("%s: one is answered with %s, many always with an error", async (deleteMissing, one, many) => {
    const { client } = await start({ deleteMissing });

    expect(await client.refusal(deleteOne)).toBe(one);
    expect(await client.refusal(deleteMany)).toBe(many);
  });
});

describe("listOrder", () => {
  test.each([
    ["createdAtDesc", ["grace", "ada"]],
    ["createdAtAsc", ["ada", "grace"]],
  ] as const)("%s: orders what asks for no order", async (listOrder, usernames) => {
    const { client } = await start({ listOrder });

    await expect(client.graphql("{ users { list { username } } }")).resolves.toEqual({
      data: { users: { list: usernames.map((username) => ({ username })) } },
    });
  });
});

describe("archivedById", () => {
  test.each([
    ["shown", "Archived"],
    ["hidden", null],
  ] as const)("%s: decides on the answer for the id of an archived user", async (archivedById, status) => {
    const { client, ids } = await start({ archivedById });
    const [id] = ids;
    emulator.archiveUser(id);
    const asked = status === null ? null : { status };

    await expect(client.graphql("query ($id: String) { user(id: $id) { status } }", { id })).resolves.toEqual(
      { data: { user: asked } },
    );
    await expect(
      client.graphql("query ($ids: [String!]!) { userBatch(ids: $ids) { status } }", { ids: [id] }),
    ).resolves.toEqual({ data: { userBatch: status === null ? [] : [asked] } });
    const rest = (await client.rest("GET", `/users/${id}`)) as { data: { status: string } | null };
    expect(rest.data?.status ?? null).toBe(status);
    await expect(client.graphql("{ archivedUsers { totalCount } }")).resolves.toEqual({
      data: { archivedUsers: { totalCount: 1 } },
    });
  });
});

describe("bulkCreate", () => {
  test.each([
    ["ok", 200],
    ["missing", 404],
  ] as const)("%s: answers a creation of many with HTTP %i", async (bulkCreate, status) => {
    const { client } = await start({ bulkCreate });
    const path = "/api/v2/users/create/batch";

    const response = await client.send(path, {
      method: "POST",
      body: JSON.stringify({ users: [{ username: "alan" }] }),
    });

    expect(response.status).toBe(status);
    await expect(response.json()).resolves.toMatchObject(
      bulkCreate === "ok"
        ? { code: 200, data: [{ success: true }] }
        : { statusCode: 404, message: `Cannot POST ${path}` },
    );
    await expect(client.graphql("{ users { totalCount } }")).resolves.toEqual({
      data: { users: { totalCount: bulkCreate === "ok" ? 3 : 2 } },
    });
  });
});

describe("bulkPassword", () => {
  test.each([
    ["unusable", false],
    ["usable", true],
  ] as const)("%s: decides on a plain password without rawPassword", async (bulkPassword, fits) => {
    const { client } = await start({ bulkPassword });
    const users = [{ username: "alan", password: "enigma-1941" }];

    const { data } = (await client.rest("POST", "/users/create/batch", { users })) as {
      data: { user: { id: string } }[];
    };

    expect(emulator.hasPassword(String(data[0]?.user.id), "enigma-1941")).toBe(fits);
  });
});

describe("maxPageSize", () => {
  test("cuts larger pages and keeps the count", async () => {
    const { client } = await start({ maxPageSize: 1 });

    await expect(client.graphql("{ users(limit: 50) { totalCount list { username } } }")).resolves.toEqual({
      data: { users: { totalCount: 2, list: [{ username: "grace" }] } },
    });
  });
});

describe("storedText", () => {
  test.each([
    ["asSent", " Countess "],
    ["trimmed", "Countess"],
  ] as const)(
    "%s: decides on the white space around strings, in creations and updates",
    async (storedText, kept) => {
      const { client, ids } = await start({ storedText });

      const id = await client.createUser({ username: "alan", nickname: " Countess " });
      await client.graphql(
        `mutation ($id: String!) { updateUser(id: $id, input: { nickname: " Countess " }) { id } }`,
        { id: ids[0] },
      );

      await expect(
        client.graphql("query ($ids: [String!]!) { userBatch(ids: $ids) { nickname } }", {
          ids: [id, ids[0]],
        }),
      ).resolves.toEqual({ data: { userBatch: [{ nickname: kept }, { nickname: kept }] } });
    },
  );
});
