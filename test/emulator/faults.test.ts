import { performance } from "node:perf_hooks";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { createEmulator, type Emulator } from "../../emulator/index.js";
import { ApiClient, createUser, updateUser } from "./api-client.js";

let emulator: Emulator;
let client: ApiClient;

beforeEach(async () => {
  emulator = await createEmulator();
  client = await ApiClient.of(emulator);
});

afterEach(() => emulator.close());

const ada = { userInfo: { username: "ada" } };

function post(query: string, variables: object, init: RequestInit = {}): Promise<Response> {
  const headers = {
    "content-type": "application/json",
    authorization: `Bearer ${client.token ?? ""}`,
    "x-approw-userpool-id": emulator.userPoolId,
  };
  const body = JSON.stringify({ query, variables });
  return fetch(`${emulator.url}/graphql/v2`, { method: "POST", headers, body, ...init });
}

async function exists(username: string): Promise<unknown> {
  const { data } = await client.graphql("query ($u: String) { isUserExists(username: $u) }", { u: username });
  return (data as { isUserExists: unknown }).isUserExists;
}

/** The system's word for what broke the connection. */
async function causeOf(request: Promise<unknown>): Promise<unknown> {
  const error = await request.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  return (error as { cause?: { code?: unknown } } | undefined)?.cause?.code;
}

describe("a fault", () => {
  test("latency delays the answer and changes nothing else", async () => {
    emulator.faults.add({ operation: "createUser", kind: "latency", ms: 80 });
    const started = performance.now();

    expect(await client.refusal(createUser, ada)).toBeUndefined();

    expect(performance.now() - started).toBeGreaterThanOrEqual(75);
    await expect(exists("ada")).resolves.toBe(true);
  });

  test("hang sends no answer and does nothing", async () => {
    emulator.faults.add({ operation: "createUser", kind: "hang" });

    await expect(post(createUser, ada, { signal: AbortSignal.timeout(100) })).rejects.toThrow(/timeout/);

    await expect(exists("ada")).resolves.toBe(false);
  });

  test.each([
    [7, "7"],
    [new Date("2026-01-01T00:00:00Z"), "Thu, 01 Jan 2026 00:00:00 GMT"],
  ])("throttle answers 429 with Retry-After %s and does nothing", async (retryAfter, header) => {
    emulator.faults.add({ operation: "createUser", kind: "throttle", retryAfter });

    const response = await client.post(createUser, ada);

    expect(response.status).toBe(429);
    expect(response.headers.get("retry-after")).toBe(header);
    expect(emulator.counters.throttled()).toBe(1);
    await expect(exists("ada")).resolves.toBe(false);
  });

  test.each([500, 502, 503])("status answers %i with an HTML page and does nothing", async (status) => {
    emulator.faults.add({ operation: "createUser", kind: "status", status });

    const response = await client.post(createUser, ada);

    expect(response.status).toBe(status);
    await expect(response.text()).resolves.toMatch(/^<html>/);
    await expect(exists("ada")).resolves.toBe(false);
  });

  test("reset resets the connection and does nothing", async () => {
    emulator.faults.add({ operation: "createUser", kind: "reset" });

    await expect(causeOf(post(createUser, ada))).resolves.toBe("ECONNRESET");

    await expect(exists("ada")).resolves.toBe(false);
  });

  test("loseAnswer executes the operation and resets the connection", async () => {
    emulator.faults.add({ operation: "createUser", kind: "loseAnswer" });

    await expect(causeOf(post(createUser, ada))).resolves.toBe("ECONNRESET");

    await expect(exists("ada")).resolves.toBe(true);
  });

  test("loseAnswer can send no answer, or HTTP 502, with the same effect", async () => {
    emulator.faults.add({ operation: "createUser", kind: "loseAnswer", then: "hang" });
    emulator.faults.add({ operation: "createUser", kind: "loseAnswer", then: 502 });

    await expect(post(createUser, ada, { signal: AbortSignal.timeout(150) })).rejects.toThrow(/timeout/);
    const { status } = await client.post(createUser, { userInfo: { username: "grace" } });

    expect(status).toBe(502);
    await expect(exists("ada")).resolves.toBe(true);
    await expect(exists("grace")).resolves.toBe(true);
  });

  test("cutBody executes the operation and cuts the JSON", async () => {
    emulator.faults.add({ operation: "createUser", kind: "cutBody" });

    const response = await client.post(createUser, ada);

    expect(response.status).toBe(200);
    await expect(response.json()).rejects.toThrow(SyntaxError);
    await expect(exists("ada")).resolves.toBe(true);
  });

  test("code answers in the envelope of GraphQL and does nothing", async () => {
    emulator.faults.add({ operation: "createUser", kind: "code", code: 1000 });
    emulator.faults.add({ operation: "accessToken", kind: "code", code: 2224, message: "Gone" });

    await expect(client.graphql(createUser, ada)).resolves.toMatchObject({
      data: null,
      errors: [{ message: { code: 1000, message: "System busy, try again later" }, path: ["createUser"] }],
    });
    await expect(exists("ada")).resolves.toBe(false);
    await expect(
      client.graphql(`{ accessToken(userPoolId: "x", secret: "x") { exp } }`),
    ).resolves.toMatchObject({ errors: [{ message: { code: 2224, message: "Gone" } }] });
  });

  test("code answers in the envelope of REST and does nothing", async () => {
    emulator.faults.add({ operation: "restUserCreate", kind: "code", code: 1 });

    await expect(client.rest("POST", "/users", ada)).resolves.toEqual({ code: 1, message: "Error" });
    await expect(exists("ada")).resolves.toBe(false);
  });

  test("shape answers with the given JSON and does nothing", async () => {
    emulator.faults.add({ operation: "createUser", kind: "shape", body: { data: { createUser: 7 } } });

    await expect(client.graphql(createUser, ada)).resolves.toEqual({ data: { createUser: 7 } });
    await expect(exists("ada")).resolves.toBe(false);
  });
});

