import type { RefusalKind } from "./api-codes.js";
import type { User } from "./users/user.js";

/** The codes of all errors that this client throws, one a class. Stable: tell errors apart by them. */
export const errorCodes = [
  "API",
  "AUTHENTICATION",
  "PERMISSION",
  "NOT_FOUND",
  "CONFLICT",
  "RATE_LIMIT",
  "TRANSPORT",
  "UNEXPECTED_RESPONSE",
  "PARTIAL_CREATE",
  "INVALID_INPUT",
] as const;

export type ErrorCode = (typeof errorCodes)[number];

interface ErrorDetails {
  readonly operation: string;
  readonly cause?: unknown;
}

/**
 * What every error of this client is. Messages are one line and say what was tried, on what, what the service said
 * and what to do; they never hold a secret, a password, a token or a body.
 */
export abstract class ApprowError extends Error {
  abstract readonly code: ErrorCode;
  /** The method that failed, such as `users.update`. */
  readonly operation: string;

  constructor(message: string, { operation, cause }: ErrorDetails) {
    super(message, cause === undefined ? undefined : { cause });
    this.operation = operation;
  }
}

export interface RefusalDetails extends ErrorDetails {
  /** HTTP status of the answer. This service mostly refuses with 200. */
  readonly status?: number | undefined;
  readonly apiCode?: number | undefined;
  readonly apiMessage: string;
  readonly requestId?: string | undefined;
}

/** The service understood the request and said no. The subclasses are the refusals a caller acts on differently. */
export class ApiError extends ApprowError {
  override readonly name: string = "ApiError";
  readonly code: RefusalKind = "API";
  /** HTTP status of the answer; absent when the refusal was read out of a successful answer (`data: null`). */
  readonly status: number | undefined;
  /** The service's own code, a key of `apiCodes` where it is documented. */
  readonly apiCode: number | undefined;
  /** The service's own words, without secrets. */
  readonly apiMessage: string;
  /** The service's id of the request, for its support. */
  readonly requestId: string | undefined;

  constructor(message: string, details: RefusalDetails) {
    super(message, details);
    this.status = details.status;
    this.apiCode = details.apiCode;
    this.apiMessage = details.apiMessage;
    this.requestId = details.requestId;
  }
}

/** The service does not accept the user pool's id and secret, or the token made from them. */
export class AuthenticationError extends ApiError {
  override readonly name = "AuthenticationError";
  override readonly code = "AUTHENTICATION";
}

/** The login is accepted, but not allowed to do this. */
export class PermissionError extends ApiError {
  override readonly name = "PermissionError";
  override readonly code = "PERMISSION";
}

/** The service says explicitly that there is no such user, group or role. */
export class NotFoundError extends ApiError {
  override readonly name = "NotFoundError";
  override readonly code = "NOT_FOUND";
}

/** Somebody else bears a value that is unique in the user pool. */
export class ConflictError extends ApiError {
  override readonly name = "ConflictError";
  override readonly code = "CONFLICT";
  /** Who or what is in the way: ids of users, codes of groups or roles. Empty where the service does not tell. */
  readonly existingIds: readonly string[];

  constructor(message: string, details: RefusalDetails & { readonly existingIds?: readonly string[] }) {
    super(message, details);
    this.existingIds = details.existingIds ?? [];
  }
}

/** The service wants fewer requests (HTTP 429, or its busy code 1000) for longer than the call may wait. */
export class RateLimitError extends ApiError {
  override readonly name = "RateLimitError";
  override readonly code = "RATE_LIMIT";
  /** How long the service asked to wait, in milliseconds; absent when it did not say. */
  readonly retryAfterMs: number | undefined;

  constructor(message: string, details: RefusalDetails & { readonly retryAfterMs?: number | undefined }) {
    super(message, details);
    this.retryAfterMs = details.retryAfterMs;
  }
}

/** No answer of the service: timeout, reset connection, name not found, or a 5xx of something in between. */
export class TransportError extends ApprowError {
  override readonly name = "TransportError";
  readonly code = "TRANSPORT";
  /** Whether trying again later may help. A name that does not exist or a wrong certificate does not mend itself. */
  readonly retryable: boolean;
  /** Whether the service may have done what was asked: "no" when the request never reached it. */
  readonly committed: "no" | "unknown";

  constructor(message: string, details: ErrorDetails & Pick<TransportError, "retryable" | "committed">) {
    super(message, details);
    this.retryable = details.retryable;
    this.committed = details.committed;
  }
}

/** An answer that is not what the API promises: a missing or mistyped value, an incomplete list, no JSON. */
export class UnexpectedResponseError extends ApprowError {
  override readonly name = "UnexpectedResponseError";
  readonly code = "UNEXPECTED_RESPONSE";
  /** Where in the answer, such as `data.users.list.3.id`; empty when the whole answer is unreadable. */
  readonly paths: readonly string[];

  constructor(message: string, details: ErrorDetails & { readonly paths: readonly string[] }) {
    super(message, details);
    this.paths = details.paths;
  }
}

/** The request was not sent: an option or a field is not what the API takes. */
export class InvalidInputError extends ApprowError {
  override readonly name = "InvalidInputError";
  readonly code = "INVALID_INPUT";
  /** The option or field at fault. */
  readonly field: string;

  constructor(message: string, details: ErrorDetails & { readonly field: string }) {
    super(message, details);
    this.field = details.field;
  }
}

/** The user exists now, but the fields that the API takes on update only could not be set. The `cause` says why. */
export class PartialCreateError extends ApprowError {
  override readonly name = "PartialCreateError";
  readonly code = "PARTIAL_CREATE";
  /** The user as created. Not enumerable, so that no log shows a person by accident. */
  declare readonly user: User;

  constructor(message: string, details: ErrorDetails & { readonly user: User }) {
    super(message, details);
    Object.defineProperty(this, "user", { value: details.user, enumerable: false });
  }
}
