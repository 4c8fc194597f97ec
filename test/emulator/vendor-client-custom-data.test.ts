import { ManagementClient, UdfDataType, UdfTargetType } from "authing-js-sdk";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { createEmulator, type Emulator } from "../../emulator/index.js";

let emulator: Emulator;
let client: ManagementClient;
let ada: string;

const since = new Date("2020-01-02T03:04:05Z");
const values = { motto: "onwards", badge: 7, vip: true, since, desk: { floor: 2 } };

beforeEach(async () => {
  emulator = await createEmulator({
    seed: {
      customFields: [{ key: "rank", dataType: "NUMBER", targetType: "ROLE" }],
      roles: [{ code: "admin" }],
    },
  });
  const { userPoolId, secret, url } = emulator;
  client = new ManagementClient({ userPoolId, secret, host: url });
  for (const [key, type] of [
    ["motto", UdfDataType.String],
    ["badge", UdfDataType.Number],
    ["vip", UdfDataType.Boolean],
    ["since", UdfDataType.Datetime],
    ["desk", UdfDataType.Object],
  ] as const) {
    await client.udf.set(UdfTargetType.User, key, type, key.toUpperCase());
  }
  ada = (await client.users.create({ username: "ada" })).id;
});

afterEach(() => emulator.close());

describe("the vendor's client", () => {
  test("defines, lists and removes custom fields", async () => {
    await client.udf.remove(UdfTargetType.User, "vip");

    const fields = await client.udf.list(UdfTargetType.User);

    expect(fields.map(({ key }) => key)).toEqual(["motto", "badge", "since", "desk"]);
    expect(fields[0]).toEqual({
      targetType: "USER",
      dataType: "STRING",
      key: "motto",
      label: "MOTTO",
      options: null,
    });
    await expect(client.udf.remove(UdfTargetType.User, "vip")).rejects.toMatchObject({ code: 500 });
  });

  test("sets, reads and removes the values of a user, each in its type", async () => {
    await client.users.setUdfValue(ada, values);

    await expect(client.users.getUdfValue(ada)).resolves.toEqual(values);
    await client.users.removeUdfValue(ada, "vip");
    await expect(client.users.getUdfValue(ada)).resolves.not.toHaveProperty("vip");
  });

  test("sets and reads the values of several users", async () => {
    const { id: grace } = await client.users.create({ username: "grace" });

    await client.users.setUdfValueBatch([
      { userId: ada, data: { badge: 1 } },
      { userId: grace, data: { badge: 2, motto: "ahead" } },
    ]);

    await expect(client.users.getUdfValueBatch([ada, grace])).resolves.toEqual({
      [ada]: { badge: 1 },
      [grace]: { badge: 2, motto: "ahead" },
    });
  });

  test("sets and lists values with their definitions", async () => {
    await client.udf.setUdvBatch(UdfTargetType.User, ada, [{ key: "since", value: since }]);

    await expect(client.udf.listUdv(UdfTargetType.User, ada)).resolves.toEqual([
      { key: "since", dataType: "DATETIME", label: "SINCE", value: since },
    ]);
  });

  test("sets, reads and removes the values of a role", async () => {
    const { list } = await client.roles.list();
    const id = list?.[0]?.id ?? "";

    await client.roles.setUdfValue(id, { rank: 3 });
    await expect(client.roles.getUdfValue(id)).resolves.toEqual({ rank: 3 });
    await expect(client.roles.getSpecificUdfValue(id, "rank")).resolves.toEqual({ rank: 3 });
    await client.roles.setUdfValueBatch([{ roleId: id, data: { rank: 4 } }]);
    await expect(client.roles.getUdfValueBatch([id])).resolves.toEqual({ [id]: { rank: 4 } });
    await client.roles.removeUdfValue(id, "rank");
    await expect(client.roles.getUdfValue(id)).resolves.toEqual({});
  });

  test("is refused for a value of another type", async () => {
    await expect(client.users.setUdfValue(ada, { badge: "7" })).rejects.toMatchObject({ code: 500 });
  });

  test("reads users with their custom data", async () => {
    await client.users.setUdfValue(ada, values);
    const withCustomData = true;

    const users = [
      await client.users.detail(ada, { withCustomData }),
      await client.users.find({ username: "ada", withCustomData }),
      ...(await client.users.list(1, 10, { withCustomData })).list,
      ...(await client.users.search("ada", { withCustomData })).list,
      ...(await client.users.batch([ada], { queryField: "id", withCustomData })),
    ];

    expect(users.map((user) => user.customData as unknown)).toEqual(Array(5).fill(values));
  });

  test("reads the members of groups and the holders of roles with their custom data", async () => {
    await client.users.setUdfValue(ada, values);
    await client.groups.create("staff", "Staff");
    await client.groups.addUsers("staff", [ada]);
    await client.roles.addUsers("admin", [ada]);

    const members = await client.groups.listUsers("staff", { withCustomData: true });
    const holders = await client.roles.listUsers("admin", { withCustomData: true });

    for (const { list } of [members, holders]) expect(list).toMatchObject([{ customData: values }]);
  });
});