describe("cutPage", () => {
  test("omits the last half of a list and keeps the count", async () => {
    for (const username of ["ada", "grace", "alan"]) await client.createUser({ username });
    emulator.faults.add({ operation: "users", kind: "cutPage" });

    await expect(
      client.graphql("{ users { totalCount list { username registerSource } } }"),
    ).resolves.toEqual({
      data: { users: { totalCount: 3, list: [{ username: "alan", registerSource: ["import:manual"] }] } },
    });
  });

  test("empties a batch of one, over GraphQL and over REST", async () => {
    const ids = [await client.createUser({ username: "ada" })];
    emulator.faults.add({ operation: "userBatch", kind: "cutPage" });
    emulator.faults.add({ operation: "restUserBatch", kind: "cutPage" });

    await expect(
      client.graphql("query ($ids: [String!]!) { userBatch(ids: $ids) { id } }", { ids }),
    ).resolves.toEqual({ data: { userBatch: [] } });
    await expect(client.rest("POST", "/users/batch", { ids })).resolves.toMatchObject({
      code: 200,
      data: [],
    });
  });

  test("cuts the groups of one user, but not lists of plain values", async () => {
    const id = await client.createUser({ username: "ada", registerSource: ["import:a", "import:b"] });
    await client.graphql(
      `mutation ($ids: [String!]!) {
        createGroup(code: "g", name: "G") { code }
        addUserToGroup(userIds: $ids, code: "g") { code }
      }`,
      { ids: [id] },
    );
    emulator.faults.add({ operation: "user", kind: "cutPage" });

    await expect(
      client.graphql(
        "query ($id: String) { user(id: $id) { registerSource groups { totalCount list { code } } } }",
        {
          id,
        },
      ),
    ).resolves.toEqual({
      data: { user: { registerSource: ["import:a", "import:b"], groups: { totalCount: 1, list: [] } } },
    });
  });

  test("does not change a refusal", async () => {
    emulator.faults.add({ operation: "userBatch", kind: "cutPage" });

    expect(await client.refusal(`{ userBatch(ids: ["x"], type: "shoe") { id } }`)).toBe(2015);
  });
});

describe("faults", () => {
  const statusOf = async (query: string, variables: object = {}) =>
    (await client.post(query, variables)).status;
  const count = "{ users { totalCount } }";

  test("apply once, after the skipped requests", async () => {
    emulator.faults.add({ operation: "users", kind: "status", status: 503, skip: 1 });

    expect([await statusOf(count), await statusOf(count), await statusOf(count)]).toEqual([200, 503, 200]);
  });

  test("apply to the given number of requests, or to all", async () => {
    emulator.faults.add({ operation: "users", kind: "status", status: 500, times: 2 });
    emulator.faults.add({ operation: "users", kind: "status", status: 503, times: Infinity });

    expect(emulator.faults.pending()).toBe(Infinity);
    expect([await statusOf(count), await statusOf(count), await statusOf(count)]).toEqual([500, 500, 503]);
    emulator.faults.clear();
    expect(emulator.faults.pending()).toBe(0);
    expect(await statusOf(count)).toBe(200);
  });

  test("apply only to their operation, and count the remaining requests", async () => {
    emulator.faults.add({ operation: "updateUser", kind: "status", status: 500, times: 2 });

    expect(await statusOf(count)).toBe(200);
    expect(emulator.faults.pending()).toBe(2);
    expect(await statusOf(updateUser, { id: "unknown", input: {} })).toBe(500);
    expect(emulator.faults.pending()).toBe(1);
  });

  test("for any operation do not apply to logins", async () => {
    emulator.faults.add({ operation: "*", kind: "status", status: 500 });
    const { userPoolId, secret } = emulator;

    await client.logIn();
    expect(
      await statusOf("query ($p: String!, $s: String!) { accessToken(userPoolId: $p, secret: $s) { exp } }", {
        p: userPoolId,
        s: secret,
      }),
    ).toBe(200);
    expect(await statusOf(count)).toBe(500);
  });

  test("apply to a request with several operations", async () => {
    emulator.faults.add({ operation: "roles", kind: "status", status: 500 });

    expect(await statusOf("{ users { totalCount } a: roles { totalCount } b: roles { totalCount } }")).toBe(
      500,
    );
  });

  test("of latency combine with one of another kind", async () => {
    emulator.faults.add({ operation: "*", kind: "latency", ms: 40, times: 2 });
    emulator.faults.add({ operation: "users", kind: "latency", ms: 40 });
    emulator.faults.add({ operation: "users", kind: "status", status: 500 });
    const started = performance.now();

    expect(await statusOf(count)).toBe(500);

    expect(performance.now() - started).toBeGreaterThanOrEqual(75);
    expect(emulator.faults.pending()).toBe(1);
  });

  test("that still delay requests do not prevent the emulator from closing", async () => {
    emulator.faults.add({ operation: "users", kind: "hang" });
    emulator.faults.add({ operation: "roles", kind: "latency", ms: 60_000 });
    const held = [post(count, {}), post("{ roles { totalCount } }", {})].map((request) => causeOf(request));
    while (emulator.faults.pending() > 0) await new Promise((resolve) => setTimeout(resolve, 5));

    await emulator.close();

    await expect(Promise.all(held)).resolves.toEqual([expect.anything(), expect.anything()]);
  });
});
