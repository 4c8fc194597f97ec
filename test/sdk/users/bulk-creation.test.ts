import { inspect } from "node:util";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Emulator, Fault, FaultKind, Seed } from "../../../emulator/index.js";
import {
  isConflict,
  isNotSupported,
  isOutcomeUnknown,
  isPartialCreate,
  type CreateManyOutcome,
  type ManagementClient,
} from "../../../sdk/index.js";
import { startClient, type Started } from "../start-client.js";
import { startServer, type ScriptedAnswer, type SeenRequest } from "../start-server.js";
import { countTime } from "../../support/counted-time.js";

countTime();

const quick = { timeout: 1000, retryBudgetMs: 8000 };
const operation = "restUserCreateBatch";

/** What can go wrong with a request; in the first half the users exist afterwards. */
const failures: readonly (readonly [string, FaultKind])[] = [
  ["lost by a reset", { kind: "loseAnswer" }],
  ["lost by silence", { kind: "loseAnswer", then: "hang" }],
  ["lost by HTTP 502", { kind: "loseAnswer", then: 502 }],
  ["damaged", { kind: "cutBody" }],
  ["cut", { kind: "cutPage" }],
  ["a reset before anything is done", { kind: "reset" }],
  ["silence", { kind: "hang" }],
  ["HTTP 503", { kind: "status", status: 503 }],
  ["the busy code", { kind: "code", code: 1000 }],
  ["of another shape", { kind: "shape", body: { code: 200, data: null } }],
  ["HTTP 429", { kind: "throttle", retryAfter: 1 }],
];

function usersNamed(...names: string[]): { username: string }[] {
  return names.map((username) => ({ username }));
}

function numbered(count: number): { username: string; email: string }[] {
  return Array.from({ length: count }, (_, index) => ({
    username: `user-${index}`,
    email: `User-${index}@example.org`,
  }));
}

/** Each outcome in short: the name of the user, or the code of the error. */
function short(outcomes: readonly CreateManyOutcome[]): unknown[] {
  return outcomes.map((outcome) =>
    "user" in outcome ? outcome.user.username : (outcome.error as { code?: unknown }).code,
  );
}

/** A client of a pool whose users are a minute old. */
async function startAged(users: NonNullable<Seed["users"]>, options = quick): Promise<Started> {
  let agoMs = 60_000;
  const started = await startClient(options, { now: () => Date.now() - agoMs, seed: { users } });
  agoMs = 0;
  return started;
}

async function idsByName(client: ManagementClient): Promise<Map<unknown, string>> {
  const ids = new Map<unknown, string>();
  for await (const { id, username } of client.users.listAll()) ids.set(username, id);
  return ids;
}

/** Every outcome with a user is about the user of its place in the pool. */
async function expectRightUsers(
  client: ManagementClient,
  names: readonly string[],
  outcomes: readonly CreateManyOutcome[],
): Promise<void> {
  const ids = await idsByName(client);
  expect(outcomes.map(({ index }) => index)).toEqual(names.map((_, index) => index));
  for (const outcome of outcomes) {
    if (!("user" in outcome)) continue;
    const name = names[outcome.index];
    expect([outcome.user.username, outcome.user.id]).toEqual([name, ids.get(name)]);
  }
}

