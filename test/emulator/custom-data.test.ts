import { afterEach, describe, expect, test } from "vitest";
import { createEmulator, type Behaviour, type Emulator } from "../../emulator/index.js";
import { ApiClient } from "./api-client.js";

const unknownId = "5f0000000000000000000000";
let emulator: Emulator;
let client: ApiClient;

afterEach(() => emulator.close());

const fields = [
  { key: "motto", dataType: "STRING" },
  { key: "badge", dataType: "NUMBER" },
  { key: "vip", dataType: "BOOLEAN" },
  { key: "since", dataType: "DATETIME" },
  { key: "desk", dataType: "OBJECT" },
] as const;

/** A pool with a field of each type, of users and of roles, the role `admin` and a user. Returns the id of the user. */
async function start(behaviour: Partial<Behaviour> = {}): Promise<string> {
  emulator = await createEmulator({
    behaviour,
    seed: {
      customFields: [...fields, { key: "motto", dataType: "STRING", targetType: "ROLE" }],
      roles: [{ code: "admin" }],
    },
  });
  client = await ApiClient.of(emulator);
  return await client.createUser({ username: "ada" });
}

const setMany = `mutation ($input: [SetUdfValueBatchInput!]!) {
  setUdfValueBatch(targetType: USER, input: $input) { code }
}`;

async function set(targetId: string, key: string, value: string): Promise<unknown> {
  return await client.refusal(setMany, { input: [{ targetId, key, value }] });
}

async function valuesOf(targetId: string, targetType = "USER"): Promise<unknown> {
  const { data } = await client.graphql(
    "query ($type: UDFTargetType!, $id: String!) { udv(targetType: $type, targetId: $id) { key value } }",
    { type: targetType, id: targetId },
  );
  const { udv } = data as { udv: { key: string; value: string }[] };
  return Object.fromEntries(udv.map(({ key, value }) => [key, value]));
}

