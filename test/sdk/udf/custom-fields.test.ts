import { beforeEach, describe, expect, test } from "vitest";
import {
  isInvalidInput,
  isNotFound,
  isUnexpectedResponse,
  type ManagementClient,
} from "../../../sdk/index.js";
import { startClient, type Started } from "../start-client.js";
import { countTime } from "../../support/counted-time.js";

countTime();

const unknownId = "5f0c1a2b3d4e5f6071829399";
const since = new Date("2020-01-02T03:04:05.000Z");
let started: Started;
let client: ManagementClient;
let ada: string;
let grace: string;

beforeEach(async () => {
  started = await startClient(
    { timeout: 1000, retryBudgetMs: 8000 },
    {
      seed: {
        customFields: [
          { key: "motto", dataType: "STRING" },
          { key: "badge", dataType: "NUMBER", label: "Badge" },
          { key: "vip", dataType: "BOOLEAN" },
          { key: "since", dataType: "DATETIME" },
          { key: "desk", dataType: "OBJECT" },
          { key: "tier", dataType: "STRING", targetType: "ROLE" },
        ],
        roles: [{ code: "admin" }],
      },
    },
  );
  ({ client } = started);
  ada = (await client.users.create({ username: "ada" })).id;
  grace = (await client.users.create({ username: "grace" })).id;
});

describe("custom fields", () => {
  test("are defined, listed by target type and removed", async () => {
    expect(
      await client.udf.set("USER", { key: "motto", dataType: "STRING", label: "Motto", options: "{}" }),
    ).toEqual({ targetType: "USER", key: "motto", dataType: "STRING", label: "Motto", options: "{}" });
    await client.udf.remove("USER", "vip");

    expect((await client.udf.list("USER")).map(({ key }) => key)).toEqual([
      "motto",
      "badge",
      "since",
      "desk",
    ]);
    expect(await client.udf.list("ROLE")).toEqual([
      { targetType: "ROLE", key: "tier", dataType: "STRING", label: "tier", options: null },
    ]);
  });

  test("that are not defined cannot be removed", async () => {
    await expect(client.udf.remove("USER", "nope")).rejects.toMatchObject({
      operation: "udf.remove",
      apiCode: 500,
    });
  });

  test("are removed once when the response is lost", async () => {
    started.emulator.faults.add({ operation: "removeUdf", kind: "loseAnswer" });

    expect(await client.udf.remove("USER", "vip")).toMatchObject({ code: 200 });
    expect(started.emulator.counters.of("removeUdf")).toBe(2);
  });

  test.each([
    ["null", null],
    ["of another type", {}],
    ["with a field without a key", [{ targetType: "USER", dataType: "STRING", label: "x", options: null }]],
    ["with an unknown type", [{ targetType: "USER", key: "x", dataType: "ENUM", label: "x", options: null }]],
    [
      "with another target type",
      [{ targetType: "ROLE", key: "x", dataType: "STRING", label: "x", options: null }],
    ],
  ])("in a list %s are an unexpected response", async (_what, udf) => {
    started.emulator.faults.add({ operation: "udf", kind: "shape", body: { data: { udf } } });

    await expect(client.udf.list("USER")).rejects.toSatisfy(isUnexpectedResponse);
  });
});

