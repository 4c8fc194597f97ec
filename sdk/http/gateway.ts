import { TransportError } from "../errors.js";
import type { Attempt, HttpResponse } from "./transport.js";

// Between the client and the service stand proxies, firewalls and load balancers. What they say is not a refusal of the
// service, so it says nothing about permissions, users or credentials.

const proxyLoginRequired = 407;

/** Statuses of something that is busy or starting. */
const passing = new Set([408, 425]);

/** Statuses that mean the same whoever sends them: too many requests. */
const throttled = 429;

/** The failure that a gateway reports. Undefined when the response is the service's own. */
export function gatewayFailure(attempt: Attempt, response: HttpResponse): TransportError | undefined {
  const { status } = response;
  if (status < 400 || status === throttled) return undefined;
  if (status === proxyLoginRequired) return proxyRefusal(attempt, status, undefined);
  if (status >= 500 || passing.has(status))
    return failure(attempt, described(response), { retryable: true, status });
  if (!isWebPage(response)) return undefined;
  return failure(attempt, `${described(response)}; check the host, the proxy and the firewall`, {
    retryable: false,
    status,
  });
}

/** A proxy's refusal to connect to the host: the request was not sent. */
export function proxyRefusal(
  { operation, trying }: Attempt,
  status: number,
  proxy: string | undefined,
): TransportError {
  const name = proxy === undefined ? "the proxy" : `the proxy ${proxy}`;
  const [reason, advice] =
    status === proxyLoginRequired
      ? [`${name} requires a login`, "add it to HTTPS_PROXY or HTTP_PROXY: http://user:password@host:port"]
      : [`${name} does not connect to the host`, "check HTTPS_PROXY and NO_PROXY"];
  return new TransportError(`${trying} failed: ${reason} (HTTP status ${status}); ${advice}`, {
    operation,
    retryable: status >= 500,
    committed: "no",
    status,
  });
}

function described(response: HttpResponse): string {
  const status = `HTTP status ${response.status}`;
  return isWebPage(response)
    ? `${status} with a web page, so a gateway responded and not the service`
    : status;
}

function isWebPage({ contentType, text }: HttpResponse): boolean {
  return (
    /^\s*(?:text\/html|application\/xhtml)/iu.test(contentType) ||
    /^\s*<(?:!doctype html|html)\b/iu.test(text)
  );
}

function failure(
  { operation, trying }: Attempt,
  reason: string,
  { retryable, status }: Pick<TransportError, "retryable" | "status">,
): TransportError {
  return new TransportError(`${trying} failed: ${reason}`, {
    operation,
    retryable,
    committed: "unknown",
    status,
  });
}
