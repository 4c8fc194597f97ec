import type { z } from "zod";
import { TransportError, UnexpectedResponseError } from "../errors.js";
import { toApiError } from "./api-error.js";
import { refusalIn } from "./envelopes.js";
import { parseRetryAfter } from "./retry-after.js";
import type { Attempt, HttpAnswer } from "./transport.js";

/** Takes secrets out of the service's words. */
export type Redact = (text: string) => string;

/** The service's own codes begin here; smaller ones repeat HTTP statuses. */
const firstOwnCode = 1000;

/**
 * The JSON of an answer that is not a refusal: the one place that tells refusals, failures of what lies between us
 * and the service, and unreadable answers apart.
 */
export function readAnswer(attempt: Attempt, answer: HttpAnswer, redact: Redact): unknown {
  const { status } = answer;
  if (status >= 300 && status < 400) throw redirected(attempt, answer);
  const body = parseJson(answer.text);
  const found = refusalIn(body);
  const refusal = found && { ...found, apiMessage: redact(found.apiMessage) };
  if (status >= 500 && (refusal?.apiCode ?? 0) < firstOwnCode) throw serverFailure(attempt, status);
  if (refusal !== undefined || status < 200 || status >= 300) {
    throw toApiError(attempt, {
      apiMessage: `HTTP status ${status}`,
      requestId: answer.requestId,
      ...refusal,
      status,
      retryAfterMs: parseRetryAfter(answer.retryAfter, answer.date),
    });
  }
  if (body === undefined) throw unreadable(attempt, answer);
  return body;
}

/** A part of an answer as its schema promises it; the error names the paths and never the values. */
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
    `${trying} failed: the answer is not what the API promises at ${shown.join(", ")}${more}`,
    { operation, paths: issues.map((issue) => issue.path) },
  );
}

function serverFailure({ operation, trying }: Attempt, status: number): TransportError {
  return new TransportError(`${trying} failed: HTTP status ${status}`, {
    operation,
    retryable: true,
    committed: "unknown",
  });
}

/** The service redirects nobody: something in between does, such as the login page of a proxy. */
function redirected({ operation, trying }: Attempt, { status, location = "" }: HttpAnswer): Error {
  // Without the path, which may hold a token.
  const target = URL.canParse(location) ? ` to ${new URL(location).origin}` : "";
  return new UnexpectedResponseError(
    `${trying} failed: HTTP status ${status}, the host redirects${target}; check the host and the proxy`,
    { operation, paths: [] },
  );
}

/** Damaged JSON is trouble on the way. Something else altogether comes from another server than was meant. */
function unreadable({ operation, trying }: Attempt, { contentType, text }: HttpAnswer): Error {
  if (text === "" || contentType.includes("json")) {
    const message = `${trying} failed: the answer is ${text === "" ? "empty" : "damaged JSON"}`;
    return new TransportError(message, { operation, retryable: true, committed: "unknown" });
  }
  const kind = contentType === "" ? "no JSON" : `${contentType}, not JSON`;
  return new UnexpectedResponseError(`${trying} failed: the answer is ${kind}; check the host`, {
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