describe("custom values", () => {
  test.each(["epochMs", "iso"] as const)(
    "are read in the types in which they were written (%s)",
    async (dateTimeRead) => {
      const { client } = await startClient(
        {},
        {
          behaviour: { dateTimeRead },
          seed: {
            customFields: [
              { key: "motto", dataType: "STRING" },
              { key: "badge", dataType: "NUMBER" },
              { key: "vip", dataType: "BOOLEAN" },
              { key: "since", dataType: "DATETIME" },
              { key: "until", dataType: "DATETIME" },
              { key: "desk", dataType: "OBJECT" },
            ],
          },
        },
      );
      const { id } = await client.users.create({ username: "ada" });
      const values = {
        motto: '"12"',
        badge: 7.5,
        vip: false,
        since,
        until: since.toISOString(),
        desk: { a: [1] },
      };

      await client.udf.setMany(
        "USER",
        Object.entries(values).map(([key, value]) => ({ targetId: id, key, value })),
      );

      const expected = new Map<string, unknown>(Object.entries({ ...values, until: since }));
      expect(await client.udf.values("USER", id)).toEqual(expected);
      expect(await client.udf.valuesOfMany("USER", [id])).toEqual(new Map([[id, expected]]));
      expect((await client.users.detail(id, { withCustomData: true })).customData).toEqual(
        Object.fromEntries(expected),
      );
    },
  );

  test("of many users are written and read 80 users per request", async () => {
    const targetIds: string[] = [];
    for (let index = 0; index < 81; index += 1) {
      targetIds.push((await client.users.create({ username: `user-${index}` })).id);
    }

    await client.udf.setMany(
      "USER",
      targetIds.flatMap((targetId, index) => [
        { targetId, key: "badge", value: index },
        { targetId, key: "vip", value: true },
      ]),
    );
    const found = await client.udf.valuesOfMany("USER", [...targetIds, ...targetIds]);

    expect(targetIds.map((id) => found.get(id)?.get("badge"))).toEqual(targetIds.map((_, index) => index));
    expect(started.emulator.counters.of("setUdfValueBatch")).toBe(2);
    expect(started.emulator.counters.of("udfValueBatch")).toBe(2);
  });

  test("of no users cost no request", async () => {
    started.emulator.counters.reset();

    await client.udf.setMany("USER", []);
    await client.udf.removeValues("USER", []);

    expect(await client.udf.valuesOfMany("USER", [])).toEqual(new Map());
    expect(started.emulator.counters.total()).toBe(0);
  });

  test("are removed alone and together", async () => {
    const keys = ["badge", "motto"] as const;
    await client.udf.setMany("USER", [
      ...[ada, grace].map((targetId) => ({ targetId, key: "badge", value: 1 })),
      ...[ada, grace].map((targetId) => ({ targetId, key: "motto", value: "x" })),
    ]);

    await client.udf.removeValue("USER", ada, "badge");
    await client.udf.removeValues(
      "USER",
      keys.map((key) => ({ targetId: grace, key })),
    );

    expect(await client.udf.values("USER", ada)).toEqual(new Map([["motto", "x"]]));
    expect(await client.udf.values("USER", grace)).toEqual(new Map());
    expect(started.emulator.counters.of("removeUdv")).toBe(2);
  });

  test("of a role are found by its id", async () => {
    const { id } = await client.roles.detail("admin");

    await client.udf.setMany("ROLE", [{ targetId: id, key: "tier", value: "gold" }]);

    expect(await client.udf.values("ROLE", id)).toEqual(new Map([["tier", "gold"]]));
  });

  test("of an unknown user are a NotFoundError, and missing among many", async () => {
    await expect(client.udf.values("USER", unknownId)).rejects.toSatisfy(isNotFound);
    await expect(
      client.udf.setMany("USER", [{ targetId: unknownId, key: "badge", value: 1 }]),
    ).rejects.toSatisfy(isNotFound);
    expect(await client.udf.valuesOfMany("USER", [unknownId])).toEqual(new Map());
  });

  test("that are not set are missing, however the service shows them", async () => {
    const { client } = await startClient(
      {},
      {
        behaviour: { unsetCustomData: "null" },
        seed: { customFields: [{ key: "badge", dataType: "NUMBER" }] },
      },
    );
    const { id } = await client.users.create({ username: "ada" });

    const users = await client.users.snapshot([id], { customData: true });

    expect(users.get(id)?.customData).toEqual(new Map());
  });

  test("are written again when the response is lost", async () => {
    started.emulator.faults.add({ operation: "setUdfValueBatch", kind: "loseAnswer" });

    await client.udf.setMany("USER", [{ targetId: ada, key: "badge", value: 1 }]);

    expect(await client.udf.values("USER", ada)).toEqual(new Map([["badge", 1]]));
  });
});

