import { isApprowError, isOutcomeUnknown, isRateLimit, isTransportError } from "../error-guards.js";
import type { ApprowError } from "../errors.js";
import type { Call } from "./call.js";

/** Whether the call itself failed, and not a login that it needed first. */
export function isOwnFailure(call: Call<unknown>, error: unknown): error is ApprowError {
  return isApprowError(error) && error.operation === call.operation;
}

/** Whether the call may have been carried out although it failed. */
export function mayBeDone(call: Call<unknown>, error: unknown): error is ApprowError {
  return isOwnFailure(call, error) && isOutcomeUnknown(error);
}

/** Whether a retry after this failure is safe and may help. */
export function mayRepeat(call: Call<unknown>, error: unknown): error is ApprowError {
  if (!call.repeatable && mayBeDone(call, error)) return call.findDone !== undefined;
  return isRateLimit(error) || (isTransportError(error) && error.retryable);
}
