import { createGzip } from "node:zlib";
import { createServer } from "node:http";
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { describe, expect, onTestFinished, test } from "vitest";
import { ManagementClient } from "../../../sdk/index.js";
import { loggedIn, startServer, type ScriptedAnswer } from "../start-server.js";
import { countTime } from "../../support/counted-time.js";

countTime();

const pool = { userPoolId: "pool", secret: "the-secret-of-the-pool" };
const quick = { timeout: 2000, retryBudgetMs: 900 };
const page: ScriptedAnswer = {
  text: "<!DOCTYPE html><html><body>Blocked</body></html>",
  headers: { "content-type": "text/html; charset=utf-8" },
};

async function clientOf(
  answer: () => ScriptedAnswer,
  answerLogin: () => ScriptedAnswer = () => loggedIn,
): Promise<{ client: ManagementClient; requests: readonly unknown[] }> {
  const { host, requests } = await startServer(answer, answerLogin);
  return { client: new ManagementClient({ ...pool, ...quick, host }), requests };
}

describe("a web page instead of a response", () => {
  test.each([400, 401, 403, 404, 413, 451])(
    "with HTTP %i is a gateway's, not the service's",
    async (status) => {
      const { client, requests } = await clientOf(() => ({ ...page, status }));

      await expect(client.users.detail("u-1")).rejects.toMatchObject({
        code: "TRANSPORT",
        retryable: false,
        message: `reading user u-1 failed: HTTP status ${status} with a web page, so a gateway responded and not the service; check the host, the proxy and the firewall`,
      });
      expect(requests).toHaveLength(2);
    },
  );

  test.each([500, 502, 503, 504, 520])("with HTTP %i is retried", async (status) => {
    let answers = 0;
    const { client } = await clientOf(() => {
      answers += 1;
      return answers === 1
        ? { ...page, status }
        : { text: JSON.stringify({ data: { users: { totalCount: 0, list: [] } } }) };
    });

    expect(await client.users.list()).toMatchObject({ totalCount: 0 });
  });

  test("with HTTP 429 is a rate limit", async () => {
    const { client } = await clientOf(() => ({ ...page, status: 429, headers: { "retry-after": "60" } }));

    await expect(client.users.list()).rejects.toMatchObject({ code: "RATE_LIMIT" });
  });

  test.each([403, 503])("with HTTP %i does not blame the login", async (status) => {
    const { client } = await clientOf(
      () => page,
      () => ({ ...page, status }),
    );

    const error: unknown = await client.users.list().catch((cause: unknown) => cause);

    expect(error).toMatchObject({ code: "TRANSPORT", message: expect.stringContaining("gateway") });
    expect(String(error)).not.toContain("check userPoolId");
  });
});

describe("a status for something that passes", () => {
  test.each([408, 425])(
    "%i is retried where that is safe, with a code like it or without",
    async (status) => {
      for (const text of ["", JSON.stringify({ code: status, message: "later" })]) {
        let answers = 0;
        const { client } = await clientOf(() => {
          answers += 1;
          return answers === 1
            ? { status, text }
            : { text: JSON.stringify({ data: { deleteUser: { code: 200, message: "" } } }) };
        });

        expect(await client.users.delete("u-1")).toMatchObject({ code: 200 });
      }
    },
  );

  test.each([408, 425])("%i is not retried for a creation that cannot be looked up", async (status) => {
    const { client, requests } = await clientOf(() => ({ status, text: "" }));

    await expect(client.users.create({ nickname: "Ada" })).rejects.toMatchObject({
      code: "TRANSPORT",
      committed: "unknown",
    });
    expect(requests).toHaveLength(2);
  });
});

describe("the login", () => {
  test.each([402, 405, 408, 411, 413, 414, 421, 425, 426, 431, 451, 499])(
    "refused with HTTP %i alone does not blame the id and secret",
    async (status) => {
      const { client } = await clientOf(
        () => page,
        () => ({ status, text: "" }),
      );

      const error: unknown = await client.users.list().catch((cause: unknown) => cause);

      expect(String(error)).toContain(`HTTP status ${status}`);
      expect(String(error)).not.toMatch(/userPoolId|secret/);
      expect(error).not.toMatchObject({ code: "AUTHENTICATION" });
    },
  );

  test.each([
    { status: 401, text: "" },
    { status: 400, text: JSON.stringify({ code: 400, message: "wrong" }) },
    { status: 499, text: JSON.stringify({ code: 400, statusCode: 499, apiCode: 2333, message: "wrong" }) },
    { status: 200, text: JSON.stringify({ errors: [{ message: { code: 499, message: "wrong" } }] }) },
  ])("refused with $status $text blames them", async (answer) => {
    const { client } = await clientOf(
      () => page,
      () => answer,
    );

    await expect(client.users.list()).rejects.toMatchObject({
      code: "AUTHENTICATION",
      message: expect.stringContaining("check userPoolId and secret"),
    });
  });
});