describe("a write of custom values", () => {
  test("that JSON cannot hold is not sent, and neither are the others", async () => {
    const error = await client.udf
      .setMany("USER", [
        { targetId: ada, key: "motto", value: "x" },
        { targetId: ada, key: "badge", value: Number.NaN },
      ])
      .catch((cause: unknown) => cause);

    expect(isInvalidInput(error) && error.field).toBe("badge");
    expect(started.emulator.counters.of("setUdfValueBatch")).toBe(0);
  });

  test("names each field that is not defined or has another type", async () => {
    const values = [
      { targetId: ada, key: "shoe", value: 42 },
      { targetId: ada, key: "badge", value: "7" },
      { targetId: grace, key: "badge", value: "8" },
    ];

    await expect(client.udf.setMany("USER", values)).rejects.toThrow(
      "writing the custom data of 2 USER targets was refused: custom field shoe of USER is not defined in this user pool; custom field badge must have a NUMBER value (code 500); define the field, or correct the value",
    );
  });

  test("shows no value in its message", async () => {
    const secret = "pin-4711-0815";
    started.emulator.faults.add({
      operation: "setUdfValueBatch",
      kind: "shape",
      body: {
        errors: [
          { message: { code: 500, message: `bad value ${secret}: {"code":"${secret}","no":987654}` } },
        ],
      },
    });

    const error = await client.udf
      .setMany("USER", [{ targetId: ada, key: "desk", value: { deep: [{ code: secret, no: 987_654 }] } }])
      .catch((cause: unknown) => cause);

    expect(error).toBeInstanceOf(Error);
    expect(String(error)).toContain("bad value ***");
    expect(JSON.stringify([error, String(error)])).not.toMatch(/4711|987654/);
  });
});

const entry = { key: "badge", value: "1", dataType: "NUMBER" };

describe("a response with custom values", () => {
  test.each([
    ["is null", null],
    ["is of another type", { key: "badge" }],
    ["has an entry that is null", [null]],
    ["has a value that is no string", [{ ...entry, value: 1 }]],
    ["has a key twice", [entry, entry]],
    ["has no type", [{ key: "badge", value: "1" }]],
  ])("that %s is an unexpected response", async (_what, udv) => {
    started.emulator.faults.add({ operation: "udv", kind: "shape", body: { data: { udv } } });
    started.emulator.faults.add({
      operation: "userBatch",
      kind: "shape",
      body: { data: { userBatch: [{ id: ada, customData: udv }] } },
    });

    await expect(client.udf.values("USER", ada)).rejects.toSatisfy(isUnexpectedResponse);
    await expect(client.users.snapshot([ada], { customData: true })).rejects.toSatisfy(isUnexpectedResponse);
  });

  test.each([
    ["is null", null],
    ["has no values", [{}]],
    ["has another target", [{ targetId: "other", data: [entry] }]],
    ["has a target twice", [{ data: [entry] }, { data: [entry] }]],
    ["has values that are null", [{ data: null }]],
  ])("of many targets that %s is an unexpected response", async (_what, answer) => {
    const udfValueBatch = answer?.map((part) => ({ targetId: ada, ...part }));
    started.emulator.faults.add({
      operation: "udfValueBatch",
      kind: "shape",
      body: { data: { udfValueBatch: udfValueBatch ?? null } },
    });

    await expect(client.udf.valuesOfMany("USER", [ada])).rejects.toSatisfy(isUnexpectedResponse);
  });

  test.each([
    ["NUMBER", "x"],
    ["BOOLEAN", "1"],
    ["DATETIME", "soon"],
    ["OBJECT", "["],
    ["ENUM", "x"],
  ])("whose value is not a %s names the key and the type, and shows no value", async (dataType, value) => {
    const udv = [{ key: "badge", value, dataType }];
    started.emulator.faults.add({ operation: "udv", kind: "shape", body: { data: { udv } } });

    await expect(client.udf.values("USER", ada)).rejects.toMatchObject({
      code: "UNEXPECTED_RESPONSE",
      operation: "udf.values",
      paths: ["customData.badge"],
      message: `reading custom field badge failed: the service returned a value that is not a valid ${dataType}; correct the value in the console, or write it again`,
    });
  });

  test("that still contains a removed value is an unexpected response", async () => {
    const body = { data: { command0: [{ key: "badge" }] } };
    started.emulator.faults.add({ operation: "removeUdv", kind: "shape", body });

    await expect(client.udf.removeValue("USER", ada, "badge")).rejects.toSatisfy(isUnexpectedResponse);
  });
});
