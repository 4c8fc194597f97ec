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

export interface RefusedAnswer extends Refusal {
  readonly status?: number | undefined;
  readonly retryAfterMs?: number | undefined;
}

type RefusalClass = new (
  message: string,
  details: RefusalDetails & Pick<RefusedAnswer, "retryAfterMs">,
) => ApiError;

const classes: Readonly<Record<RefusalKind, RefusalClass>> = {
  API: ApiError,
  AUTHENTICATION: AuthenticationError,
  PERMISSION: PermissionError,
  NOT_FOUND: NotFoundError,
  CONFLICT: ConflictError,
  RATE_LIMIT: RateLimitError,
};

/** What a status means by itself. 404 is missing on purpose: a wrong path proves nobody's absence. */
const kindsByStatus: Readonly<Record<number, RefusalKind>> = {
  401: "AUTHENTICATION",
  403: "PERMISSION",
  429: "RATE_LIMIT",
};

/** The error that a refusal becomes: by HTTP 429, else by the service's code, else by the HTTP status. */
export function toApiError({ operation, trying }: Attempt, refused: RefusedAnswer): ApiError {
  const { status, apiCode, apiMessage } = refused;
  const known = apiCode === undefined ? undefined : apiCodes[apiCode];
  const byStatus = status === undefined ? undefined : kindsByStatus[status];
  const kind = byStatus === "RATE_LIMIT" ? byStatus : (known?.kind ?? byStatus ?? "API");
  const words = apiMessage === "" ? (known?.meaning ?? "no reason given") : apiMessage;
  const source =
    apiCode === undefined ? (status === undefined ? "" : ` (HTTP ${status})`) : ` (code ${apiCode})`;
  const advice = known?.advice === undefined ? "" : `; ${known.advice}`;
  return new classes[kind](`${trying} was refused: ${words}${source}${advice}`, { ...refused, operation });
}

/** There is no such thing, said by an answer that succeeds and holds null. */
export function notFound({ operation, trying }: Attempt, what: string): NotFoundError {
  const apiMessage = `there is no ${what}`;
  return new NotFoundError(`${trying} failed: ${apiMessage} in this user pool`, { operation, apiMessage });
}
