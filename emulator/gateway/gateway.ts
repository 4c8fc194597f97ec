import { once } from "node:events";
import type { IncomingMessage } from "node:http";
import { performance } from "node:perf_hooks";
import { setTimeout as wait } from "node:timers/promises";
import { RESPONSE_ALREADY_SENT } from "@hono/node-server/utils/response";
import type { Answer } from "../answer.js";
import { ManagementError } from "../errors.js";
import type { OperationName } from "../operation-names.js";
import type { RequestCounters } from "./counters.js";
import { cutPage } from "./cut-page.js";
import type { ArmedFaults, StrikingFault } from "./faults.js";
import type { RateLimit } from "./rate-limit.js";

export interface Call {
  operations: readonly OperationName[];
  /** Executes the call, or answers with the refusal and executes nothing. */
  answer(refusal: ManagementError | undefined): Promise<Answer>;
}

interface GatewayOptions {
  counters: RequestCounters;
  faults: ArmedFaults;
  rateLimit: RateLimit | undefined;
  log: ((line: string) => void) | undefined;
  now: () => number;
}

/** The response to a request, and its result in the log. */
interface Outcome {
  response: Response;
  result: number | string;
}

/** Acts like the network and the rate limit in front of the API: counts, throttles, logs and applies faults. */
export class Gateway {
  readonly #options: GatewayOptions;

  constructor(options: GatewayOptions) {
    this.#options = options;
  }

  async pass(connection: IncomingMessage, call: Call): Promise<Response> {
    const { counters, log, now } = this.#options;
    const started = performance.now();
    counters.count(call.operations);
    const { response, result } = await this.#admit(connection, call);
    if (response.status === 429) counters.countThrottled();
    // Clients compare this header with createdAt, so both must be from the same clock.
    if (response !== RESPONSE_ALREADY_SENT) response.headers.set("date", new Date(now()).toUTCString());
    const took = Math.round(performance.now() - started);
    log?.(`${new Date(now()).toISOString()} ${call.operations.join("+") || "unknown"} ${result} ${took}ms`);
    return response;
  }

  async #admit(connection: IncomingMessage, call: Call): Promise<Outcome> {
    const { faults, rateLimit } = this.#options;
    const secondsToWait = rateLimit?.admit() ?? 0;
    if (secondsToWait > 0) return tooManyRequests(String(Math.ceil(secondsToWait)));
    const { latencyMs, fault } = faults.strike(call.operations);
    // The timer keeps no process alive: an emulator that is closed in the meantime has no client left.
    if (latencyMs > 0) await wait(latencyMs, undefined, { ref: false });
    return fault ? strikeWith(fault, connection, call) : plainly(await call.answer(undefined));
  }
}

async function strikeWith(fault: StrikingFault, connection: IncomingMessage, call: Call): Promise<Outcome> {
  switch (fault.kind) {
    case "hang":
      return silence(connection);
    case "reset":
      return reset(connection);
    case "throttle":
      return tooManyRequests(
        typeof fault.retryAfter === "number" ? String(fault.retryAfter) : fault.retryAfter.toUTCString(),
      );
    case "status":
      return { response: errorPage(fault.status), result: fault.status };
    case "shape":
      return { response: Response.json(fault.body), result: "shape" };
    case "code":
      return plainly(await call.answer(new ManagementError(fault.code, fault.message)));
    case "loseAnswer":
      await call.answer(undefined);
      if (fault.then === 502) return { response: errorPage(502), result: "lost-502" };
      return fault.then === "hang" ? silence(connection) : reset(connection);
    case "cutPage": {
      const answer = await call.answer(undefined);
      if (answer.code !== 200) return plainly(answer);
      return { response: Response.json(cutPage(await answer.response.json())), result: "200-cut-page" };
    }
    case "cutBody": {
      const { response, code } = await call.answer(undefined);
      const text = await response.text();
      const half = new Response(text.slice(0, text.length / 2), response);
      return { response: half, result: `${code}-cut-body` };
    }
  }
}

function plainly({ response, code }: Answer): Outcome {
  return { response, result: code };
}

async function silence(connection: IncomingMessage): Promise<Outcome> {
  if (!connection.socket.destroyed) await once(connection.socket, "close");
  return { response: RESPONSE_ALREADY_SENT, result: "hang" };
}

function reset(connection: IncomingMessage): Outcome {
  connection.socket.resetAndDestroy();
  return { response: RESPONSE_ALREADY_SENT, result: "reset" };
}

function tooManyRequests(retryAfter: string): Outcome {
  const response = errorPage(429);
  response.headers.set("retry-after", retryAfter);
  return { response, result: 429 };
}

/** Gateways in front of the service answer with HTML pages. */
function errorPage(status: number): Response {
  const html = `<html><head><title>${status}</title></head><body><h1>${status}</h1></body></html>\n`;
  return new Response(html, { status, headers: { "content-type": "text/html" } });
}
