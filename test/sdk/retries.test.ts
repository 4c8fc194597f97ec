import { describe, expect, test, type TestContext } from "vitest";
import type { Emulator, Fault, FaultKind } from "../../emulator/index.js";
import type { ManagementClient, Wait } from "../../sdk/index.js";
import { isRateLimit, isTransportError } from "../../sdk/index.js";
import { startClient, type Started } from "./start-client.js";
import { countTime } from "../support/counted-time.js";

countTime();

const quick = { timeout: 1000, retryBudgetMs: 8000 };

const passing: readonly (readonly [string, FaultKind])[] = [
  ["HTTP 429 with seconds", { kind: "throttle", retryAfter: 1 }],
  ["HTTP 500", { kind: "status", status: 500 }],
  ["HTTP 502", { kind: "status", status: 502 }],
  ["HTTP 503", { kind: "status", status: 503 }],
  ["a reset connection", { kind: "reset" }],
  ["an answer lost by a reset", { kind: "loseAnswer" }],
  ["an answer lost by HTTP 502", { kind: "loseAnswer", then: 502 }],
  ["an answer lost by silence", { kind: "loseAnswer", then: "hang" }],
  ["silence", { kind: "hang" }],
  ["a damaged body", { kind: "cutBody" }],
  ["the busy code", { kind: "code", code: 1000 }],
];

interface Subject {
  readonly operation: Fault["operation"];
  readonly call: (client: ManagementClient, id: string) => Promise<unknown>;
}

const repeatable: readonly (readonly [string, Subject])[] = [
  ["a read", { operation: "restUserDetail", call: (client, id) => client.users.detail(id) }],
  ["an update", { operation: "updateUser", call: (client, id) => client.users.update(id, { name: "Ada" }) }],
  ["a membership", { operation: "addUserToGroup", call: (client, id) => client.users.addGroup(id, "staff") }],
  [
    "a revocation",
    { operation: "revokeRole", call: (client, id) => client.users.removeRoles(id, ["author"]) },
  ],
  ["a deletion", { operation: "deleteUser", call: (client, id) => client.users.delete(id) }],
  ["a deletion of many", { operation: "deleteUsers", call: (client, id) => client.users.deleteMany([id]) }],
  ["a deletion of a group", { operation: "deleteGroups", call: (client) => client.groups.delete("staff") }],
  ["a deletion of a role", { operation: "deleteRole", call: (client) => client.roles.delete("author") }],
  [
    "a deletion of roles",
    { operation: "deleteRoles", call: (client) => client.roles.deleteMany(["author"]) },
  ],
];

async function startPool(
  options = quick,
  behaviour = {},
  whenFinished?: TestContext["onTestFinished"],
): Promise<Started & { readonly id: string }> {
  const started = await startClient(options, { behaviour }, whenFinished);
  const [{ id }] = await Promise.all([
    started.client.users.create({ username: "ada" }),
    started.client.groups.create({ code: "staff", name: "Staff" }),
    started.client.roles.create({ code: "author" }),
  ]);
  return { ...started, id };
}

function poolOf({ userPoolId, secret }: Emulator): { userPoolId: string; secret: string } {
  return { userPoolId, secret };
}

/** All that can go wrong with a read; for the writes, what leaves open whether they were done. */
const cases = repeatable.flatMap(([name, subject]) =>
  passing
    .filter(([, { kind }]) => name === "a read" || kind === "loseAnswer" || kind === "cutBody")
    .map(([failure, fault]) => ({ name, failure, subject, fault })),
);

describe("a call that is safe to retry", () => {
  test.concurrent.for(cases)("$name succeeds after $failure", async ({ subject, fault }, context) => {
    const { client, emulator, waits, id } = await startPool(quick, {}, context.onTestFinished);
    emulator.faults.add({ operation: subject.operation, ...fault });

    await subject.call(client, id);

    context.expect(emulator.faults.pending()).toBe(0);
    context.expect(waits.length).toBeGreaterThan(0);
  });
});

