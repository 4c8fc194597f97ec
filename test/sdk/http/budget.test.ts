import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ManagementClient, type ManagementClientOptions } from "../../../sdk/index.js";
import { type Answer, loggedIn, startServer } from "../start-server.js";

const pool = { userPoolId: "pool", secret: "the-secret" };
const hasty = { timeout: 100, retryBudgetMs: 400 };
const patient = { timeout: 10_000, retryBudgetMs: 10_000 };

/** What a service, or something in between, may answer: most of it no service would. */
const answers: fc.Arbitrary<Answer> = fc.oneof(
  { weight: 1, arbitrary: fc.constant<Answer>("silence") },
  {
    weight: 20,
    arbitrary: fc.record({
      status: fc.constantFrom(101, 200, 200, 200, 204, 301, 304, 400, 401, 403, 408, 425, 429, 429, 500, 503),
      headers: fc.oneof(
        fc.constant({}),
        fc.record({
          "retry-after": fc.oneof(
            fc.constantFrom("0", "1", "-5", "600", "99999999999999999999", "soon", "0.001", ""),
            fc.constantFrom("2001-01-01T00:00:00.001Z", "Thu, 01 Jan 1970 00:00:00 GMT"),
          ),
          connection: fc.constantFrom("upgrade", "close", "keep-alive"),
          date: fc.constantFrom("2001-01-01T00:00:00.000Z", "junk"),
        }),
      ),
      text: fc.oneof(
        fc.constantFrom("", "{", "null", "[]", "<html>busy</html>", '{"data":null}', '{"data":{}}'),
        fc.constantFrom(429, 500, 1000, 2020, 2026, 2206, 2210).map((code) => JSON.stringify({ code })),
        fc
          .constantFrom(429, 500, 1000, 2020, 2026, 2206, 2210)
          .map((code) => JSON.stringify({ errors: [{ message: { code, message: "no" } }] })),
      ),
    }),
  },
);

type Calls = Record<string, (client: ManagementClient) => Promise<unknown>>;

const calls: Calls = {
  "users.detail": ({ users }) => users.detail("u1"),
  "users.list": ({ users }) => users.list(),
  "users.create": ({ users }) => users.create({ username: "ada" }),
  "users.update": ({ users }) => users.update("u1", { name: "Ada" }),
  "users.delete": ({ users }) => users.delete("u1"),
  "users.addGroup": ({ users }) => users.addGroup("u1", "staff"),
  "groups.create": ({ groups }) => groups.create({ code: "staff", name: "Staff" }),
  "roles.delete": ({ roles }) => roles.delete("author"),
};

/** Needs a login and the public key before it is sent. */
const createWithPassword = ({ users }: ManagementClient): Promise<unknown> =>
  users.create({ username: "ada", password: "secret-1" });

/** Whether the call ended in time, without sending more requests than its waits allow. */
async function endsInTime(
  call: (client: ManagementClient) => Promise<unknown>,
  answer: Answer,
  loginAnswer: Answer = loggedIn,
): Promise<boolean> {
  const { host, requests } = await startServer(
    () => answer,
    () => loginAnswer,
  );
  const client = clientOf({ host });
  const settled = call(client).then(
    () => true,
    () => true,
  );
  // What a busy machine adds to the budget, and to the last attempts, which get a second each.
  const late = new Promise<boolean>((resolve) => setTimeout(resolve, 15_000, false).unref());
  return (await Promise.race([settled, late])) && requests.length <= 20;
}

function clientOf(options: Partial<ManagementClientOptions>): ManagementClient {
  return new ManagementClient({ ...pool, ...hasty, ...options });
}

describe("every call ends within its budget, whatever the response", () => {
  test.concurrent.each(Object.entries(calls))("to %s", async (_, call) => {
    await holdsForAll((answer) => endsInTime(call, answer));
  });

  test.concurrent("to the login", async () => {
    await holdsForAll((answer) => endsInTime(createWithPassword, "silence", answer));
  });

  test.concurrent("to the question for the public key", async () => {
    await holdsForAll((answer) => endsInTime(createWithPassword, answer));
  });
});

/** Tries answers side by side: most of the time they wait. */
async function holdsForAll(holds: (answer: Answer) => Promise<boolean>): Promise<void> {
  const tried = fc.sample(answers, 30);
  const outcomes = await Promise.all(tried.map(holds));
  expect(tried.filter((_, index) => !outcomes[index])).toEqual([]);
}

describe("a login that is throttled", () => {
  test.each([
    ["HTTP 429", { status: 429, headers: { "retry-after": "600" }, text: "" }],
    ["code 1000", { headers: { "retry-after": "600" }, text: JSON.stringify({ code: 1000 }) }],
  ])("(%s) for longer than the call may take is an error at once, after one request", async (_, answer) => {
    const { host, requests } = await startServer(
      () => "silence",
      () => answer,
    );

    await expect(clientOf({ host, ...patient }).users.list()).rejects.toMatchObject({
      code: "RATE_LIMIT",
      message: expect.stringContaining("pause of 600 s"),
    });
    expect(requests).toHaveLength(1);
  });

  test("for a moment is waited for", async () => {
    let logins = 0;
    const { host } = await startServer(
      () => ({ text: JSON.stringify({ data: { users: { totalCount: 0, list: [] } } }) }),
      () => {
        logins += 1;
        return logins === 1 ? { status: 429, headers: { "retry-after": "0" }, text: "" } : loggedIn;
      },
    );

    expect(await clientOf({ host, ...patient }).users.list()).toMatchObject({ totalCount: 0 });
  });
});

describe("HTTP 101", () => {
  const switching = { status: 101, headers: { connection: "upgrade", upgrade: "other/1.0" }, text: "" };

  test("is an error that says what happened, at once", async () => {
    const { host, requests } = await startServer(() => switching);

    await expect(clientOf({ host, ...patient }).users.list()).rejects.toMatchObject({
      code: "UNEXPECTED_RESPONSE",
      message: expect.stringContaining("HTTP status 101"),
    });
    expect(requests.length).toBe(2);
  });
});

describe("the signal", () => {
  const reason = new Error("the user pressed Ctrl-C");

  test.each<[string, Answer]>([
    ["a pause that the service asks for", { status: 429, headers: { "retry-after": "60" }, text: "" }],
    ["a wait before a repeat", { status: 503, text: "" }],
    ["an answer that does not come", "silence"],
  ])("cancels %s", async (_, answer) => {
    const cancel = new AbortController();
    const { host } = await startServer(() => answer);
    const client = clientOf({ host, timeout: 60_000, retryBudgetMs: 120_000, signal: cancel.signal });

    const listing = client.users.list();
    setTimeout(() => {
      cancel.abort(reason);
    }, 100);

    await expect(listing).rejects.toBe(reason);
    await expect(client.groups.list()).rejects.toBe(reason);
  });
});
