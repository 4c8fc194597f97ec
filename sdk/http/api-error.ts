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

const checkPath = "check the host and the proxy";

/** Statuses that mostly come from something between the client and the service. */
const adviceByStatus: Readonly<Record<number, string>> = {
  404: "check the host",
  405: checkPath,
  413: "send less in one request, or raise the limit of the proxy",
  414: checkPath,
  421: checkPath,
  426: "the host or a proxy expects another protocol; check the host and the proxy",
  431: "the host or a proxy refuses the size of the headers; raise its limit",
  451: "access is blocked for legal reasons; check from where the request is sent",
  499: "a proxy closed the connection; retry, and raise its timeout if this persists",
};

/** The error for a refusal. HTTP 429 decides first, then the service's code, then the HTTP status. */
export function toApiError({ operation, trying }: Attempt, refused: RefusedResponse): ApiError {
  const { status, apiCode } = refused;
  const known = apiCode === undefined ? undefined : apiCodes[apiCode];
  const byStatus = status === undefined ? undefined : kindsByStatus[status];
  const kind = byStatus === "RATE_LIMIT" ? byStatus : (known?.kind ?? byStatus ?? "API");
  const apiMessage = refused.apiMessage || (known?.meaning ?? "no reason given");
  const source = apiCode === undefined ? `HTTP status ${status ?? "unknown"}` : `code ${apiCode}`;
  const advice = known?.advice ?? adviceByStatus[status ?? 0];
  const message = `${trying} was refused: ${apiMessage} (${source})${advice === undefined ? "" : `; ${advice}`}`;
  return new classes[kind](message, { ...refused, apiMessage, operation });
}

/** The error for a successful response with null: the object does not exist. */
export function notFound({ operation, trying }: Attempt, what: string): NotFoundError {
  const apiMessage = `there is no ${what}`;
  return new NotFoundError(`${trying} failed: ${apiMessage} in this user pool`, { operation, apiMessage });
}