describe("a rate limit in a body under HTTP 200", () => {
  test.each([
    { code: 429, message: "slow down" },
    { statusCode: 429, code: 400, message: "slow down" },
    { errors: [{ message: { statusCode: 429, code: 429, message: "slow down" } }] },
  ])("(%j) is a rate limit, and the client waits", async (body) => {
    const text = JSON.stringify(body);
    const { client } = await clientOf(() => ({ text, headers: { "retry-after": "60" } }));

    await expect(client.users.list()).rejects.toMatchObject({
      code: "RATE_LIMIT",
      message: expect.stringContaining("pause of 60 s"),
    });
  });
});

describe("a response that is too large", () => {
  const chunk = Buffer.alloc(2 ** 20, " ");

  test.each(["plain", "gzip"] as const)(
    "(%s, without end) is cut off, and the error says so",
    async (encoding) => {
      let sent = 0;
      const server = createServer((_request, outgoing) => {
        outgoing.writeHead(200, {
          "content-type": "application/json",
          ...(encoding === "gzip" ? { "content-encoding": "gzip" } : {}),
        });
        const body = encoding === "gzip" ? createGzip({ level: 1 }) : outgoing;
        if (body !== outgoing) body.pipe(outgoing);
        const more = (): void => {
          while (sent < 400 && !outgoing.destroyed && body.write(chunk)) sent += 1;
          if (sent < 400 && !outgoing.destroyed) body.once("drain", more);
        };
        outgoing.on("error", () => undefined);
        more();
      });
      server.listen(0, "127.0.0.1");
      await once(server, "listening");
      onTestFinished(() => {
        server.closeAllConnections();
        server.close();
      });
      const host = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
      const client = new ManagementClient({ ...pool, timeout: 20_000, retryBudgetMs: 20_000, host });

      await expect(client.users.list()).rejects.toMatchObject({
        code: "UNEXPECTED_RESPONSE",
        message: expect.stringContaining("the response is larger than 32 MiB"),
      });
      expect(client.stats().requests).toEqual({ accessToken: 1 });
      expect(sent).toBeLessThan(200);
    },
  );
});

describe("a response about another user", () => {
  const other = { id: "u-2", username: "eve", email: "eve@example.org" };

  /** The user with a null for each other field that the document asks for. */
  const selected = (query: string, field: string, user: object): unknown => {
    const names = new RegExp(`\\{ ${field}\\([^)]*\\) \\{ ([^}]*) \\}`).exec(query)?.[1]?.split(" ") ?? [];
    return { data: { [field]: { ...Object.fromEntries(names.map((name) => [name, null])), ...user } } };
  };

  async function clientThatReads(user: object): Promise<ManagementClient> {
    const { host } = await startServer(({ method, body: { query = "" } }) => {
      const field = /^\w+ (\w+)/.exec(query)?.[1] ?? "";
      const body = method === "GET" ? { code: 200, message: "", data: user } : selected(query, field, user);
      return { text: JSON.stringify(body) };
    });
    return new ManagementClient({ ...pool, ...quick, host });
  }

  test.each<[string, (client: ManagementClient) => Promise<unknown>]>([
    ["detail", ({ users }) => users.detail("u-1")],
    ["update", ({ users }) => users.update("u-1", { nickname: "Ada" })],
    ["find by username", ({ users }) => users.find({ username: "ada" })],
    ["find by email", ({ users }) => users.find({ email: "ada@example.org" })],
    ["find by phone", ({ users }) => users.find({ phone: "13800000000" })],
    ["find by external id", ({ users }) => users.find({ externalId: "e-1" })],
  ])("is refused by %s", async (_, call) => {
    const client = await clientThatReads(other);

    await expect(call(client)).rejects.toMatchObject({
      code: "UNEXPECTED_RESPONSE",
      message: expect.stringContaining("the response is about another user"),
    });
  });

  test.each([
    [{ username: "ada" }, { username: "ada" }],
    [{ email: "Ada@Example.org" }, { email: "ada@example.org" }],
    [{ username: " Ada " }, { username: "ada" }],
    [{ phone: "+86 138-0000-0000" }, { phone: "13800000000" }],
    [
      { username: "old", email: "ada@example.org" },
      { username: "ada", email: "ada@example.org" },
    ],
    [{ identity: { provider: "github", userIdInIdp: "1" } }, { username: "ada" }],
  ])("is not suspected when %j finds %j", async (options, user) => {
    const client = await clientThatReads({ id: "u-1", ...user });

    expect(await client.users.find(options)).toMatchObject({ id: "u-1" });
  });
});
