import { isApiError, isOutcomeUnknown, isUnexpectedResponse } from "../../../sdk/index.js";

/** Codes that may refuse a request because of one user in it, although they also stand for a missing permission. */
const permissionCodesAboutOneUser = new Set([2018, 2209]);

/**
 * Whether the service may have refused a request because of one user in it. A service that is busy, or that refuses the
 * login, refuses every user alike: then smaller requests are of no use.
 */
export function isAboutOneUser(error: unknown): boolean {
  if (!isApiError(error)) return false;
  return (
    ["API", "NOT_FOUND", "CONFLICT"].includes(error.code) ||
    permissionCodesAboutOneUser.has(error.apiCode ?? 0)
  );
}

/** Whether the service may have refused a request because it asks for several things at once, or for a bad one. */
export function isRefusedTogether(error: unknown): boolean {
  return isAboutOneUser(error) || isUnexpectedResponse(error);
}

/**
 * Whether a request that failed may have been carried out: its answer was lost, or the service refused it for one of many
 * entries, or for an unknown reason. Some installations answer so to what they have carried out.
 */
export function mayBeDone(error: unknown, isForMany: boolean): boolean {
  if (isOutcomeUnknown(error)) return true;
  return isForMany ? isAboutOneUser(error) : isApiError(error) && error.code === "API";
}
