import { inspect } from "node:util";
import { describe, expect, test } from "vitest";
import type { FaultKind } from "../../../emulator/index.js";
import { isConflict, isPartialCreate } from "../../../sdk/index.js";
import { startClient } from "../start-client.js";
import { startServer } from "../start-server.js";
import { countTime } from "../../support/counted-time.js";

countTime();

const quick = { timeout: 1000, retryBudgetMs: 8000 };

/** What can go wrong with an attempt; in the first half the user exists afterwards. */
const failures: readonly (readonly [string, FaultKind])[] = [
  ["lost by a reset", { kind: "loseAnswer" }],
  ["lost by silence", { kind: "loseAnswer", then: "hang" }],
  ["lost by HTTP 502", { kind: "loseAnswer", then: 502 }],
  ["damaged", { kind: "cutBody" }],
  ["a reset before anything is done", { kind: "reset" }],
  ["silence", { kind: "hang" }],
  ["HTTP 500", { kind: "status", status: 500 }],
  ["HTTP 503", { kind: "status", status: 503 }],
  ["the busy code", { kind: "code", code: 1000 }],
  ["of another shape", { kind: "shape", body: { data: { createUser: {} } } }],
  ["HTTP 429", { kind: "throttle", retryAfter: 1 }],
];

const ada = {
  username: "ada",
  email: "Ada@Example.org",
  phone: "13800000000",
  externalId: "e-1",
  password: "secret-1",
  registerSource: ["import:hr", "import:old"],
  signedUp: "2020-06-07T14:34:08+04:00",
  loginsCount: 3,
  blocked: false,
};

describe("a creation", () => {
  test("returns the selected fields, and those that were sent", async () => {
    const { client } = await startClient();

    const { id, ...answered } = await client.users.create(
      { username: "ada", nickname: "Ada", city: "London" },
      { fields: ["blocked"] },
    );

    expect(answered).toEqual({ username: "ada", nickname: "Ada", city: "London", blocked: false });
    expect(await client.users.detail(id)).toMatchObject(answered);
  });

  test("that selects next to nothing is found again when its response is lost", async () => {
    const { client, emulator } = await startClient(quick);
    emulator.faults.add({ operation: "createUser", kind: "loseAnswer" });

    const created = await client.users.create({ username: "ada" }, { fields: [] });

    expect(await client.users.find({ username: "ada" })).toMatchObject({ id: created.id });
    expect(emulator.counters.of("createUser")).toBe(1);
  });

  test.each(failures)("whose first response is %s creates one user", async (_, fault) => {
    const { client, emulator } = await startClient(quick);
    emulator.faults.add({ operation: "createUser", ...fault });

    const created = await client.users.create(ada);

    const { totalCount, list } = await client.users.list();
    expect([totalCount, list[0]?.id]).toEqual([1, created.id]);
    expect(created.username).toBe("ada");
  });

  test.each(["username", "email", "phone", "externalId"] as const)(
    "whose response is lost is found again by %s alone",
    async (key) => {
      const { client, emulator } = await startClient(quick);
      emulator.faults.add({ operation: "createUser", kind: "loseAnswer" });

      await client.users.create({ [key]: ada[key], nickname: "Ada" });

      expect((await client.users.list()).totalCount).toBe(1);
      expect(emulator.counters.of("createUser")).toBe(1);
    },
  );

  test("rejected with HTTP 429 is retried without a lookup", async () => {
    const { client, emulator } = await startClient(quick);
    emulator.faults.add({ operation: "createUser", kind: "throttle", retryAfter: 0 });

    await client.users.create(ada);

    expect(emulator.counters.of("findUser")).toBe(0);
  });

  test("creates one user although every response is lost", async () => {
    const { client, emulator } = await startClient({ ...quick, retryBudgetMs: 20_000 });
    emulator.faults.add({ operation: "createUser", kind: "loseAnswer", times: Infinity });

    await client.users.create(ada);

    expect((await client.users.list()).totalCount).toBe(1);
  });

  test("without a unique key is not retried when its response is lost", async () => {
    const { client, emulator } = await startClient(quick);
    emulator.faults.add({ operation: "createUser", kind: "reset", times: Infinity });
    const identity = { provider: "github", userIdInIdp: "1" };

    await expect(client.users.create({ nickname: "Ada" }, { identity })).rejects.toMatchObject({
      code: "TRANSPORT",
      committed: "unknown",
    });
    expect(emulator.counters.of("createUser")).toBe(1);
  });

  test("that cannot be looked up says that its outcome is unknown", async () => {
    const { client, emulator } = await startClient(quick);
    emulator.faults.add({ operation: "createUser", kind: "loseAnswer" });
    emulator.faults.add({ operation: "findUser", kind: "code", code: 500, times: Infinity });

    await expect(client.users.create({ username: "ada" })).rejects.toMatchObject({
      code: "TRANSPORT",
      committed: "unknown",
    });
    expect(emulator.counters.of("createUser")).toBe(1);
  });

  test("whose first attempt succeeds late returns its user: the retry is refused", async () => {
    const { client, emulator } = await startClient(quick);
    // The look-up after the lost answer does not see the user yet.
    emulator.faults.add({ operation: "createUser", kind: "loseAnswer" });
    emulator.faults.add({ operation: "findUser", kind: "shape", body: { data: { findUser: null } } });

    const created = await client.users.create({ username: "ada" });

    expect((await client.users.list()).list.map(({ id }) => id)).toEqual([created.id]);
    expect(emulator.counters.of("createUser")).toBe(2);
  });
});

