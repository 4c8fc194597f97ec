import got from "got";
import { TransportError, UnexpectedResponseError } from "../errors.js";
import { connectionsTo, type Connections } from "./connections.js";
import { proxyRefusal } from "./gateway.js";
import { longestTimerMs } from "./longest-timer.js";
import { toTransportError } from "./transport-failure.js";

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

/**
 * The maximum size of a response, decompressed. The largest real ones, pages of users with hundreds of groups each, have a
 * few megabytes.
 */
const maxMebibytes = 32;

/** One HTTP exchange, without retries and without redirects, which would send the token to another host. */
export class Transport {
  readonly #host: string;
  readonly #headers: Readonly<Record<string, string>>;
  readonly #connections: Connections;
  /** The host, and the proxy in between, for messages. */
  readonly #where: string;

  constructor(host: string, headers: Readonly<Record<string, string>>) {
    this.#host = host;
    this.#headers = headers;
    this.#connections = connectionsTo(host);
    const { proxy } = this.#connections;
    this.#where = proxy === undefined ? host : `${host} through the proxy ${proxy}`;
  }

  async exchange(
    attempt: Attempt,
    { method, path, body }: HttpRequest,
    { token, timeoutMs, signal }: ExchangeOptions,
  ): Promise<HttpResponse> {
    const end = new AbortController();
    // The library stops its own timer when the connection closes, which can happen without a response or an error.
    const timer = setTimeout(
      () => {
        // In a busy process, the response may be there but unread: it is read before this runs.
        setImmediate(() => {
          end.abort(this.#timeout(attempt, timeoutMs));
        });
      },
      Math.min(timeoutMs, longestTimerMs),
    );
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
        ...this.#connections.options,
      });
      void request.on("request", (sent) => {
        sent.once("upgrade", (_response, socket) => {
          socket.destroy();
          end.abort(switchesProtocols(attempt));
        });
        // Only a proxy that is asked for a tunnel has a status of its own.
        sent.once("proxyConnect", ({ statusCode = 200 }: { readonly statusCode?: number }) => {
          if (statusCode !== 200) end.abort(proxyRefusal(attempt, statusCode, this.#connections.proxy));
        });
      });
      void request.on("downloadProgress", ({ transferred }) => {
        if (transferred > maxMebibytes * 2 ** 20) end.abort(tooLarge(attempt));
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
      throw end.signal.aborted ? end.signal.reason : toTransportError(attempt, this.#where, error);
    } finally {
      clearTimeout(timer);
      signal?.removeEventListener("abort", cancel);
    }
  }

  #timeout({ operation, trying }: Attempt, timeoutMs: number): TransportError {
    const message = `${trying} failed: no response from ${this.#where} within ${Math.round(timeoutMs)} ms`;
    return new TransportError(message, { operation, retryable: true, committed: "unknown" });
  }
}

/** HTTP 101: a gateway switches to another protocol and will not send a response. */
function switchesProtocols({ operation, trying }: Attempt): UnexpectedResponseError {
  const message = `${trying} failed: the host switches to another protocol (HTTP status 101); check the host and the proxy`;
  return new UnexpectedResponseError(message, { operation, paths: [] });
}

function tooLarge({ operation, trying }: Attempt): UnexpectedResponseError {
  const message = `${trying} failed: the response is larger than ${maxMebibytes} MiB; check the host and the proxy`;
  return new UnexpectedResponseError(message, { operation, paths: [] });
}
