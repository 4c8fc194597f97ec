import type { RefusalKind } from "./api-codes.js";
import type { User } from "./users/user.js";

/** The codes of all errors that this client throws, one per class. They are stable: tell errors apart by their code. */
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
  "NOT_SUPPORTED",
  "INVALID_INPUT",
] as const;

export type ErrorCode = (typeof errorCodes)[number];

interface ErrorDetails {
  readonly operation: string;
  readonly cause?: unknown;
}

/**
 * The base class of all errors of this client. A message is one line: what failed, on which object, why, and what to do.
 * It never contains a secret, a password, a token or a request body.
 */
export abstract class ApprowError extends Error {
  abstract readonly code: ErrorCode;
  /** The method that failed, for example `users.update`. */
  readonly operation: string;

  constructor(message: string, { operation, cause }: ErrorDetails) {
    super(message, cause === undefined ? undefined : { cause });
    this.operation = operation;
  }
}

export interface RefusalDetails extends ErrorDetails {
  /** HTTP status of the response. This service mostly refuses with 200. */
  readonly status?: number | undefined;
  readonly apiCode?: number | undefined;
  readonly apiMessage: string;
  readonly requestId?: string | undefined;
}

/** The service understood the request and refused it. The subclasses are refusals that a caller handles differently. */
export class ApiError extends ApprowError {
  override readonly name: string = "ApiError";
  readonly code: RefusalKind = "API";
  /** HTTP status of the response. Absent when a successful response implies the refusal (`data: null`). */
  readonly status: number | undefined;
  /** The service's own code, a key of `apiCodes` where it is documented. */
  readonly apiCode: number | undefined;
  /** The service's own message, without secrets. */
  readonly apiMessage: string;
  /** The service's id of the request. Quote it when you contact support. */
  readonly requestId: string | undefined;

  constructor(message: string, details: RefusalDetails) {
    super(message, details);
    this.status = details.status;
    this.apiCode = details.apiCode;
    this.apiMessage = details.apiMessage;
    this.requestId = details.requestId;
  }
}

/** The service rejected the id and secret of the user pool, or the token issued for them. */
export class AuthenticationError extends ApiError {
  override readonly name = "AuthenticationError";
  override readonly code = "AUTHENTICATION";
}

/** The login is accepted but lacks a permission. */
export class PermissionError extends ApiError {
  override readonly name = "PermissionError";
  override readonly code = "PERMISSION";
}

/** The service says explicitly that the user, group or role does not exist. */
export class NotFoundError extends ApiError {
  override readonly name = "NotFoundError";
  override readonly code = "NOT_FOUND";
}

/** A value that must be unique in the user pool is already in use. */
export class ConflictError extends ApiError {
  override readonly name = "ConflictError";
  override readonly code = "CONFLICT";
  /** The objects that have the value: ids of users, codes of groups or roles. Empty when the service does not say. */
  readonly existingIds: readonly string[];
  /** The ids of archived users that have the value, if `users.create` found some. They cannot be adopted. */
  readonly archivedIds: readonly string[];

  constructor(
    message: string,
    details: RefusalDetails & {
      readonly existingIds?: readonly string[];
      readonly archivedIds?: readonly string[];
    },
  ) {
    super(message, details);
    this.existingIds = details.existingIds ?? [];
    this.archivedIds = details.archivedIds ?? [];
  }
}

/** The service asks for a longer pause than the call may take (HTTP 429, or its busy code 1000). */
export class RateLimitError extends ApiError {
  override readonly name = "RateLimitError";
  override readonly code = "RATE_LIMIT";
  /** The pause that the service asked for, in milliseconds. Absent when it did not say. */
  readonly retryAfterMs: number | undefined;

  constructor(message: string, details: RefusalDetails & { readonly retryAfterMs?: number | undefined }) {
    super(message, details);
    this.retryAfterMs = details.retryAfterMs;
  }
}

/** No response from the service: timeout, reset connection, unknown host, or a gateway or proxy responded instead. */
export class TransportError extends ApprowError {
  override readonly name = "TransportError";
  readonly code = "TRANSPORT";
  /** Whether a retry may help. It does not for an unknown host, an invalid certificate or a web page of a firewall. */
  readonly retryable: boolean;
  /** Whether the service may have carried out the request: "no" when the request never reached it. */
  readonly committed: "no" | "unknown";
  /** HTTP status of the gateway or proxy that responded. Absent when nothing did. */
  readonly status: number | undefined;

  constructor(
    message: string,
    details: ErrorDetails &
      Pick<TransportError, "retryable" | "committed"> & { readonly status?: number | undefined },
  ) {
    super(message, details);
    this.retryable = details.retryable;
    this.committed = details.committed;
    this.status = details.status;
  }
}

/** A response that is not what the API promises: a missing or mistyped value, an incomplete list, not JSON. */
export class UnexpectedResponseError extends ApprowError {
  override readonly name = "UnexpectedResponseError";
  readonly code = "UNEXPECTED_RESPONSE";
  /** The places in the response, for example `data.users.list.3.id`. Empty when the whole response is unreadable. */
  readonly paths: readonly string[];

  constructor(message: string, details: ErrorDetails & { readonly paths: readonly string[] }) {
    super(message, details);
    this.paths = details.paths;
  }
}

/** The service does not know the operation. Nothing was changed. */
export class NotSupportedError extends ApprowError {
  override readonly name = "NotSupportedError";
  readonly code = "NOT_SUPPORTED";
}

/** The request was not sent, because an option or a field is invalid. */
export class InvalidInputError extends ApprowError {
  override readonly name = "InvalidInputError";
  readonly code = "INVALID_INPUT";
  /** The invalid option or field. */
  readonly field: string;

  constructor(message: string, details: ErrorDetails & { readonly field: string }) {
    super(message, details);
    this.field = details.field;
  }
}

/** The user was created, but the fields that the API accepts on update only could not be set. The `cause` says why. */
export class PartialCreateError extends ApprowError {
  override readonly name = "PartialCreateError";
  readonly code = "PARTIAL_CREATE";
  /** The user as created. Not enumerable, so that logs do not show personal data by accident. */
  declare readonly user: User;

  constructor(message: string, details: ErrorDetails & { readonly user: User }) {
    super(message, details);
    Object.defineProperty(this, "user", { value: details.user, enumerable: false });
  }
}
