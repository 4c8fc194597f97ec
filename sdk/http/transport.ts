import { Agent as HttpAgent } from "node:http";
import { Agent as HttpsAgent } from "node:https";
import got, { RequestError } from "got";
import { TransportError, UnexpectedResponseError } from "../errors.js";

export interface HttpRequest {
  readonly method: "GET" | "POST";
  /** Starts with a slash. */
  readonly path: string;
  readonly body?: object | undefined;
}

export interface HttpResponse {
  readonly status: number;
  readonly contentType: string;
  readonly text: string;
  readonly date: string | undefined;
  readonly retryAfter: string | undefined;
  readonly requestId: string | undefined;
  /** The target of a redirect. */
  readonly location: string | undefined;
}

/** The method of a call, and the start of its error messages. */
export interface Attempt {
  readonly operation: string;
  readonly trying: string;
}

export interface ExchangeOptions {
  readonly token: string | undefined;
  /** For the whole exchange, up to the last byte of the response. */
  readonly timeoutMs: number;
  readonly signal: AbortSignal | undefined;
}

/** Failures before the request could reach the service. Nothing can have been carried out. */
const neverReached = new Set(["EAI_AGAIN", "ECONNREFUSED", "EHOSTUNREACH", "ENETUNREACH", "ENETDOWN"]);

/** Failures that a retry does not fix: an unknown host, a rejected certificate, HTTPS to a plain HTTP port. */
const permanent = new Set([
  "CERT_HAS_EXPIRED",
  "DEPTH_ZERO_SELF_SIGNED_CERT",
  "EPROTO",
  "ENOTFOUND",
  "ERR_INVALID_URL",
  "ERR_TLS_CERT_ALTNAME_INVALID",
  "SELF_SIGNED_CERT_IN_CHAIN",
  "UNABLE_TO_GET_ISSUER_CERT_LOCALLY",
  "UNABLE_TO_VERIFY_LEAF_SIGNATURE",
]);

/** One HTTP exchange, without retries and without redirects, which would send the token to another host. */
export class Transport {
  readonly #host: string;
  readonly #headers: Readonly<Record<string, string>>;
  readonly #agent = { http: new HttpAgent({ keepAlive: true }), https: new HttpsAgent({ keepAlive: true }) };

  constructor(host: string, headers: Readonly<Record<string, string>>) {
    this.#host = host;
    this.#headers = headers;
  }

  async exchange(
    attempt: Attempt,
    { method, path, body }: HttpRequest,
    { token, timeoutMs, signal }: ExchangeOptions,
  ): Promise<HttpResponse> {
    const end = new AbortController();
    // The library stops its own timer when the connection closes, which can happen without a response or an error.
    const timer = setTimeout(() => {
      // In a busy process, the response may be there but unread: it is read before this runs.
      setImmediate(() => {
        end.abort(this.#timeout(attempt, timeoutMs));
      });
    }, timeoutMs);
    const cancel = (): void => {
      end.abort(signal?.reason);
    };
    signal?.addEventListener("abort", cancel);
    try {
      const request = got(`${this.#host}${path}`, {
        method,
        headers: {
          accept: "application/json",
          ...this.#headers,
          ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
        },
        ...(body === undefined ? {} : { json: body }),
        signal: end.signal,
        retry: { limit: 0 },
        followRedirect: false,
        throwHttpErrors: false,
        agent: this.#agent,
      });
      void request.on("request", (sent) => {
        sent.once("upgrade", (_response, socket) => {
          socket.destroy();
          end.abort(switchesProtocols(attempt));
        });
      });
      const { statusCode, headers, body: text } = await request;
      return {
        status: statusCode,
        contentType: headers["content-type"] ?? "",
        text,
        date: headers.date,
        retryAfter: headers["retry-after"],
        requestId: headers["x-request-id"]?.toString(),
        location: headers.location,
      };
    } catch (error) {
      throw end.signal.aborted ? end.signal.reason : this.#toTransportError(attempt, error);
    } finally {
      clearTimeout(timer);
      signal?.removeEventListener("abort", cancel);
    }
  }

  #timeout({ operation, trying }: Attempt, timeoutMs: number): TransportError {
    const message = `${trying} failed: no response from ${this.#host} within ${Math.round(timeoutMs)} ms`;
    return new TransportError(message, { operation, retryable: true, committed: "unknown" });
  }

  /**
   * The errors of the HTTP library and of Node.js are not kept as the cause: they contain the request with its token and
   * body, or the response.
   */
  #toTransportError({ operation, trying }: Attempt, error: unknown): unknown {
    if (!(error instanceof RequestError)) return error;
    const { code } = error;
    const cause = new Error(error.message);
    const retryable = !permanent.has(code);
    const committed = !retryable || neverReached.has(code) ? "no" : "unknown";
    const advice = committed === "no" ? "; check the host and the network" : "";
    const message = `${trying} failed: no response from ${this.#host} (${code})${advice}`;
    return new TransportError(message, { operation, cause, retryable, committed });
  }
}

/** HTTP 101: a gateway switches to another protocol and will not send a response. */
function switchesProtocols({ operation, trying }: Attempt): UnexpectedResponseError {
  const message = `${trying} failed: the host switches to another protocol (HTTP status 101); check the host and the proxy`;
  return new UnexpectedResponseError(message, { operation, paths: [] });
}
