import { once } from "node:events";
import { createServer, request as httpRequest } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, describe, expect, onTestFinished, test, vi } from "vitest";
import { connectionsTo } from "../../../sdk/http/connections.js";
import { ManagementClient } from "../../../sdk/index.js";
import { startServer } from "../start-server.js";
import { countTime } from "../../support/counted-time.js";

countTime();

const pool = { userPoolId: "pool", secret: "the-secret-of-the-pool", timeout: 2000, retryBudgetMs: 900 };
const empty = JSON.stringify({ data: { users: { totalCount: 0, list: [] } } });
const variables = ["HTTPS_PROXY", "HTTP_PROXY", "NO_PROXY", "ALL_PROXY"];

/** A proxy that refuses tunnels with a status, and passes everything else on to a server of this machine. */
async function startProxy(
  status: number,
  target = "",
): Promise<{ readonly url: string; readonly seen: string[]; readonly logins: (string | undefined)[] }> {
  const [seen, logins]: [string[], (string | undefined)[]] = [[], []];
  const server = createServer();
  server.on("request", (incoming, outgoing) => {
    const { method = "", url = "", headers } = incoming;
    seen.push(`${method} ${url}`);
    logins.push(headers["proxy-authorization"]);
    const { pathname } = new URL(url);
    const onward = httpRequest(`${target}${pathname}`, { method, headers }, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(outgoing);
    });
    incoming.pipe(onward);
  });
  server.on("connect", ({ url = "", headers }, socket) => {
    seen.push(`CONNECT ${url}`);
    logins.push(headers["proxy-authorization"]);
    socket.on("error", () => undefined);
    socket.end(`HTTP/1.1 ${status} No\r\ncontent-length: 2\r\n\r\nno`);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, seen, logins };
}

beforeEach(() => {
  for (const name of variables.flatMap((name) => [name, name.toLowerCase()])) vi.stubEnv(name, undefined);
});

afterEach(() => {
  vi.unstubAllEnvs();
});

describe("a proxy from the environment", () => {
  test.each(["HTTPS_PROXY", "https_proxy", "ALL_PROXY"])(
    "named by %s is asked for a tunnel to https",
    async (name) => {
      const { url, seen } = await startProxy(403);
      vi.stubEnv(name, url);

      const listing = new ManagementClient({ ...pool, host: "https://service.invalid" }).users.list();

      await expect(listing).rejects.toMatchObject({
        code: "TRANSPORT",
        committed: "no",
        retryable: false,
        message: expect.stringMatching(
          /the proxy 127\.0\.0\.1:\d+ does not connect to the host \(HTTP status 403\)/,
        ),
      });
      expect(seen).toEqual(["CONNECT service.invalid:443"]);
    },
  );

  test.each(["HTTP_PROXY", "http_proxy"])("named by %s passes on requests to http", async (name) => {
    const { host: target, requests } = await startServer(() => ({ text: empty }));
    const { url, seen, logins } = await startProxy(403, target);
    vi.stubEnv(name, url.replace("http://", "http://joe:p%40ss-word@"));

    const client = new ManagementClient({ ...pool, host: "http://service.invalid" });

    expect(await client.users.list()).toMatchObject({ totalCount: 0 });
    expect(seen).toEqual(Array(2).fill("POST http://service.invalid/graphql/v2"));
    expect(logins[0]).toBe(`Basic ${Buffer.from("joe:p@ss-word").toString("base64")}`);
    expect(requests.map(({ headers }) => [headers.host, headers.authorization])).toEqual([
      ["service.invalid", undefined],
      ["service.invalid", "Bearer the-token"],
    ]);
  });

  test("gets the login of its URL, and no message shows it", async () => {
    const { url, logins } = await startProxy(407);
    vi.stubEnv("HTTPS_PROXY", url.replace("http://", "http://joe:p%40ss-word@"));

    const error: unknown = await new ManagementClient({ ...pool, host: "https://service.invalid" }).users
      .list()
      .catch((cause: unknown) => cause);

    expect(error).toMatchObject({ retryable: false, message: expect.stringContaining("requires a login") });
    expect(String(error)).toMatch(/add it to HTTPS_PROXY/);
    expect(String(error)).not.toMatch(/joe|p%40|p@ss/);
    expect(logins).toEqual([`Basic ${Buffer.from("joe:p@ss-word").toString("base64")}`]);
  });

  test("that is busy is asked again: nothing was sent through it", async () => {
    const { url, seen } = await startProxy(503);
    vi.stubEnv("HTTPS_PROXY", url);

    const listing = new ManagementClient({
      ...pool,
      retryBudgetMs: 1500,
      host: "https://service.invalid",
    }).users.list();

    await expect(listing).rejects.toMatchObject({ retryable: true, committed: "no" });
    expect(seen.length).toBeGreaterThan(1);
  });

  test("that is not there is named in the message", async () => {
    vi.stubEnv("HTTPS_PROXY", "http://127.0.0.1:1");

    await expect(
      new ManagementClient({ ...pool, host: "https://service.invalid" }).users.list(),
    ).rejects.toThrow(
      "no response from https://service.invalid through the proxy 127.0.0.1:1 (ECONNREFUSED)",
    );
  });

  test.each(["NO_PROXY", "no_proxy"])("is not used for the hosts in %s", (name) => {
    vi.stubEnv("HTTPS_PROXY", "http://proxy.invalid:3128");
    const proxyOf = (host: string): string | undefined => connectionsTo(host).proxy;

    expect(proxyOf("https://service.invalid")).toBe("proxy.invalid:3128");
    for (const value of ["service.invalid", ".invalid", "*.invalid", "other, service.invalid:443", "*"]) {
      vi.stubEnv(name, value);
      expect([value, proxyOf("https://service.invalid")]).toEqual([value, undefined]);
    }
    vi.stubEnv(name, "other.invalid,service.invalid:8443");
    expect(proxyOf("https://service.invalid")).toBe("proxy.invalid:3128");
  });

  test("is not used for this machine: the secret must not leave it", () => {
    vi.stubEnv("HTTP_PROXY", "http://proxy.invalid:3128");

    for (const host of [
      "http://127.0.0.1:8080",
      "http://localhost:8080",
      "http://[::1]:8080",
      "http://127.1.2.3",
    ]) {
      expect([host, connectionsTo(host).proxy]).toEqual([host, undefined]);
    }
  });

  test.each(["socks5://joe:hush@proxy.invalid:1080", "http://", "http://joe:hush%@proxy.invalid"])(
    "that is not an HTTP proxy, %s, is refused by the name of the variable",
    (url) => {
      vi.stubEnv("HTTPS_PROXY", url);
      const make = (): unknown => new ManagementClient(pool);

      expect(make).toThrow("ManagementClient: HTTPS_PROXY must be the URL of an HTTP proxy");
      expect(make).not.toThrow("hush");
    },
  );
});
