import { isApiError } from "../../sdk/index.js";

/**
 * Whether the service may have refused a request for many people because of one of them. A service that is busy, or
 * that does not let us in, refuses each of them as well: then it is no use to look for the culprit.
 */
export function isRefusalOfOne(error: unknown): boolean {
  return isApiError(error) && ["API", "NOT_FOUND", "CONFLICT"].includes(error.code);
}