describe("a user found after a lost response", () => {
  test("that differs in a sent value is another user: the error names the id", async () => {
    const { client, emulator } = await startClient(quick);
    const existing = await client.users.create({ username: "ada", nickname: "The first" });
    emulator.faults.add({ operation: "createUser", kind: "reset" });

    const error = await client.users
      .create({ username: "ada", nickname: "Other" })
      .catch((cause: unknown) => cause);

    expect(isConflict(error) && error.existingIds).toEqual([existing.id]);
    expect(String(error)).toContain(existing.id);
  });

  test("that has the same values but is older is another user", async () => {
    let agoMs = 60_000;
    const { client, emulator } = await startClient(quick, { now: () => Date.now() - agoMs });
    const existing = await client.users.create({ username: "ada" });
    agoMs = 0;
    emulator.faults.add({ operation: "createUser", kind: "reset" });

    const error = await client.users.create({ username: "ada" }).catch((cause: unknown) => cause);

    expect(isConflict(error) && error.existingIds).toEqual([existing.id]);
  });

  test("that was created by another call of this client belongs to that call", async () => {
    const { client, emulator } = await startClient(quick);
    const { id } = await client.users.create({ username: "ada" });
    emulator.faults.add({ operation: "createUser", kind: "status", status: 502 });

    await expect(client.users.create({ username: "ada" })).rejects.toMatchObject({
      code: "CONFLICT",
      existingIds: [id],
    });
  });

  test("belongs to one of two concurrent calls with the same values", async () => {
    const { client, emulator } = await startClient(quick);
    emulator.faults.add({ operation: "createUser", kind: "status", status: 502 });
    const ask = (): Promise<unknown> => client.users.create({ username: "ada" });

    const outcomes = await Promise.allSettled([ask(), ask()]);

    expect(outcomes.map(({ status }) => status).toSorted()).toEqual(["fulfilled", "rejected"]);
    expect((await client.users.list()).totalCount).toBe(1);
  });

  test("is dated by the service's clock and not by ours", async () => {
    const createdAt = "2031-01-01T00:00:03+00:00";
    const user = (id: string | null): unknown => ({ id, username: "ada", createdAt });
    let isLost = false;
    const { host } = await startServer(({ body: { query = "" } }) => {
      const headers = { date: new Date("2031-01-01T00:00:02Z").toUTCString() };
      if (query.startsWith("query findUser")) {
        return { headers, text: JSON.stringify({ data: { findUser: withAllFields(query, user("u-1")) } }) };
      }
      isLost = true;
      return { headers, status: 502, text: "" };
    });
    const { client } = await startClient({ ...quick, host });

    expect((await client.users.create({ username: "ada" })).id).toBe("u-1");
    expect(isLost).toBe(true);
  });

  test("by two keys that belong to two users is an error that names both", async () => {
    const { client, emulator } = await startClient(quick);
    const first = await client.users.create({ username: "ada" });
    const second = await client.users.create({ email: "ada@example.org" });
    emulator.faults.add({ operation: "createUser", kind: "reset" });

    const error = await client.users
      .create({ username: "ada", email: "ada@example.org" })
      .catch((cause: unknown) => cause);

    expect(isConflict(error) && error.existingIds).toEqual([first.id, second.id]);
  });
});