describe("custom values", () => {
  test.each([
    ["motto", '"onwards"', "onwards"],
    ["motto", '""', ""],
    ["motto", '"\\"quoted\\""', '"quoted"'],
    ["badge", "18.5", "18.5"],
    ["vip", "false", "false"],
    ["desk", '{"floor":2}', '{"floor":2}'],
    ["since", '"2020-01-02T03:04:05Z"', "1577934245000"],
    ["since", '"2020-01-02T03:04:05"', "1577934245000"],
  ])("of %s are written as JSON text and strings are read bare: %s", async (key, written, read) => {
    const id = await start();

    expect(await set(id, key, written)).toBeUndefined();

    expect(await valuesOf(id)).toEqual({ [key]: read });
  });

  test.each([
    ["motto", "11"],
    ["motto", "onwards"],
    ["badge", '"18"'],
    ["vip", '"ok"'],
    ["desk", "[1]"],
    ["desk", "null"],
    ["since", "1577934245000"],
    ["since", '"1577934245000"'],
    ["no-such-field", '"x"'],
  ])("of %s with another type are refused with 500: %s", async (key, written) => {
    const id = await start();

    expect(await set(id, key, written)).toBe(500);

    expect(await valuesOf(id)).toEqual({});
  });

  test("of an unknown user or role are refused", async () => {
    await start();

    expect(await set(unknownId, "motto", '"x"')).toBe(2004);
    expect(await client.refusal(`{ udv(targetType: USER, targetId: "${unknownId}") { key } }`)).toBe(2004);
    expect(await client.refusal(`{ udv(targetType: ROLE, targetId: "nope") { key } }`)).toBe(500);
    expect(await client.refusal(`{ udv(targetType: ORG, targetId: "nope") { key } }`)).toBe(500);
  });

  test("of several users are written and read in one request", async () => {
    const ada = await start();
    const grace = await client.createUser({ username: "grace" });

    const input = [
      { targetId: ada, key: "badge", value: "1" },
      { targetId: grace, key: "badge", value: "2" },
    ];
    await client.graphql(setMany, { input });
    const { data } = await client.graphql(
      `query ($ids: [String!]!) {
        udfValueBatch(targetType: USER, targetIds: $ids) { targetId data { key dataType value label } }
      }`,
      { ids: [grace, unknownId, ada] },
    );

    const value = { key: "badge", dataType: "NUMBER", label: "badge" };
    expect(data).toEqual({
      udfValueBatch: [
        { targetId: grace, data: [{ ...value, value: "2" }] },
        { targetId: ada, data: [{ ...value, value: "1" }] },
      ],
    });
  });

  test("are set and removed one by one, and the answer has all that remain", async () => {
    const id = await start();

    const { data } = await client.graphql(
      `mutation ($id: String!) {
        setUdvBatch(targetType: USER, targetId: $id, udvList: [{ key: "badge", value: "1" }]) { key }
        setUdv(targetType: USER, targetId: $id, key: "vip", value: "true") { key value }
        removeUdv(targetType: USER, targetId: $id, key: "badge") { key }
        again: removeUdv(targetType: USER, targetId: $id, key: "badge") { key }
      }`,
      { id },
    );

    expect(data).toEqual({
      setUdvBatch: [{ key: "badge" }],
      setUdv: [
        { key: "badge", value: "1" },
        { key: "vip", value: "true" },
      ],
      removeUdv: [{ key: "vip" }],
      again: [{ key: "vip" }],
    });
  });

  test("are refused when there are none, or null", async () => {
    const id = await start();
    const setBatch = `mutation ($id: String!, $list: [UserDefinedDataInput!]) {
      setUdvBatch(targetType: USER, targetId: $id, udvList: $list) { key }
    }`;

    expect(await client.refusal(setBatch, { id })).toBe(2231);
    expect(await client.refusal(setBatch, { id, list: [{ key: "motto", value: null }] })).toBe(500);
    expect(await client.refusal(setMany, { input: [] })).toBe(2231);
  });

  test("of a role belong to its id and to its code", async () => {
    await start();
    const { data } = await client.graphql(`{ role(code: "admin") { id } }`);
    const { id } = (data as { role: { id: string } }).role;

    await client.graphql(
      `mutation { setUdv(targetType: ROLE, targetId: "admin", key: "motto", value: "\\"x\\"") { key } }`,
    );

    expect(await valuesOf(id, "ROLE")).toEqual({ motto: "x" });
    expect(await valuesOf("admin", "ROLE")).toEqual({ motto: "x" });
  });

  test("of the pool belong to its id", async () => {
    await start();
    const setPool = `mutation ($id: String!) {
      setUdf(targetType: USERPOOL, key: "tier", dataType: NUMBER, label: "Tier") { key }
      setUdv(targetType: USERPOOL, targetId: $id, key: "tier", value: "1") { value }
    }`;

    await expect(client.graphql(setPool, { id: emulator.userPoolId })).resolves.toMatchObject({
      data: { setUdv: [{ value: "1" }] },
    });
    expect(await client.refusal(setPool, { id: unknownId })).toBe(500);
  });

  test("go with the user and with the role", async () => {
    const id = await start();
    await set(id, "badge", "1");
    await client.graphql(`mutation {
      setUdv(targetType: ROLE, targetId: "admin", key: "motto", value: "\\"x\\"") { key }
      deleteRole(code: "admin") { code }
      createRole(code: "admin") { id }
    }`);
    await client.graphql(`mutation ($id: String!) { deleteUser(id: $id) { code } }`, { id });

    expect(await valuesOf("admin", "ROLE")).toEqual({});
    const batch = `query ($ids: [String!]!) { udfValueBatch(targetType: USER, targetIds: $ids) { targetId } }`;
    await expect(client.graphql(batch, { ids: [id] })).resolves.toEqual({ data: { udfValueBatch: [] } });
  });

  test("are part of the user in every read that can select them", async () => {
    const id = await start();
    await client.graphql(
      `mutation ($ids: [String!]!) {
      createGroup(code: "g", name: "G") { code }
      addUserToGroup(code: "g", userIds: $ids) { code }
      assignRole(roleCode: "admin", userIds: $ids) { code }
    }`,
      { ids: [id] },
    );
    await set(id, "motto", '"onwards"');

    const { data } = await client.graphql(
      `query ($id: String!) {
        user(id: $id) { ...C }
        userBatch(ids: [$id]) { ...C }
        users { list { ...C } }
        findUser(username: "ada") { ...C }
        searchUser(query: "ada") { list { ...C } }
        group(code: "g") { users { list { ...C } } }
        role(code: "admin") { users { list { ...C } } }
      }
      fragment C on User { customData { key value dataType label } }`,
      { id },
    );
    const detail = await client.rest("GET", `/users/${id}?with_custom_data=true`);
    const batch = await client.rest("POST", "/users/batch", { ids: [id], withCustomData: true });

    const customData = [{ key: "motto", value: "onwards", dataType: "STRING", label: "motto" }];
    const user = { customData };
    expect(data).toEqual({
      user,
      userBatch: [user],
      users: { list: [user] },
      findUser: user,
      searchUser: { list: [user] },
      group: { users: { list: [user] } },
      role: { users: { list: [user] } },
    });
    expect([detail, batch]).toMatchObject([{ data: user }, { data: [user] }]);
  });

  test("over REST are written in their own types", async () => {
    const id = await start();
    const body = { targetType: "USER", targetId: id, data: { motto: "onwards", badge: 7 } };

    const written = await client.rest("POST", "/udvs", body);
    const read = await client.rest("GET", `/udfs/values?targetType=USER&targetId=${id}`);

    const data = [
      { key: "motto", value: "onwards", dataType: "STRING", label: "motto" },
      { key: "badge", value: "7", dataType: "NUMBER", label: "badge" },
    ];
    expect([written, read]).toEqual(Array(2).fill({ code: 200, message: "OK", data }));
    await expect(client.rest("POST", "/udvs", { ...body, data: { badge: "7" } })).resolves.toMatchObject({
      code: 500,
    });
  });
});

