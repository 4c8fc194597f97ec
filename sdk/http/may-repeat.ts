import { isApprowError, isOutcomeUnknown, isRateLimit, isTransportError } from "../error-guards.js";
import type { ApprowError } from "../errors.js";
import type { Call } from "./call.js";

/** Whether a failure is the call's own. A login that fails on the way is not: it has asked for nothing. */
export function isOwnFailure(call: Call<unknown>, error: unknown): error is ApprowError {
  return isApprowError(error) && error.operation === call.operation;
}

/** Whether a call may have been done although it failed. */
export function mayBeDone(call: Call<unknown>, error: unknown): error is ApprowError {
  return isOwnFailure(call, error) && isOutcomeUnknown(error);
}

/** Whether sending a call again after this failure is safe and may help. */
export function mayRepeat(call: Call<unknown>, error: unknown): error is ApprowError {
  if (!call.repeatable && mayBeDone(call, error)) return call.findDone !== undefined;
  return isRateLimit(error) || (isTransportError(error) && error.retryable);
}
