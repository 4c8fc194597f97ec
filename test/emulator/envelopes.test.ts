import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { createEmulator, type Emulator } from "../../emulator/index.js";
import { ApiClient, createUser } from "./api-client.js";

let emulator: Emulator;
let client: ApiClient;

beforeEach(async () => {
  emulator = await createEmulator();
  client = await ApiClient.of(emulator);
});

afterEach(() => emulator.close());

describe("a GraphQL refusal", () => {
  test("carries an object as its message, with HTTP 200", async () => {
    const response = await client.post('mutation { createGroup(code: "", name: "G") { code } }');

    expect(response.status).toBe(200);
    await expect(response.json()).resolves.toEqual({
      errors: [
        {
          message: { code: 2231, message: "A group must have a code" },
          locations: [{ line: 1, column: 12 }],
          path: ["createGroup"],
          extensions: { code: "INTERNAL_SERVER_ERROR" },
        },
      ],
      data: null,
    });
  });

  test("leaves null in a field that can be null, and answers the other fields", async () => {
    const answer = await client.graphql(`mutation {
      kept: createRole(code: "r") { code }
      deleteUser(id: "nobody") { code }
    }`);

    expect(answer).toMatchObject({
      errors: [{ message: { code: 2004 }, path: ["deleteUser"] }],
      data: { kept: { code: "r" }, deleteUser: null },
    });
  });
});

describe("an error in a GraphQL query", () => {
  test.each([
    [
      "a field that the input lacks",
      createUser,
      { userInfo: { username: "ada", city: "London" } },
      /"city" is not defined/,
    ],
    ["a field that the type lacks", "{ users { count } }", {}, /Cannot query field "count"/],
    ["a missing argument", "{ group { code } }", {}, /"code" of type "String!" is required/],
    ["a value of another type", createUser, { userInfo: { loginsCount: "many" } }, /Int cannot represent/],
    ["an unreadable query", "{ users", {}, /Syntax Error/],
  ])("is answered in the standard form: %s", async (_what, query, variables, message) => {
    const { errors } = await client.graphql(query, variables);

    expect(errors?.[0]?.message).toMatch(message);
  });

  test("does nothing", async () => {
    await client.graphql(createUser, { userInfo: { username: "ada", city: "London" } });

    await expect(client.graphql("{ users { totalCount } }")).resolves.toEqual({
      data: { users: { totalCount: 0 } },
    });
  });
});

describe("a REST answer", () => {
  test("of success has code, message and data", async () => {
    await expect(client.rest("GET", "/users/is-user-exists?username=ada")).resolves.toEqual({
      code: 200,
      message: "OK",
      data: false,
    });
  });

  test("of a refusal has code and message, with HTTP 200", async () => {
    const response = await client.send("/api/v2/users/nobody/roles");

    expect(response.status).toBe(200);
    await expect(response.json()).resolves.toEqual({ code: 2004, message: "User does not exist" });
  });

  test.each([
    ["a body that is no JSON", "/api/v2/users", "{", 2231],
    ["a body without what is needed", "/api/v2/users", "{}", 500],
    ["no body", "/api/v2/users/batch", "", 500],
  ])("refuses %s", async (_what, path, body, code) => {
    const response = await client.send(path, { method: "POST", body });

    await expect(response.json()).resolves.toMatchObject({ code, message: expect.stringMatching(/^\w/) });
  });

  test("names the path of a mistake in the body", async () => {
    await expect(
      client.rest("POST", "/users", { userInfo: { username: "ada", city: "London" } }),
    ).resolves.toEqual({ code: 500, message: expect.stringMatching(/^userInfo: .*"city"/) as string });
    await expect(
      client.rest("POST", "/users", { userInfo: { username: "ada", lastLogin: "now" } }),
    ).resolves.toEqual({ code: 500, message: "userInfo.lastLogin: must be an ISO 8601 time" });
  });
});

test("a path that is not served gets 404", async () => {
  const response = await client.send("/api/v3/users");

  expect(response.status).toBe(404);
});

test("answers have the date of the emulator's clock", async () => {
  const other = await createEmulator({ now: () => Date.parse("2026-01-01T00:00:00Z") });
  const response = await fetch(`${other.url}/api/v2/.well-known`);
  await other.close();

  expect(response.headers.get("date")).toBe("Thu, 01 Jan 2026 00:00:00 GMT");
});
