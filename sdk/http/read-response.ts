import type { z } from "zod";
import { TransportError, UnexpectedResponseError } from "../errors.js";
import { toApiError } from "./api-error.js";
import { firstOwnCode, refusalIn, tooManyRequests } from "./envelopes.js";
import { gatewayFailure } from "./gateway.js";
import { parseRetryAfter } from "./retry-after.js";
import type { Attempt, HttpResponse } from "./transport.js";

/** Removes secrets from a message of the service. */
export type Redact = (text: string) => string;

/**
 * The JSON of a response that is not a refusal. Only this function tells refusals, failures of gateways and unreadable
 * responses apart.
 */
export function readResponse(attempt: Attempt, response: HttpResponse, redact: Redact): unknown {
  const { status } = response;
  if (status >= 300 && status < 400) throw redirected(attempt, response);
  const body = parseJson(response.text);
  const found = refusalIn(body);
  const refusal = found && { ...found, apiMessage: redact(found.apiMessage) };
  const code = refusal?.apiCode ?? 0;
  const gateway =
    code >= firstOwnCode || code === tooManyRequests ? undefined : gatewayFailure(attempt, response);
  if (gateway !== undefined) throw gateway;
  if (refusal !== undefined || status < 200 || status >= 300) {
    throw toApiError(attempt, {
      apiMessage: "",
      requestId: response.requestId,
      ...refusal,
      status,
      retryAfterMs: parseRetryAfter(response.retryAfter, response.date),
    });
  }
  if (body === undefined) throw unreadable(attempt, response);
  return body;
}

/** A part of a response, checked against its schema. The error names the paths and never the values. */
export function parsePart<Part>(
  attempt: Attempt,
  schema: z.ZodType<Part>,
  part: unknown,
  path: readonly string[],
): Part {
  const parsed = schema.safeParse(part);
  if (parsed.success) return parsed.data;
  const { operation, trying } = attempt;
  const issues = parsed.error.issues.map((issue) => ({
    path: [...path, ...issue.path.map(String)].join("."),
    message: issue.message,
  }));
  const shown = issues.slice(0, 3).map((issue) => `${issue.path} (${issue.message})`);
  const more = issues.length > shown.length ? ` and ${issues.length - shown.length} more` : "";
  throw new UnexpectedResponseError(
    `${trying} failed: the response is not what the API promises at ${shown.join(", ")}${more}`,
    { operation, paths: issues.map((issue) => issue.path) },
  );
}

/** The service never redirects. A redirect comes from something in between, for example the login page of a proxy. */
function redirected({ operation, trying }: Attempt, { status, location = "" }: HttpResponse): Error {
  // Without the path, which may hold a token.
  const target = URL.canParse(location) ? ` to ${new URL(location).origin}` : "";
  return new UnexpectedResponseError(
    `${trying} failed: the host redirects${target} (HTTP status ${status}); check the host and the proxy`,
    { operation, paths: [] },
  );
}

/** Damaged JSON is a transport failure. Anything else comes from the wrong server. */
function unreadable({ operation, trying }: Attempt, { contentType, text }: HttpResponse): Error {
  if (text === "" || contentType.includes("json")) {
    const message = `${trying} failed: the response is ${text === "" ? "empty" : "not valid JSON"}`;
    return new TransportError(message, { operation, retryable: true, committed: "unknown" });
  }
  const kind = contentType === "" ? "not JSON" : `${contentType} instead of JSON`;
  return new UnexpectedResponseError(`${trying} failed: the response is ${kind}; check the host`, {
    operation,
    paths: [],
  });
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
