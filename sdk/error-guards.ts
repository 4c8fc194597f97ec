import type {
  ApiError,
  ApprowError,
  AuthenticationError,
  ConflictError,
  ErrorCode,
  InvalidInputError,
  NotFoundError,
  PartialCreateError,
  PermissionError,
  RateLimitError,
  TransportError,
  UnexpectedResponseError,
} from "./errors.js";
import { errorCodes } from "./errors.js";

// Guards read the code and not the class: two copies of this package may meet in one program.

const refusals: readonly string[] = [
  "API",
  "AUTHENTICATION",
  "PERMISSION",
  "NOT_FOUND",
  "CONFLICT",
  "RATE_LIMIT",
] satisfies ErrorCode[];

function codeOf(error: unknown): string | undefined {
  if (!(error instanceof Error) || !("operation" in error) || !("code" in error)) return undefined;
  return typeof error.code === "string" ? error.code : undefined;
}

/** Whether an error was thrown by this client. */
export function isApprowError(error: unknown): error is ApprowError {
  return errorCodes.some((code) => code === codeOf(error));
}

/** Whether the service refused, for whatever reason. */
export function isApiError(error: unknown): error is ApiError {
  return refusals.includes(codeOf(error) ?? "");
}

/** Whether the service does not accept the login. */
export function isAuthenticationError(error: unknown): error is AuthenticationError {
  return codeOf(error) === "AUTHENTICATION";
}

/** Whether the login may not do this. */
export function isPermissionError(error: unknown): error is PermissionError {
  return codeOf(error) === "PERMISSION";
}

/** Whether the service said explicitly that there is no such thing. */
export function isNotFound(error: unknown): error is NotFoundError {
  return codeOf(error) === "NOT_FOUND";
}

/** Whether a unique value is taken. */
export function isConflict(error: unknown): error is ConflictError {
  return codeOf(error) === "CONFLICT";
}

/** Whether the service wants fewer requests. */
export function isRateLimit(error: unknown): error is RateLimitError {
  return codeOf(error) === "RATE_LIMIT";
}

/** Whether no answer came. */
export function isTransportError(error: unknown): error is TransportError {
  return codeOf(error) === "TRANSPORT";
}

/** Whether what was asked may have been done although it failed: an answer got lost, or nobody can read it. */
export function isOutcomeUnknown(error: unknown): boolean {
  if (isTransportError(error)) return error.committed === "unknown";
  // HTTP 429 turns a request away unread; the busy code comes from inside.
  if (isRateLimit(error)) return error.status !== 429;
  return isUnexpectedResponse(error);
}

/** Whether an answer was not what the API promises. */
export function isUnexpectedResponse(error: unknown): error is UnexpectedResponseError {
  return codeOf(error) === "UNEXPECTED_RESPONSE";
}

/** Whether a user was created, but not with every field. */
export function isPartialCreate(error: unknown): error is PartialCreateError {
  return codeOf(error) === "PARTIAL_CREATE";
}

/** Whether the request was not sent because of its input. */
export function isInvalidInput(error: unknown): error is InvalidInputError {
  return codeOf(error) === "INVALID_INPUT";
}