describe("a creation of many users", () => {
  test("sends 100 users in one request, and returns each in the order of the input", async () => {
    const { client, emulator } = await startClient();
    const users = numbered(250);

    const outcomes = await client.users.createMany(users);

    expect(emulator.counters.of(operation)).toBe(3);
    await expectRightUsers(
      client,
      users.map(({ username }) => username),
      outcomes,
    );
    expect(outcomes[7]).toMatchObject({ user: { username: "user-7", email: "user-7@example.org" } });
  });

  test("of no users sends nothing", async () => {
    const { client, emulator } = await startClient();

    expect(await client.users.createMany([])).toEqual([]);
    expect(emulator.counters.total()).toBe(0);
  });

  test("sets the fields that the API accepts on update only", async () => {
    const { client, emulator } = await startClient();

    const outcomes = await client.users.createMany([
      { username: "ada", city: "London" },
      { username: "grace" },
    ]);

    expect(outcomes).toMatchObject([{ user: { username: "ada", city: "London" } }, {}]);
    expect(emulator.counters.of("updateUser")).toBe(1);
    emulator.faults.add({ operation: "updateUser", kind: "code", code: 1001 });
    const [outcome] = await client.users.createMany([{ username: "alan", city: "London" }]);
    const error = outcome && "error" in outcome && outcome.error;
    expect(isPartialCreate(error) && error.user.username).toBe("alan");
  });

  test.each([
    [{ username: "b", password: "engine-1843" }, "users[1].password", "one by one, with users.create"],
    [{ nickname: "b" }, "users[1]", "users[1] must have a username, email, phone or externalId"],
    [{ username: "b", gender: 7 as never }, "users[1].gender", "users[1].gender must be a string"],
    [{ username: "b", id: "1" } as never, "users[1].id", "users[1].id is set by the service"],
  ])("with the invalid user %j sends nothing", async (user, field, message) => {
    const { client, emulator } = await startClient();

    const error = await client.users.createMany([{ username: "a" }, user]).catch((cause: unknown) => cause);

    expect(error).toMatchObject({ code: "INVALID_INPUT", operation: "users.createMany", field });
    expect(String(error)).toContain(`users.createMany was not sent: `);
    expect(String(error)).toContain(message);
    expect(String(error)).not.toContain("engine-1843");
    expect(emulator.counters.total()).toBe(0);
  });
});

describe("a refusal of one of many users", () => {
  test("leaves the others alone, and is a conflict that names who has the value", async () => {
    const { client, emulator } = await startClient(
      {},
      { seed: { users: [{ username: "taken" }, { username: "old", status: "Archived" }] } },
    );
    const ids = await idsByName(client);
    const [old] = (await client.users.listArchived()).list;

    const outcomes = await client.users.createMany([
      ...usersNamed("ada", "taken", "old", "grace"),
      { username: "late", lastLogin: "yesterday" },
    ]);

    expect(short(outcomes)).toEqual(["ada", "CONFLICT", "CONFLICT", "grace", "API"]);
    const errors = outcomes.map((outcome) => ("error" in outcome ? outcome.error : undefined));
    expect(isConflict(errors[1]) && errors[1].existingIds).toEqual([ids.get("taken")]);
    expect(isConflict(errors[2]) && errors[2].archivedIds).toEqual([old?.id]);
    expect(errors[4]).toMatchObject({ apiCode: undefined, operation: "users.createMany" });
    expect(String(errors[4])).toContain("creating a user with username was refused: lastLogin: must be");
    expect(emulator.counters.of(operation)).toBe(1);
  });

  test("is about the second of two users with the same identifier", async () => {
    const { client } = await startClient();

    const outcomes = await client.users.createMany([
      { username: "ada", email: "ada@example.org" },
      { username: "other", email: "ADA@example.org" },
    ]);

    expect(short(outcomes)).toEqual(["ada", "CONFLICT"]);
  });

  test("stays an error when nothing can be looked up", async () => {
    const { client, emulator } = await startClient(quick, { seed: { users: [{ username: "taken" }] } });
    for (const broken of ["restUserBatch", "archivedUsers"] as const)
      emulator.faults.add({ operation: broken, kind: "code", code: 500, times: Infinity });

    expect(short(await client.users.createMany(usersNamed("ada", "taken")))).toEqual(["ada", "API"]);
  });

  test("shows no secret", async () => {
    const oauth = '{"access_token":"of-the-provider"}';
    const { client, emulator } = await startClient();
    const answer = { success: false, errMsg: `bad profile ${oauth} ${emulator.secret}`, user: null };
    emulator.faults.add({ operation, kind: "shape", body: { code: 200, data: [answer] } });

    const [outcome] = await client.users.createMany([{ username: "ada", oauth }]);

    const shown = inspect(outcome, { depth: Infinity, showHidden: true });
    expect(shown).toContain("bad profile *** ***");
    expect(shown).not.toMatch(/of-the-provider/);
    expect(shown).not.toContain(emulator.secret);
  });
});