describe("a deletion whose response was lost", () => {
  test("succeeds when the retry is refused with a vague code and the user is gone", async () => {
    const { client, emulator, id } = await startPool(quick, { deleteMissing: "2210" });
    emulator.faults.add({ operation: "deleteUser", kind: "loseAnswer" });

    expect(await client.users.delete(id)).toMatchObject({ code: 200 });
  });

  test("fails when the retry is refused and the user still exists", async () => {
    const { client, emulator, id } = await startPool();
    emulator.faults.add({ operation: "deleteUser", kind: "reset" });
    emulator.faults.add({ operation: "deleteUser", kind: "code", code: 2210 });

    await expect(client.users.delete(id)).rejects.toMatchObject({ apiCode: 2210 });
    expect((await client.users.detail(id)).id).toBe(id);
  });

  test.each([
    ["group", "deleteGroups", (client: ManagementClient) => client.groups.delete("staff")],
    ["role", "deleteRole", (client: ManagementClient) => client.roles.delete("author")],
  ] as const)("fails when the %s still exists", async (_, operation, remove) => {
    const { client, emulator } = await startPool();
    emulator.faults.add({ operation, kind: "reset" });
    emulator.faults.add({ operation, kind: "code", code: 500 });

    await expect(remove(client)).rejects.toMatchObject({ apiCode: 500 });
  });

  test("of a user that never existed is refused when no response was lost", async () => {
    const { client } = await startPool(quick, { deleteMissing: "2210" });

    await expect(client.users.delete("5f0c1a2b3d4e5f6071829399")).rejects.toMatchObject({ apiCode: 2210 });
  });
});

/** A service may refuse to do twice what the first attempt, whose answer got lost, has done already. */
describe("a command whose response was lost", () => {
  const commands: Record<string, Subject> = {
    "joining a group": {
      operation: "addUserToGroup",
      call: ({ users }, id) => users.addGroup(id, "staff"),
    },
    "joining a group together": {
      operation: "addUserToGroup",
      call: ({ groups }, id) => groups.addUsers("staff", [id]),
    },
    "leaving a group": {
      operation: "removeUserFromGroup",
      call: ({ users }, id) => users.removeGroup(id, "staff"),
    },
    "gaining a role": { operation: "assignRole", call: ({ users }, id) => users.addRoles(id, ["author"]) },
    "gaining a role together": {
      operation: "assignRole",
      call: ({ roles }, id) => roles.assign({ roles: ["author"], userIds: [id] }),
    },
    "losing a role": { operation: "revokeRole", call: ({ users }, id) => users.removeRoles(id, ["author"]) },
  };

  test.each(Object.entries(commands))(
    "(%s) succeeds when it was carried out",
    async (name, { operation, call }) => {
      const { client, emulator, id } = await startPool(quick, { repeatedMembership: "error" });
      if (name.startsWith("leaving")) await client.users.addGroup(id, "staff");
      if (name.startsWith("losing")) await client.users.addRoles(id, ["author"]);
      emulator.faults.add({ operation, kind: "loseAnswer" });

      await expect(call(client, id)).resolves.toMatchObject({ code: 200 });
    },
  );

  test.each(Object.entries(commands))(
    "(%s) stays refused when it was not carried out",
    async (_, { operation, call }) => {
      const { client, emulator, id } = await startPool();
      if (operation === "removeUserFromGroup") await client.users.addGroup(id, "staff");
      if (operation === "revokeRole") await client.users.addRoles(id, ["author"]);
      emulator.faults.add({ operation, kind: "reset" });
      emulator.faults.add({ operation, kind: "code", code: 500 });

      await expect(call(client, id)).rejects.toMatchObject({ apiCode: 500 });
    },
  );

  test("(an update) succeeds when the service says that the email is the same as before", async () => {
    const { client, emulator, id } = await startPool();
    emulator.faults.add({ operation: "updateUser", kind: "loseAnswer" });
    emulator.faults.add({ operation: "updateUser", kind: "code", code: 2229 });

    const updated = await client.users.update(id, { email: "ada@example.org", city: "London" });

    expect(updated).toMatchObject({ id, email: "ada@example.org", city: "London" });
  });

  test("(an update) stays refused when another field differs", async () => {
    const { client, emulator, id } = await startPool();
    await client.users.update(id, { email: "ada@example.org" });
    emulator.faults.add({ operation: "updateUser", kind: "reset" });
    emulator.faults.add({ operation: "updateUser", kind: "code", code: 2229 });

    await expect(client.users.update(id, { email: "ada@example.org", city: "London" })).rejects.toMatchObject(
      { apiCode: 2229 },
    );
  });

  test("is not assumed when only the login failed", async () => {
    const { emulator } = await startPool();
    emulator.faults.add({ operation: "accessToken", kind: "status", status: 503, times: 2 });
    const { client } = await startClient({ ...quick, host: emulator.url, ...poolOf(emulator) });

    await expect(client.users.delete("5f0c1a2b3d4e5f6071829399")).rejects.toMatchObject({
      code: "NOT_FOUND",
    });
  });
});

