import { isApiError } from "../../../sdk/index.js";

/** Codes that refuse for want of a permission, and for the sake of the one person that is asked about. */
const aboutOnePerson = new Set([2018, 2209]);

/**
 * Whether the service may have refused a request for many people because of one of them. A service that is busy, or
 * that does not let us in, refuses each of them as well: then it is no use to look for the culprit.
 */
export function isAboutOneUser(error: unknown): boolean {
  if (!isApiError(error)) return false;
  return ["API", "NOT_FOUND", "CONFLICT"].includes(error.code) || aboutOnePerson.has(error.apiCode ?? 0);
}
