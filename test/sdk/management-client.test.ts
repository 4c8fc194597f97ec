import { describe, expect, test } from "vitest";
import { isInvalidInput, ManagementClient } from "../../sdk/index.js";
import { startClient } from "./start-client.js";
import { startServer } from "./start-server.js";

const pool = { userPoolId: "5f0c1a2b3d4e5f6071829304", secret: "00112233445566778899aabbccddeeff" };
const empty = JSON.stringify({ data: { users: { totalCount: 0, list: [] } } });

describe("ManagementClient", () => {
  test("connects to Approw by default", () => {
    const client = new ManagementClient(pool);

    expect([client.host, client.userPoolId]).toEqual(["https://core.approw.com", pool.userPoolId]);
  });

  test.each([
    ["userPoolId must not be empty", { userPoolId: "" }],
    ["secret must not be empty", { secret: "" }],
    ["host must be a URL that starts with https:// or http://", { host: "core.approw.com" }],
    ["host must be a URL that starts with https:// or http://", { host: "ftp://core.approw.com" }],
    [
      "host must not contain a login; use userPoolId and secret",
      { host: "https://joe:hush@core.approw.com" },
    ],
    ["host must not have a path", { host: "https://core.approw.com/graphql/v2" }],
    ["host must not have a path", { host: "https://core.approw.com/?pool=1" }],
    ["userPoolId must contain only printable", { userPoolId: "po\nol" }],
    ["userPoolId must contain only printable", { userPoolId: "pööl" }],
    ["secret must not be empty", { secret: " \n" }],
    ["unknown option timeoutMs", { timeoutMs: 1000 }],
    ["timeout must be greater than 0", { timeout: 0 }],
    ["retryBudgetMs must be greater than 0", { retryBudgetMs: -1 }],
    ["maxConcurrency must be an integer", { maxConcurrency: 1.5 }],
    ["requestsPerSecond must be greater than 0", { requestsPerSecond: 0 }],
  ])("refuses an invalid option: %s", (message, options) => {
    const make = (): ManagementClient => new ManagementClient({ ...pool, ...options });

    expect(make).toThrow(`ManagementClient: ${message}`);
    expect(isInvalidInput(thrownBy(make))).toBe(true);
    expect(String(thrownBy(make))).not.toContain("hush");
  });

  test("trims white space and line ends around the credentials and the host", async () => {
    const { host, requests } = await startServer(() => ({ text: empty }));

    const { userPoolId, secret } = { userPoolId: ` ${pool.userPoolId}\r\n`, secret: `${pool.secret}\n` };
    const client = new ManagementClient({ userPoolId, secret, host: `\t${host}/\n` });
    await client.users.list();

    expect([client.host, client.userPoolId]).toEqual([host, pool.userPoolId]);
    expect(requests[0]?.body.variables).toEqual(pool);
    expect(requests[0]?.headers["x-approw-userpool-id"]).toBe(pool.userPoolId);
  });

  test("sends the headers of Approw, in the given language", async () => {
    const { host, requests } = await startServer(() => ({ text: empty }));

    await new ManagementClient({ ...pool, host, lang: "zh-CN" }).users.list();

    expect(requests[1]?.headers).toMatchObject({
      authorization: "Bearer the-token",
      "content-type": "application/json",
      "x-approw-userpool-id": pool.userPoolId,
      "x-approw-request-from": "sdk",
      "x-approw-lang": "zh-CN",
    });
    expect(requests[0]?.headers.authorization).toBeUndefined();
  });

  test("sends the headers of Authing on request", async () => {
    const { host, requests } = await startServer(() => ({ text: empty }));

    await new ManagementClient({ ...pool, host: `${host}/`, headerFamily: "authing" }).users.list();

    const names = Object.keys(requests[0]?.headers ?? {}).filter((name) => name.startsWith("x-"));
    expect(names).toEqual(["x-authing-userpool-id", "x-authing-request-from", "x-authing-lang"]);
  });

  test("selects no field on an Approw host that Authing added later", async () => {
    const { host, requests } = await startServer(() => ({ text: empty }));
    const asked = async (headerFamily: "approw" | "authing"): Promise<string> => {
      await new ManagementClient({ ...pool, host, headerFamily }).users.list();
      return requests.at(-1)?.body.query ?? "";
    };

    const later = [
      "phoneCountryCode",
      "expiredAt ",
      "directManagement",
      "mainDepartmentId",
      "mainDepartmentCode",
    ];
    const approw = await asked("approw");
    const authing = await asked("authing");

    expect(later.filter((name) => approw.includes(` ${name}`))).toEqual([]);
    expect(later.filter((name) => authing.includes(` ${name}`))).toEqual(["phoneCountryCode"]);
  });

  test("selects no password, token or provider profile by default", async () => {
    const { host, requests } = await startServer(() => ({ text: empty }));

    await new ManagementClient({ ...pool, host }).users.list();

    expect(requests[1]?.body.query).not.toMatch(/\b(password|token|oauth)\b/);
  });

  test("leaves arguments without a value out of the document", async () => {
    const { host, requests } = await startServer(() => ({ text: empty }));

    await new ManagementClient({ ...pool, host }).users.list(2, 20);

    expect(requests[1]?.body.query).toMatch(
      /^query users\(\$page: Int, \$limit: Int\) \{ users\(page: \$page, limit: \$limit\) \{ totalCount list \{ id /,
    );
    expect(requests[1]?.body.variables).toEqual({ page: 2, limit: 20 });
  });

  test("counts requests by method", async () => {
    const { client } = await startClient();

    await client.users.list();
    await client.users.list();
    await client.groups.list();

    expect(client.stats()).toEqual({
      requests: { accessToken: 1, "users.list": 2, "groups.list": 1 },
      retries: 0,
      throttled: 0,
      waitedMs: 0,
    });
  });
});

function thrownBy(make: () => unknown): unknown {
  try {
    return make();
  } catch (error) {
    return error;
  }
}