describe("a change of a group's code", () => {
  test("is not retried when its response was lost: the old code may be gone", async () => {
    const { client, emulator } = await startPool();
    emulator.faults.add({ operation: "updateGroup", kind: "loseAnswer" });

    await expect(client.groups.update("staff", { newCode: "crew" })).rejects.toMatchObject({
      code: "TRANSPORT",
      committed: "unknown",
    });
    expect(emulator.counters.of("updateGroup")).toBe(1);
  });
});

/** How long the client has waited between its attempts, in milliseconds. */
function waitedMs(waits: readonly Wait[]): number {
  return waits.reduce((sum, { waitMs }) => sum + waitMs, 0);
}

describe("a failure that persists", () => {
  test("is thrown when the budget is used up, and not later", async () => {
    const { client, emulator, id, waits } = await startPool({ ...quick, retryBudgetMs: 2500 });
    emulator.faults.add({ operation: "restUserDetail", kind: "status", status: 503, times: Infinity });

    const error = await client.users.detail(id).catch((cause: unknown) => cause);

    expect(error).toMatchObject({ code: "TRANSPORT", retryable: true, committed: "unknown" });
    expect(String(error)).toContain(`reading user ${id} failed: HTTP status 503`);
    expect(waitedMs(waits)).toBeLessThan(2500);
    expect(client.stats().retries).toBeGreaterThanOrEqual(2);
  });

  test.each([
    ["logging in", "accessToken"],
    ["the public key for passwords", "wellKnown"],
  ] as const)("(%s) uses up the budget of the call that needs it", async (_, operation) => {
    const { emulator } = await startPool();
    const { client, waits } = await startClient({
      ...quick,
      retryBudgetMs: 2500,
      host: emulator.url,
      ...poolOf(emulator),
    });
    emulator.faults.add({ operation, kind: "status", status: 503, times: Infinity });

    await expect(client.users.create({ username: "grace", password: "secret-1" })).rejects.toMatchObject({
      code: "TRANSPORT",
    });
    expect(waitedMs(waits)).toBeLessThan(2500);
  });

  test("(a refused token and a login that hangs) gets no second budget", async () => {
    const timeout = 400;
    const { client, emulator, waits } = await startPool({ timeout, retryBudgetMs: 2000 });
    emulator.counters.reset();
    emulator.faults.add({ operation: "users", kind: "code", code: 2206, times: Infinity });
    emulator.faults.add({ operation: "accessToken", kind: "hang", times: Infinity });

    await expect(client.users.list()).rejects.toMatchObject({ code: "TRANSPORT" });
    const hungMs = emulator.counters.of("accessToken") * timeout;
    expect(waitedMs(waits) + hungMs).toBeLessThanOrEqual(2000 + timeout);
  });

  test("HTTPS to a plain HTTP port is reported at once", async () => {
    const { emulator } = await startClient();
    const { client } = await startClient({ host: emulator.url.replace("http:", "https:") });

    const error = await client.users.list().catch((cause: unknown) => cause);

    expect(isTransportError(error) && error.retryable).toBe(false);
    expect(String(error)).toContain("check the host");
  });

  test("without a response is a timeout", async () => {
    const { client, emulator, id } = await startPool({ timeout: 200, retryBudgetMs: 400 });
    emulator.faults.add({ operation: "restUserDetail", kind: "hang", times: Infinity });

    await expect(client.users.detail(id)).rejects.toThrow(
      /no response from http:\/\/127.0.0.1:\d+ within 200 ms/,
    );
  });

  test("an unknown host is reported at once", async () => {
    const { client } = await startClient({ host: "http://approw.invalid" });

    const error = await client.users.list().catch((cause: unknown) => cause);

    expect(isTransportError(error) && [error.retryable, error.committed]).toEqual([false, "no"]);
    expect(String(error)).toContain("check the host and the network");
    expect(client.stats().retries).toBe(0);
  });

  test("a host that never responded is given up earlier", async () => {
    const { client, waits } = await startClient({ host: "http://127.0.0.1:1" });

    await expect(client.users.list()).rejects.toMatchObject({ code: "TRANSPORT", committed: "no" });
    // The last wait begins within ten seconds, and may end after them.
    expect(waitedMs(waits.slice(0, -1))).toBeLessThan(10_000);
    expect(waitedMs(waits)).toBeLessThan(14_000);
  });

  test("a closed port is retried, because nothing can have been carried out", async () => {
    const { client } = await startClient({ host: "http://127.0.0.1:1", retryBudgetMs: 900 });

    await expect(client.users.list()).rejects.toMatchObject({
      code: "TRANSPORT",
      committed: "no",
      retryable: true,
    });
    expect(client.stats().retries).toBeGreaterThan(0);
  });
});