describe("a service that does not know the creation of many users", () => {
  test("is an error of its own, and no user was created", async () => {
    const { client, emulator } = await startClient({}, { behaviour: { bulkCreate: "missing" } });

    const error = await client.users.createMany(numbered(250)).catch((cause: unknown) => cause);

    expect(isNotSupported(error)).toBe(true);
    expect(String(error)).toContain("the service does not support it; create each user alone");
    expect(emulator.counters.of(operation)).toBe(1);
    expect((await client.users.list()).totalCount).toBe(0);
  });

  test("is not assumed after a lost response, which may have come from another server", async () => {
    const { client, emulator } = await startClient(quick);
    const [ada] = usersNamed("ada");
    emulator.faults.add({ operation, kind: "loseAnswer" });
    // The first look-up sees nobody.
    emulator.faults.add({ operation: "restUserBatch", kind: "shape", body: { code: 200, data: [] } });
    const unknown = { status: 404, text: JSON.stringify({ statusCode: 404, message: "Cannot POST" }) };
    const relay = await relayTo(emulator, ({ path }, count) =>
      path.endsWith("/create/batch") && count > 1 ? unknown : undefined,
    );
    const client2 = (await startClient({ ...quick, ...relay })).client;

    const outcomes = await client2.users.createMany([ada ?? {}, ...usersNamed("grace")]);

    expect(short(outcomes)).toEqual(["ada", "grace"]);
    expect((await client.users.list()).totalCount).toBe(2);
  });

  test("is the same behind a gateway that answers with a web page", async () => {
    const { emulator } = await startClient();
    const relay = await relayTo(emulator, ({ path }) =>
      path.endsWith("/create/batch")
        ? { status: 404, text: "<html>not found</html>", headers: { "content-type": "text/html" } }
        : undefined,
    );
    const { client } = await startClient({ ...quick, ...relay });

    const error = await client.users.createMany(usersNamed("ada")).catch((cause: unknown) => cause);

    expect(isNotSupported(error)).toBe(true);
  });

  test("is not assumed after HTTP 404 with a code of the service", async () => {
    const { emulator } = await startClient();
    const relay = await relayTo(emulator, ({ path }) =>
      path.endsWith("/create/batch")
        ? { status: 404, text: JSON.stringify({ code: 2004, message: "no" }) }
        : undefined,
    );
    const { client } = await startClient({ ...quick, ...relay });

    expect(short(await client.users.createMany(usersNamed("ada")))).toEqual(["NOT_FOUND"]);
  });
});

