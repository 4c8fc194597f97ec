import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { HttpResponse } from "../../../sdk/http/transport.js";
import { Transport } from "../../../sdk/http/transport.js";
import { isApprowError, isPartialCreate, ManagementClient, TransportError } from "../../../sdk/index.js";

// As long as real calls take: minutes of pauses and waits, on a clock that the test advances.

const timeoutMs = 30_000;
const retryBudgetMs = 120_000;

/** The last attempts of a call, its login and its lookups get a second each, although the budget is used up. */
const toleranceMs = 10_000;

/** More than all waits allow: each takes at least a quarter of a second. */
const mostRequests = 200;

interface Scripted {
  readonly afterMs: number;
  readonly answer: Partial<HttpResponse> | "silence" | "unreachable";
}

const code = fc.constantFrom(
  200,
  400,
  403,
  429,
  499,
  500,
  1000,
  1001,
  2004,
  2020,
  2026,
  2206,
  2210,
  2229,
  9999,
);

const text = fc.oneof(
  fc.constantFrom(
    "",
    "{",
    "null",
    "[]",
    "<html>busy</html>",
    '{"data":null}',
    '{"data":{}}',
    '{"errors":[]}',
  ),
  fc.record({ code, message: fc.constant("no") }).map((body) => JSON.stringify(body)),
  fc.record({ code, statusCode: code, apiCode: code }).map((body) => JSON.stringify(body)),
  code.map((number) => JSON.stringify({ errors: [{ message: { code: number, message: "no" } }] })),
);

const retryAfter = fc.constantFrom(
  ...[undefined, "", "0", "0.001", "-5", "1", "29", "119", "120", "121", "600", "soon"],
  ...["99999999999999999999", "2001-01-01T00:00:00.001Z", "Fri, 31 Dec 2100 23:59:59 GMT"],
);

const response: fc.Arbitrary<Partial<HttpResponse>> = fc.record({
  status: fc.oneof(
    { weight: 3, arbitrary: fc.constantFrom(200, 429, 503) },
    { weight: 1, arbitrary: fc.integer({ min: 200, max: 599 }) },
  ),
  text,
  retryAfter,
  contentType: fc.constantFrom("application/json", "text/html", ""),
  date: fc.constantFrom(undefined, "junk", "Tue, 24 Nov 2026 12:00:00 GMT", "2001-01-01T00:00:00Z"),
  location: fc.constantFrom(undefined, "https://login.example.org/"),
});

const scripted: fc.Arbitrary<Scripted> = fc.record({
  afterMs: fc.constantFrom(0, 1, 400, 5000, 29_000),
  answer: fc.oneof(
    { weight: 8, arbitrary: response },
    { weight: 1, arbitrary: fc.constantFrom("silence" as const, "unreachable" as const) },
  ),
});

/** What comes first, and what then comes again and again. */
const script = fc.tuple(fc.array(scripted, { maxLength: 3 }), scripted);
type Script = readonly [readonly Scripted[], Scripted];

const loggedIn: Scripted = {
  afterMs: 1,
  answer: { status: 200, text: '{"data":{"accessToken":{"accessToken":"t","iat":1,"exp":9999}}}' },
};

