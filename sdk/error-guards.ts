import type {
  ApiError,
  ApprowError,
  AuthenticationError,
  ConflictError,
  ErrorCode,
  InvalidInputError,
  NotFoundError,
  NotSupportedError,
  PartialCreateError,
  PermissionError,
  RateLimitError,
  TransportError,
  UnexpectedResponseError,
} from "./errors.js";
import { errorCodes } from "./errors.js";

// Guards check the code and not the class, because a program can load two copies of this package.

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

/** Whether the service refused the request, for any reason. */
export function isApiError(error: unknown): error is ApiError {
  return refusals.includes(codeOf(error) ?? "");
}

/** Whether the service rejected the login. */
export function isAuthenticationError(error: unknown): error is AuthenticationError {
  return codeOf(error) === "AUTHENTICATION";
}

/** Whether the login lacks a permission. */
export function isPermissionError(error: unknown): error is PermissionError {
  return codeOf(error) === "PERMISSION";
}

/** Whether the service said explicitly that the object does not exist. */
export function isNotFound(error: unknown): error is NotFoundError {
  return codeOf(error) === "NOT_FOUND";
}

/** Whether a unique value is already in use. */
export function isConflict(error: unknown): error is ConflictError {
  return codeOf(error) === "CONFLICT";
}

/** Whether the service asks for fewer requests. */
export function isRateLimit(error: unknown): error is RateLimitError {
  return codeOf(error) === "RATE_LIMIT";
}

/** Whether there was no response. */
export function isTransportError(error: unknown): error is TransportError {
  return codeOf(error) === "TRANSPORT";
}

/** Whether the request may have been carried out although it failed: the response was lost or unreadable. */
export function isOutcomeUnknown(error: unknown): boolean {
  if (isTransportError(error)) return error.committed === "unknown";
  // HTTP 429 rejects a request unread. The busy code comes from inside the service.
  if (isRateLimit(error)) return error.status !== 429;
  return isUnexpectedResponse(error);
}

/** Whether a response was not what the API promises. */
export function isUnexpectedResponse(error: unknown): error is UnexpectedResponseError {
  return codeOf(error) === "UNEXPECTED_RESPONSE";
}

/** Whether a user was created, but not with every field. */
export function isPartialCreate(error: unknown): error is PartialCreateError {
  return codeOf(error) === "PARTIAL_CREATE";
}

/** Whether the service does not know the operation. */
export function isNotSupported(error: unknown): error is NotSupportedError {
  return codeOf(error) === "NOT_SUPPORTED";
}

/** Whether the request was not sent because of its input. */
export function isInvalidInput(error: unknown): error is InvalidInputError {
  return codeOf(error) === "INVALID_INPUT";
}
