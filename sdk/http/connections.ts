import { Agent as HttpAgent, request as requestHttp } from "node:http";
import { Agent as HttpsAgent, request as requestHttps } from "node:https";
import type { OptionsInit } from "got";
import { HttpsProxyAgent } from "https-proxy-agent";
import { getProxyForUrl } from "proxy-from-env";
import { InvalidInputError } from "../errors.js";
import { isLoopback } from "./loopback.js";

/** The connections to one host. They stay open between requests. */
export interface Connections {
  /** For the HTTP library. */
  readonly options: Pick<OptionsInit, "agent" | "request">;
  /** Host and port of the proxy in between, without its login. */
  readonly proxy: string | undefined;
}

const keepAlive = { keepAlive: true };

/**
 * Direct connections to a host, or connections through the proxy that `HTTPS_PROXY`, `HTTP_PROXY` and `NO_PROXY` name, in
 * upper or lower case. Node.js reads the same variables when `NODE_USE_ENV_PROXY` is set. A proxy cannot reach this
 * machine, and the secret must not leave it, so a local host never has a proxy.
 */
export function connectionsTo(host: string): Connections {
  const { protocol, hostname } = new URL(host);
  const isSecure = protocol === "https:";
  const url = isLoopback(hostname) ? "" : getProxyForUrl(host);
  if (url === "") {
    const agent = isSecure ? { https: new HttpsAgent(keepAlive) } : { http: new HttpAgent(keepAlive) };
    return { options: { agent }, proxy: undefined };
  }
  const proxy = toProxy(url, isSecure ? "HTTPS_PROXY" : "HTTP_PROXY");
  const options = isSecure
    ? { agent: { https: new HttpsProxyAgent(proxy, keepAlive) } }
    : { request: plainRequestVia(proxy) };
  return { options, proxy: proxy.host };
}

/** Plain HTTP needs no tunnel: the proxy gets the request, with the whole URL as its path. */
function plainRequestVia(proxy: URL): NonNullable<OptionsInit["request"]> {
  const isSecure = proxy.protocol === "https:";
  const agent = isSecure ? new HttpsAgent(keepAlive) : new HttpAgent(keepAlive);
  const requestProxy = isSecure ? requestHttps : requestHttp;
  // Not the URL itself: Node.js would hand its login on to the service.
  const address = { hostname: proxy.hostname.replace(/^\[|\]$/g, ""), port: proxy.port };
  return (url, { method, headers, signal }, respond) => {
    const request = requestProxy({ ...address, method, headers, signal, agent, path: url.href }, respond);
    request.setHeader("host", url.host);
    const login = Buffer.from(loginOf(proxy)).toString("base64");
    if (proxy.username !== "") request.setHeader("proxy-authorization", `Basic ${login}`);
    return request;
  };
}

/** The message leaves out the value, which may contain a login. */
function toProxy(url: string, field: string): URL {
  const proxy = URL.canParse(url) ? new URL(url) : undefined;
  if (proxy !== undefined && /^https?:$/.test(proxy.protocol) && hasReadableLogin(proxy)) return proxy;
  throw new InvalidInputError(
    `ManagementClient: ${field} must be the URL of an HTTP proxy, for example http://proxy.example.com:3128; percent-encode a login in it`,
    { operation: "ManagementClient", field },
  );
}

function hasReadableLogin(proxy: URL): boolean {
  try {
    loginOf(proxy);
    return true;
  } catch {
    return false;
  }
}

function loginOf({ username, password }: URL): string {
  return `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
}