const calls: Record<string, (client: ManagementClient) => Promise<unknown>> = {
  "users.create": ({ users }) => users.create({ username: "ada", email: "ada@example.org", city: "London" }),
  "users.create with a password": ({ users }) => users.create({ username: "ada", password: "secret-1" }),
  "users.createMany": ({ users }) =>
    users.createMany([{ username: "ada", city: "London" }, { email: "grace@example.org" }]),
  "users.exists": ({ users }) => users.exists({ username: "ada" }),
  "users.suspend": ({ users }) => users.suspend("u1"),
  "users.kick": ({ users }) => users.kick(["u1"]),
  "users.listArchived": ({ users }) => users.listArchived(),
  "users.listDepartments": ({ users }) => users.listDepartments("u1"),
  "users.listOrgs": ({ users }) => users.listOrgs("u1"),
  "users.update": ({ users }) => users.update("u1", { name: "Ada" }),
  "users.detail": ({ users }) => users.detail("u1"),
  "users.delete": ({ users }) => users.delete("u1"),
  "users.deleteMany": ({ users }) => users.deleteMany(["u1", "u2"]),
  "users.batch": ({ users }) => users.batch(["u1", "u2"]),
  "users.list": ({ users }) => users.list(),
  "users.find": ({ users }) => users.find({ username: "ada" }),
  "users.search": ({ users }) => users.search("ada"),
  "users.refreshToken": ({ users }) => users.refreshToken("u1"),
  "users.listGroups": ({ users }) => users.listGroups("u1"),
  "users.addGroup": ({ users }) => users.addGroup("u1", "staff"),
  "users.removeGroup": ({ users }) => users.removeGroup("u1", "staff"),
  "users.listRoles": ({ users }) => users.listRoles("u1"),
  "users.addRoles": ({ users }) => users.addRoles("u1", ["author"]),
  "users.removeRoles": ({ users }) => users.removeRoles("u1", ["author"]),
  "users.snapshot": ({ users }) => users.snapshot(["u1"], { groups: true }),
  "users.snapshotPage": ({ users }) => users.snapshotPage(1, 10, { groups: true }),
  "groups.create": ({ groups }) => groups.create({ code: "staff", name: "Staff" }),
  "groups.detail": ({ groups }) => groups.detail("staff"),
  "groups.list": ({ groups }) => groups.list(),
  "groups.update": ({ groups }) => groups.update("staff", { newCode: "crew" }),
  "groups.delete": ({ groups }) => groups.delete("staff"),
  "groups.listUsers": ({ groups }) => groups.listUsers("staff"),
  "groups.countMembers": ({ groups }) => groups.countMembers("staff"),
  "groups.addUsers": ({ groups }) => groups.addUsers("staff", ["u1"]),
  "groups.removeUsers": ({ groups }) => groups.removeUsers("staff", ["u1"]),
  "groups.addUsersToMany": ({ groups }) =>
    groups.addUsersToMany([
      { group: "staff", userIds: ["u1"] },
      { group: "crew", userIds: ["u1"] },
    ]),
  "roles.create": ({ roles }) => roles.create({ code: "author" }),
  "roles.detail": ({ roles }) => roles.detail("author"),
  "roles.list": ({ roles }) => roles.list(),
  "roles.update": ({ roles }) => roles.update("author", { description: "writes" }),
  "roles.delete": ({ roles }) => roles.delete("author"),
  "roles.deleteMany": ({ roles }) => roles.deleteMany(["author"]),
  "roles.listUsers": ({ roles }) => roles.listUsers("author"),
  "roles.countMembers": ({ roles }) => roles.countMembers("author"),
  "userPool.detail": ({ userPool }) => userPool.detail(),
  "roles.assign": ({ roles }) => roles.assign({ roles: ["author"], userIds: ["u1"] }),
  "roles.revoke": ({ roles }) => roles.revoke({ roles: ["author"], userIds: ["u1"] }),
  "users.snapshot with policies": ({ users }) => users.snapshot(["u1"], { policyNamespaces: ["default"] }),
  "users.listPolicies": ({ users }) => users.listPolicies("u1"),
  "policies.create": ({ policies }) => policies.create({ code: "read", statements: [] }),
  "policies.update": ({ policies }) => policies.update("read", { newCode: "see" }),
  "policies.deleteMany": ({ policies }) => policies.deleteMany(["read"]),
  "policies.assign": ({ policies }) =>
    policies.assign({ policies: ["read"], targetType: "USER", targetIdentifiers: ["u1"] }),
  "policies.unassign": ({ policies }) =>
    policies.unassign({ policies: ["read"], targetType: "GROUP", targetIdentifiers: ["staff"] }),
  "udf.set": ({ udf }) => udf.set("USER", { key: "badge", dataType: "NUMBER", label: "Badge" }),
  "udf.remove": ({ udf }) => udf.remove("USER", "badge"),
  "udf.valuesOfMany": ({ udf }) => udf.valuesOfMany("USER", ["u1"]),
  "udf.setMany": ({ udf }) => udf.setMany("USER", [{ targetId: "u1", key: "badge", value: 1 }]),
  "udf.removeValue": ({ udf }) => udf.removeValue("USER", "u1", "badge"),
};