describe("throttling", () => {
  test.each([
    ["seconds", () => 1],
    ["a date", () => new Date(Date.now() + 2000)],
  ])("pauses all calls for the Retry-After in %s, and reports it once", async (_, retryAfter) => {
    const { client, emulator, waits } = await startPool();
    emulator.faults.add({ operation: "users", kind: "throttle", retryAfter: retryAfter() });
    const startMs = performance.now();

    const first = client.users.list();
    await new Promise((resolve) => setTimeout(resolve, 100));
    await Promise.all([first, client.groups.list(), client.roles.list()]);

    expect(performance.now() - startMs).toBeGreaterThanOrEqual(950);
    expect(waits).toHaveLength(1);
    expect(waits[0]).toMatchObject({ operation: "users.list" });
    expect(waits[0]?.reason).toContain("429");
    expect(client.stats().throttled).toBe(1);
  });

  test("longer than a call may take is an error at once, with the length", async () => {
    const { client, emulator } = await startPool();
    emulator.faults.add({ operation: "users", kind: "throttle", retryAfter: 600 });

    const error = await client.users.list().catch((cause: unknown) => cause);

    expect(isRateLimit(error) && (error.retryAfterMs ?? 0)).toBeGreaterThan(590_000);
    expect(String(error)).toContain("pause of 600 s");
    await expect(client.groups.list()).rejects.toMatchObject({ code: "RATE_LIMIT" });
    expect(emulator.counters.of("groups")).toBe(0);
  });

  test("loses and duplicates no user when the service allows 20 requests per second", async () => {
    const { client, emulator } = await startClient({}, { requestsPerSecond: 20 });
    const names = Array.from({ length: 60 }, (_, index) => `person-${index}`);

    await Promise.all(names.map((username) => client.users.create({ username })));

    const { list } = await client.users.list(1, 100);
    expect(list.map(({ username }) => username).toSorted()).toEqual(names.toSorted());
    expect(emulator.counters.throttled()).toBeGreaterThan(0);
  });

  test("does not happen when the client stays below the limit", async () => {
    const { client, emulator } = await startClient({ requestsPerSecond: 15 }, { requestsPerSecond: 20 });

    await Promise.all(Array.from({ length: 40 }, () => client.users.list()));

    expect(emulator.counters.throttled()).toBe(0);
  });
});

describe("maxConcurrency", () => {
  test("limits concurrent requests", async () => {
    const { client, emulator } = await startClient({ maxConcurrency: 2 });
    emulator.faults.add({ operation: "users", kind: "latency", ms: 100, times: Infinity });
    await client.users.list();
    const startMs = performance.now();

    await Promise.all(Array.from({ length: 6 }, () => client.users.list()));

    expect(performance.now() - startMs).toBeGreaterThanOrEqual(290);
  });
});
