import { afterEach, describe, expect, test } from "vitest";
import { createEmulator, type Emulator } from "../../emulator/index.js";
import { RateLimit } from "../../emulator/gateway/rate-limit.js";
import { ApiClient, createUser } from "./api-client.js";

let emulator: Emulator;

afterEach(() => emulator.close());

describe("the counters", () => {
  test("count requests by operation, including refused ones", async () => {
    emulator = await createEmulator();
    const client = await ApiClient.of(emulator);
    await client.createUser({ username: "ada" });
    await client.graphql(createUser, { userInfo: { username: "ada" } });
    await client.rest("POST", "/users/batch", { ids: [] });

    expect(emulator.counters.total()).toBe(4);
    expect(emulator.counters.of("createUser")).toBe(2);
    expect(emulator.counters.of("deleteUser")).toBe(0);
    expect(emulator.counters.byOperation()).toEqual({ restAccessToken: 1, createUser: 2, restUserBatch: 1 });
  });

  test("count a request with aliases once per operation, and once in total", async () => {
    emulator = await createEmulator();
    const client = await ApiClient.of(emulator);
    emulator.counters.reset();

    await client.graphql("{ a: roles { totalCount } b: roles { totalCount } users { totalCount } }");

    expect(emulator.counters.total()).toBe(1);
    expect(emulator.counters.byOperation()).toEqual({ roles: 1, users: 1 });
  });

  test("count the operations in fragments", async () => {
    emulator = await createEmulator();
    const client = await ApiClient.of(emulator);
    emulator.counters.reset();

    await client.graphql(`
      query { ...Lists ... on Query { role(code: "r") { code } } }
      fragment Lists on Query { users { ...Count } }
      fragment Count on PaginatedUsers { totalCount list { groups { totalCount } } }
    `);
    await client.graphql(
      `mutation { ...New } fragment New on Mutation { createRole(code: "r") { users { totalCount } } }`,
    );

    expect(emulator.counters.byOperation()).toEqual({ users: 1, role: 1, createRole: 1 });
  });

  test("count invalid requests only in the total", async () => {
    emulator = await createEmulator();
    const client = new ApiClient(emulator);
    await client.send("/nowhere");
    await client.send("/graphql/v2", { method: "POST", body: "{" });

    expect(emulator.counters.total()).toBe(2);
    expect(emulator.counters.byOperation()).toEqual({});
  });
});

describe("the rate limit", () => {
  test("answers 429 with the seconds to wait, until they have passed", async () => {
    let now = Date.parse("2026-01-01T00:00:00Z");
    emulator = await createEmulator({ requestsPerSecond: 2, now: () => now });
    const client = await ApiClient.of(emulator);
    const status = async () => (await client.post("{ users { totalCount } }")).status;

    expect(await status()).toBe(200);
    const throttled = await client.post("{ users { totalCount } }");
    expect(throttled.status).toBe(429);
    expect(throttled.headers.get("retry-after")).toBe("1");
    expect(emulator.counters.throttled()).toBe(1);
    now += 500;
    expect(await status()).toBe(200);
    expect(await status()).toBe(429);
  });

  test("never accumulates more than one second", () => {
    let now = 0;
    const limit = new RateLimit(3, () => now);
    now += 60_000;

    const waits = Array.from({ length: 4 }, () => limit.admit());

    expect(waits.slice(0, 3)).toEqual([0, 0, 0]);
    expect(waits[3]).toBeCloseTo(1 / 3);
  });

  test("below one per second, admits one request at once", () => {
    let now = 0;
    const limit = new RateLimit(0.5, () => now);

    expect(limit.admit()).toBe(0);
    expect(limit.admit()).toBe(2);
    now += 2000;
    expect(limit.admit()).toBe(0);
  });
});

describe("the log", () => {
  test("has one line per request with time, operation, result and duration", async () => {
    const lines: string[] = [];
    const now = () => Date.parse("2026-01-01T00:00:00Z");
    emulator = await createEmulator({ log: (line) => lines.push(line), now });
    const client = await ApiClient.of(emulator);
    emulator.faults.add({ operation: "deleteUser", kind: "throttle", retryAfter: 1 });
    await client.createUser({ username: "ada" });
    await client.graphql(createUser, { userInfo: { username: "ada" } });
    await client.graphql(createUser, { userInfo: { city: "London" } });
    await client.post(`mutation { deleteUser(id: "x") { code } }`);
    await client.graphql("{ users { totalCount } roles { totalCount } }");
    await client.send("/nowhere");

    expect(lines.map((line) => line.replace(/ \d+ms$/, " _ms"))).toEqual(
      [
        "restAccessToken 200",
        "createUser 200",
        "createUser 2026",
        "createUser 400",
        "deleteUser 429",
        "users+roles 200",
        "unknown 404",
      ].map((entry) => `2026-01-01T00:00:00.000Z ${entry} _ms`),
    );
  });

  test("contains no secret, token, password or name", async () => {
    const lines: string[] = [];
    emulator = await createEmulator({ log: (line) => lines.push(line) });
    const client = await ApiClient.of(emulator);
    const password = await client.encrypt("engine-1843");
    const id = await client.createUser({ username: "ada", email: "ada@example.org", password });
    await client.rest("GET", `/users/is-user-exists?email=ada@example.org`);
    await client.rest("GET", `/users/${id}`);

    const log = lines.join("\n");
    for (const confidential of [emulator.secret, client.token, password, "engine-1843", "ada", id]) {
      expect(log).not.toContain(confidential);
    }
  });
});