describe("many users whose response is lost", () => {
  test.each(failures)("first response %s: each is created once", async (_what, fault) => {
    const { client, emulator } = await startAged(usersNamed("taken"));
    const names = ["ada", "taken", "grace", "alan"];
    emulator.faults.add({ operation, ...fault });

    const outcomes = await client.users.createMany(usersNamed(...names));

    expect(short(outcomes)).toEqual(["ada", "CONFLICT", "grace", "alan"]);
    await expectRightUsers(client, names, outcomes);
    expect((await client.users.list()).totalCount).toBe(4);
  });

  test("are looked up together, and only those who are missing are sent again", async () => {
    const { client, emulator } = await startClient(quick);
    const users = numbered(80);
    emulator.faults.add({ operation, kind: "loseAnswer" });

    expect(short(await client.users.createMany(users))).toEqual(users.map(({ username }) => username));

    expect(emulator.counters.of(operation)).toBe(1);
    expect(emulator.counters.of("restUserBatch")).toBe(2);
  });

  test("that cannot be looked up have an unknown outcome, each of them", async () => {
    const { client, emulator } = await startClient(quick);
    emulator.faults.add({ operation, kind: "loseAnswer" });
    emulator.faults.add({ operation: "restUserBatch", kind: "code", code: 500, times: Infinity });

    const outcomes = await client.users.createMany(usersNamed("ada", "grace"));

    expect(outcomes.every((outcome) => "error" in outcome && isOutcomeUnknown(outcome.error))).toBe(true);
    expect(emulator.counters.of(operation)).toBe(1);
  });

  test("that the batch look-up omits are found one by one when the retry is refused", async () => {
    const { client, emulator } = await startClient(quick);
    emulator.faults.add({ operation, kind: "loseAnswer" });
    const empty = { kind: "shape", body: { code: 200, data: [] }, times: Infinity } as const;
    emulator.faults.add({ operation: "restUserBatch", ...empty });

    const outcomes = await client.users.createMany(usersNamed("ada", "grace"));

    expect(short(outcomes)).toEqual(["ada", "grace"]);
    await expectRightUsers(client, ["ada", "grace"], outcomes);
  });

  test("that existed before are conflicts, although they have the same values", async () => {
    let agoMs = 60_000;
    const { client, emulator } = await startClient(quick, { now: () => Date.now() - agoMs });
    const { id } = await client.users.create({ username: "ada" });
    agoMs = 0;
    emulator.faults.add({ operation, kind: "reset" });

    const [ada, grace] = await client.users.createMany(usersNamed("ada", "grace"));

    const error = ada && "error" in ada && ada.error;
    expect(isConflict(error) && error.existingIds).toEqual([id]);
    expect(grace).toMatchObject({ user: { username: "grace" } });
  });

  test("belong to the first of two entries with the same values", async () => {
    const { client, emulator } = await startClient(quick);
    emulator.faults.add({ operation, kind: "loseAnswer" });

    expect(short(await client.users.createMany(usersNamed("ada", "ada")))).toEqual(["ada", "CONFLICT"]);
  });

  test("belong to one of two calls with the same users", async () => {
    const { client, emulator } = await startClient(quick);
    emulator.faults.add({ operation, kind: "loseAnswer" });
    const users = usersNamed("ada", "grace");

    const outcomes = (
      await Promise.all([client.users.createMany(users), client.users.createMany(users)])
    ).flat();

    expect(short(outcomes).toSorted()).toEqual(["CONFLICT", "CONFLICT", "ada", "grace"]);
  });

  test("are settled one by one when the whole request is refused because of one", async () => {
    const { client, emulator } = await startClient(quick);
    const names = ["ada", "bad", "grace", "alan", "edsger"];
    const relay = await relayTo(emulator, ({ body, path }) =>
      path.endsWith("/create/batch") && JSON.stringify(body).includes("bad")
        ? { text: JSON.stringify({ code: 500, message: "bad is not allowed" }) }
        : undefined,
    );
    const relayed = (await startClient({ ...quick, ...relay })).client;

    const outcomes = await relayed.users.createMany(usersNamed(...names));

    expect(short(outcomes)).toEqual(["ada", "API", "grace", "alan", "edsger"]);
    expect(outcomes[1]).toMatchObject({ error: { apiCode: 500 } });
    await expectRightUsers(client, names, outcomes);
  });

  test("are cancelled without losing those who are created", async () => {
    const abort = new AbortController();
    const { client, emulator } = await startClient({ ...quick, signal: abort.signal });
    emulator.faults.add({ operation, kind: "hang", skip: 1, times: Infinity });

    const running = client.users.createMany(numbered(200));
    setTimeout(() => {
      abort.abort(new Error("stopped"));
    }, 700);
    const outcomes = await running;

    expect(outcomes.filter((outcome) => "user" in outcome)).toHaveLength(100);
    expect(outcomes[199]).toMatchObject({ error: { message: "stopped" } });
  });
});

describe("a response about other users than those that were sent", () => {
  interface Created {
    username: string;
  }

  /** A service that answers its creations changed by `change`. */
  async function startChanging(
    change: (data: { user: Created | null }[]) => unknown,
  ): Promise<{ changed: ManagementClient; client: ManagementClient; emulator: Emulator }> {
    const { client, emulator } = await startAged(usersNamed("taken"));
    const relay = await relayTo(emulator, undefined, (answer) => {
      const body = JSON.parse(answer) as { data?: unknown };
      const { data } = body;
      const isCreation = Array.isArray(data) && data.some((entry: object) => "success" in entry);
      return isCreation ? JSON.stringify({ ...body, data: change(data as never) }) : answer;
    });
    return { client, emulator, changed: (await startClient({ ...quick, ...relay })).client };
  }

  test.each<[string, (data: { user: Created | null }[]) => unknown]>([
    ["in another order", (data) => data.toReversed()],
    ["without one of them", (data) => data.slice(1)],
    ["with one more", (data) => [...data, ...data.slice(0, 1)]],
    ["of another shape", (data) => data.map(({ user }) => user)],
    ["a success without a user", (data) => data.map((entry) => ({ ...entry, success: true, user: null }))],
  ])("%s gives no one the user of another", async (_what, change) => {
    let isFirst = true;
    const { changed, client } = await startChanging((data) => {
      if (!isFirst) return data;
      isFirst = false;
      return change(data);
    });
    const names = ["Ada", "ada", "taken", "grace"];

    const outcomes = await changed.users.createMany(usersNamed(...names));

    expect(short(outcomes)).toEqual(["Ada", "ada", "CONFLICT", "grace"]);
    await expectRightUsers(client, names, outcomes);
  });

  test.each([
    ["Ada", "ada"],
    ["Ada", "ada", "grace"],
  ])("is never trusted, however often it comes: %j", async (...names) => {
    const { changed, client } = await startChanging((data) => data.toReversed());

    const outcomes = await changed.users.createMany(usersNamed(...names));

    expect(short(outcomes)).toEqual(names);
    await expectRightUsers(client, names, outcomes);
  });
});