describe("fields that the API accepts on update only", () => {
  const late = { city: "London", province: "Greater London", tokenExpiredAt: "2030-01-01T00:00:00.000Z" };

  test("are set in a second request", async () => {
    const { client, emulator } = await startClient();

    const created = await client.users.create({ username: "ada", ...late });

    expect(created).toMatchObject({ username: "ada", city: "London", province: "Greater London" });
    expect(await client.users.detail(created.id)).toMatchObject({
      city: "London",
      province: "Greater London",
    });
    expect([emulator.counters.of("createUser"), emulator.counters.of("updateUser")]).toEqual([1, 1]);
  });

  test("are set for a user whose creation lost its response", async () => {
    const { client, emulator } = await startClient(quick);
    emulator.faults.add({ operation: "createUser", kind: "loseAnswer" });

    expect(await client.users.create({ username: "ada", ...late })).toMatchObject({ city: "London" });
  });

  test("that cannot be set cause an error that contains the created user and does not print it", async () => {
    const { client, emulator } = await startClient();
    emulator.faults.add({ operation: "updateUser", kind: "code", code: 1001, message: "no" });

    const error = await client.users
      .create({ username: "ada", city: "London" })
      .catch((cause: unknown) => cause);

    const { list } = await client.users.list();
    expect(isPartialCreate(error) && error.user.id).toBe(list[0]?.id);
    expect(error).toMatchObject({ code: "PARTIAL_CREATE", cause: { code: "PERMISSION" } });
    expect(String(error)).toContain(`user ${list[0]?.id} was created, but without city`);
    expect(inspect(error)).not.toContain("username");
  });
});

describe("options of a creation", () => {
  test("reach the service", async () => {
    const { client, emulator } = await startClient();
    const hash = "0".repeat(32);

    const { id } = await client.users.create({ username: "ada", password: hash }, { keepPassword: true });

    const snapshot = (await client.users.snapshot([id], { fields: ["password"] })).get(id);
    expect(snapshot?.fields.password).toBe(hash);
    expect(emulator.hasPassword(id, hash)).toBe(false);
  });

  test("link the user to an account at a login provider", async () => {
    const { client } = await startClient();
    const identity = { provider: "github", userIdInIdp: "42", isSocial: true };

    const { id } = await client.users.create(
      { username: "ada" },
      { identity, resetPasswordOnFirstLogin: true },
    );

    expect((await client.users.find({ identity: { provider: "github", userIdInIdp: "42" } }))?.id).toBe(id);
  });
});

/** The user with a null for each field that the document asks for, as GraphQL answers. */
function withAllFields(query: string, user: unknown): unknown {
  const names = /\{ findUser\([^)]*\) \{ ([^}]*) \}/.exec(query)?.[1]?.split(" ") ?? [];
  return { ...Object.fromEntries(names.map((name) => [name, null])), ...(user as object) };
}