/** Answers every exchange as told, on the clock of the test. Returns how many there were. */
function answerWith(forLogin: Script, forCall: Script): () => number {
  let requests = 0;
  const seen = { login: 0, call: 0 };
  vi.spyOn(Transport.prototype, "exchange").mockImplementation(async (attempt, _request, options) => {
    requests += 1;
    const kind = attempt.operation === "accessToken" ? "login" : "call";
    const [first, ever] = kind === "login" ? forLogin : forCall;
    const { afterMs, answer } = first[seen[kind]] ?? ever;
    seen[kind] += 1;
    const isLate = answer === "silence" || afterMs > options.timeoutMs;
    await sleep(isLate ? options.timeoutMs : afterMs, options.signal);
    if (isLate || answer === "unreachable") {
      const committed = isLate ? "unknown" : "no";
      throw new TransportError("no response", { operation: attempt.operation, retryable: true, committed });
    }
    return {
      ...{ status: 200, contentType: "", text: "", date: undefined, retryAfter: undefined },
      ...{ requestId: undefined, location: undefined },
      ...answer,
    };
  });
  return () => requests;
}

async function sleep(ms: number, signal: AbortSignal | undefined): Promise<void> {
  let end = (): void => undefined;
  await new Promise<void>((resolve) => {
    end = resolve;
    setTimeout(resolve, ms);
    signal?.addEventListener("abort", end);
  });
  signal?.removeEventListener("abort", end);
  signal?.throwIfAborted();
}

function clientOf(signal?: AbortSignal): ManagementClient {
  return new ManagementClient({
    userPoolId: "pool",
    secret: "hush",
    timeout: timeoutMs,
    retryBudgetMs,
    signal,
  });
}

/** How the call ended, if it has. */
function watch(call: Promise<unknown>): { ended: boolean; error: unknown } {
  const outcome: { ended: boolean; error: unknown } = { ended: false, error: undefined };
  call.then(
    () => {
      outcome.ended = true;
    },
    (error: unknown) => {
      outcome.ended = true;
      outcome.error = error;
    },
  );
  return outcome;
}

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  vi.restoreAllMocks();
  vi.useRealTimers();
});

describe("every call ends within its budget, on the clock", () => {
  test.each(Object.entries(calls))("%s", async (_, call) => {
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(fc.constant<Script>([[], loggedIn]), script),
        script,
        async (login, answers) => {
          const requests = answerWith(login, answers);
          const outcome = watch(call(clientOf()));

          await vi.advanceTimersByTimeAsync(retryBudgetMs + toleranceMs);

          expect([outcome.ended, requests() <= mostRequests]).toEqual([true, true]);
          expect(outcome.error === undefined || isApprowError(outcome.error)).toBe(true);
        },
      ),
      { numRuns: 25 },
    );
  });

  test("many calls that share a login and a pause", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(fc.constant<Script>([[], loggedIn]), script),
        script,
        async (login, answers) => {
          answerWith(login, answers);
          const client = clientOf();
          const outcomes = Object.values(calls).map((call) => watch(call(client)));

          // They also wait for each other.
          await vi.advanceTimersByTimeAsync(Object.keys(calls).length * (retryBudgetMs + toleranceMs));

          expect(outcomes.every(({ ended }) => ended)).toBe(true);
        },
      ),
      { numRuns: 5 },
    );
  });
});

describe("the signal, on the clock", () => {
  test("ends every call at once, at any moment", async () => {
    const moment = fc.integer({ min: 0, max: retryBudgetMs });
    await fc.assert(
      fc.asyncProperty(
        ...([
          fc.constantFrom(...Object.values(calls)),
          fc.oneof(fc.constant<Script>([[], loggedIn]), script),
        ] as const),
        ...([script, moment] as const),
        async (call, login, answers, afterMs) => {
          const requests = answerWith(login, answers);
          const cancel = new AbortController();
          const reason = new Error("Ctrl-C");
          const outcome = watch(call(clientOf(cancel.signal)));
          await vi.advanceTimersByTimeAsync(afterMs);
          const hadEnded = outcome.ended;
          const sent = requests();

          cancel.abort(reason);
          await vi.advanceTimersByTimeAsync(0);

          expect(outcome.ended).toBe(true);
          expect(requests()).toBe(sent);
          const { error } = outcome;
          if (!hadEnded) expect(isPartialCreate(error) ? error.cause : error).toBe(reason);
        },
      ),
      { numRuns: 150 },
    );
  });
});