describe("whatever goes wrong", () => {
  const kinds = failures.map(([, kind]) => kind);
  const fault: fc.Arbitrary<Fault> = fc
    .record({
      operation: fc.constantFrom<Fault["operation"][]>(
        operation,
        operation,
        "restUserBatch",
        "findUser",
        "*",
      ),
      kind: fc.constantFrom(...kinds),
      skip: fc.nat(2),
    })
    .map(({ kind, ...rest }) => ({ ...kind, ...rest }));
  const names = ["ada", "Ada", "grace", "taken", "old", "alan", "edsger"];

  test("no user is created twice, no user is lost, and each outcome is right", async () => {
    const runs = fc.sample(
      fc.tuple(fc.array(fault, { maxLength: 3 }), fc.shuffledSubarray(names, { minLength: 1 })),
      {
        numRuns: 40,
        seed: 1843,
      },
    );

    await Promise.all(
      runs.map(async ([faults, asked], run) => {
        const { client, emulator } = await startAged(
          [{ username: "taken" }, { username: "old", status: "Archived" }],
          { timeout: 1500, retryBudgetMs: 30_000 },
        );
        const before = await idsByName(client);
        for (const armed of faults) emulator.faults.add(armed);

        const outcomes = await client.users.createMany(usersNamed(...asked));

        emulator.faults.clear();
        const after = await idsByName(client);
        const what = `run ${run}: ${JSON.stringify({ faults, asked, outcomes: short(outcomes) })}`;
        await expectRightUsers(client, asked, outcomes);
        for (const outcome of outcomes) {
          const name = asked[outcome.index];
          if ("user" in outcome) expect(before.has(name), what).toBe(false);
          else if (name === "taken" || name === "old") continue;
          // Only an outcome that says that it is unknown may leave a user behind.
          else expect(isOutcomeUnknown(outcome.error) || !after.has(name), what).toBe(true);
        }
        expect(after.get("taken"), what).toBe(before.get("taken"));
      }),
    );
  });
});

/** A server between a client and the emulator that answers some requests itself, or changes answers. */
async function relayTo(
  { url, userPoolId, secret }: Emulator,
  answerFor: (request: SeenRequest, count: number) => ScriptedAnswer | undefined = () => undefined,
  change: (text: string) => string = (text) => text,
): Promise<{ host: string; userPoolId: string; secret: string }> {
  const counts = new Map<string, number>();
  const relay = async (request: SeenRequest): Promise<ScriptedAnswer> => {
    const count = (counts.get(request.path) ?? 0) + 1;
    counts.set(request.path, count);
    const own = answerFor(request, count);
    if (own !== undefined) return own;
    const { method, path, headers, body } = request;
    const response = await fetch(`${url}${path}`, {
      method,
      headers: {
        authorization: headers.authorization ?? "",
        "x-approw-userpool-id": userPoolId,
        "content-type": "application/json",
      },
      ...(method === "POST" ? { body: JSON.stringify(body) } : {}),
    }).catch(() => undefined);
    if (response === undefined) return { status: 502, text: "" };
    return { status: response.status, text: change(await response.text()) };
  };
  const { host } = await startServer(relay, relay);
  return { host, userPoolId, secret };
}