describe("params at a creation", () => {
  const create = `mutation ($params: String) {
    createUser(userInfo: { username: "grace" }, params: $params) { customData { key value } }
  }`;

  test("are values that are not JSON text again", async () => {
    await start();
    const params = JSON.stringify([
      { key: "motto", value: "onwards" },
      { key: "badge", value: 18 },
    ]);

    const { data } = await client.graphql(create, { params });

    expect(data).toEqual({
      createUser: {
        customData: [
          { key: "motto", value: "onwards" },
          { key: "badge", value: "18" },
        ],
      },
    });
  });

  test.each([["{"], ["{}"], ['[{"key":"badge","value":"18"}]'], ['[{"key":"no-such-field","value":"x"}]']])(
    "that do not fit create no user: %s",
    async (params) => {
      await start();

      expect(await client.refusal(create, { params })).toBe(500);

      const { data } = await client.graphql(`{ findUser(username: "grace") { id } }`);
      expect(data).toEqual({ findUser: null });
    },
  );
});

describe("custom fields", () => {
  const list = `{ udf(targetType: USER) { targetType key dataType label options } }`;

  test("are listed by target type, and defined again under their key", async () => {
    await start();
    const set = `mutation {
      setUdf(targetType: USER, key: "motto", dataType: STRING, label: "Motto", options: "{}") {
        targetType key dataType label options
      }
    }`;

    const answer = await client.graphql(set);
    const { data } = await client.graphql(list);

    const motto = { targetType: "USER", key: "motto", dataType: "STRING", label: "Motto", options: "{}" };
    expect(answer).toEqual({ data: { setUdf: motto } });
    expect((data as { udf: object[] }).udf).toHaveLength(fields.length);
    expect((data as { udf: object[] }).udf[0]).toEqual(motto);
    await expect(client.graphql(`{ udf(targetType: ROLE) { key } }`)).resolves.toEqual({
      data: { udf: [{ key: "motto" }] },
    });
  });

  test("without a key are refused", async () => {
    await start();

    expect(
      await client.refusal(
        `mutation { setUdf(targetType: USER, key: "", dataType: STRING, label: "") { key } }`,
      ),
    ).toBe(2231);
  });

  test("are removed with their values, and only those", async () => {
    const id = await start();
    await set(id, "motto", '"x"');
    await set(id, "badge", "1");
    const remove = `mutation { removeUdf(targetType: USER, key: "motto") { code } }`;

    await expect(client.graphql(remove)).resolves.toEqual({ data: { removeUdf: { code: 200 } } });

    expect(await valuesOf(id)).toEqual({ badge: "1" });
    expect(await client.refusal(remove)).toBe(500);
    await client.graphql(
      `mutation { setUdf(targetType: USER, key: "motto", dataType: STRING, label: "M") { key } }`,
    );
    expect(await valuesOf(id)).toEqual({ badge: "1" });
  });
});

describe("the behaviour", () => {
  test("dateTimeRead iso reads times as ISO 8601", async () => {
    const id = await start({ dateTimeRead: "iso" });

    await set(id, "since", '"2020-01-02T04:04:05+01:00"');

    expect(await valuesOf(id)).toEqual({ since: "2020-01-02T03:04:05.000Z" });
  });

  test("unsetCustomData null names the fields without a value", async () => {
    const id = await start({ unsetCustomData: "null" });
    await set(id, "badge", "1");

    const { data } = await client.graphql(`{ findUser(username: "ada") { customData { key value } } }`);

    const { customData } = (data as { findUser: { customData: { key: string; value: unknown }[] } }).findUser;
    expect(customData.map(({ value }) => value)).toEqual([null, "1", null, null, null]);
    expect(await valuesOf(id)).toEqual({ badge: "1" });
  });

  test.each([
    ["keepValues", undefined, { motto: "x" }],
    ["dropValues", undefined, {}],
    ["error", 500, { motto: "x" }],
  ] as const)("customTypeChange %s answers %s", async (customTypeChange, code, left) => {
    const id = await start({ customTypeChange });
    await set(id, "motto", '"x"');
    const change = `mutation { setUdf(targetType: USER, key: "motto", dataType: NUMBER, label: "M") { key } }`;

    expect(await client.refusal(change)).toBe(code);

    expect(await valuesOf(id)).toEqual(left);
  });

  test.each([
    ["omit", { data: { udfValueBatch: [] } }],
    ["empty", { data: { udfValueBatch: [{ targetId: unknownId, data: [] }] } }],
    ["error", { errors: [{ message: { code: 2004 } }] }],
  ] as const)("valueBatchUnknownId %s decides on the answer for an unknown id", async (choice, answer) => {
    await start({ valueBatchUnknownId: choice });
    const batch = `{ udfValueBatch(targetType: USER, targetIds: ["${unknownId}"]) { targetId data { key } } }`;

    await expect(client.graphql(batch)).resolves.toMatchObject(answer);
  });
});
