import { getIntrospectionQuery } from "graphql/index.js";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { createEmulator, type Emulator } from "../../emulator/index.js";
import { ApiClient } from "./api-client.js";

let emulator: Emulator;

beforeEach(async () => {
  emulator = await createEmulator();
});

afterEach(() => emulator.close());

describe("the settings of the pool", () => {
  test("contain its secrets, over both protocols", async () => {
    const client = await ApiClient.of(emulator);
    const { userPoolId: id, secret, ownerId } = emulator;
    const settings = { id, secret, ownerId, jwtSecret: expect.stringMatching(/^[0-9a-f]{32}$/) as string };

    await expect(client.rest("GET", "/userpools/detail")).resolves.toMatchObject({
      code: 200,
      data: { ...settings, loginFailCheck: { enabled: false } },
    });
    await expect(client.graphql("{ userpool { id secret ownerId jwtSecret } }")).resolves.toEqual({
      data: { userpool: settings },
    });
  });

  test("are refused without a login", async () => {
    const client = new ApiClient(emulator);

    await expect(client.rest("GET", "/userpools/detail")).resolves.toMatchObject({ code: 2020 });
    expect(await client.refusal("{ userpool { secret } }")).toBe(2020);
  });
});

test("the schema can be read by introspection", async () => {
  const { data, errors } = await (await ApiClient.of(emulator)).graphql(getIntrospectionQuery());

  expect(errors).toBeUndefined();
  expect(data).toMatchObject({ __schema: { queryType: { name: "Query" } } });
});
