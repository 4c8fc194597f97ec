import type { RefusalKind } from "../api-codes.js";
import { apiCodes } from "../api-codes.js";
import type { RefusalDetails } from "../errors.js";
import {
  ApiError,
  AuthenticationError,
  ConflictError,
  NotFoundError,
  PermissionError,
  RateLimitError,
} from "../errors.js";
import type { Refusal } from "./envelopes.js";
import type { Attempt } from "./transport.js";

export interface RefusedResponse extends Refusal {
  readonly status?: number | undefined;
  readonly retryAfterMs?: number | undefined;
}

type RefusalClass = new (
  message: string,
  details: RefusalDetails & Pick<RefusedResponse, "retryAfterMs">,
) => ApiError;

const classes: Readonly<Record<RefusalKind, RefusalClass>> = {
  API: ApiError,
  AUTHENTICATION: AuthenticationError,
  PERMISSION: PermissionError,
  NOT_FOUND: NotFoundError,
  CONFLICT: ConflictError,
  RATE_LIMIT: RateLimitError,
};

/** The meaning of a status without a code. 404 is missing on purpose: a wrong path does not prove that a user is gone. */
const kindsByStatus: Readonly<Record<number, RefusalKind>> = {
  401: "AUTHENTICATION",
  403: "PERMISSION",
  429: "RATE_LIMIT",
};

/** The error for a refusal. HTTP 429 decides first, then the service's code, then the HTTP status. */
export function toApiError({ operation, trying }: Attempt, refused: RefusedResponse): ApiError {
  const { status, apiCode } = refused;
  const known = apiCode === undefined ? undefined : apiCodes[apiCode];
  const byStatus = status === undefined ? undefined : kindsByStatus[status];
  const kind = byStatus === "RATE_LIMIT" ? byStatus : (known?.kind ?? byStatus ?? "API");
  const apiMessage = refused.apiMessage || (known?.meaning ?? "no reason given");
  const source = apiCode === undefined ? `HTTP status ${status ?? "unknown"}` : `code ${apiCode}`;
  const advice = known === undefined ? "" : `; ${known.advice}`;
  const message = `${trying} was refused: ${apiMessage} (${source})${advice}`;
  return new classes[kind](message, { ...refused, apiMessage, operation });
}

/** The error for a successful response with null: the object does not exist. */
export function notFound({ operation, trying }: Attempt, what: string): NotFoundError {
  const apiMessage = `there is no ${what}`;
  return new NotFoundError(`${trying} failed: ${apiMessage} in this user pool`, { operation, apiMessage });
}
