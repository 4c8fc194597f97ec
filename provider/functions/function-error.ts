import { maskUser } from "../../model/rules/user-label.js";
import { isApprowError, isTransportError, isUnexpectedResponse } from "../../sdk/index.js";
import { programError } from "../resources/program-error.js";
import type { Question } from "./answer.js";

/**
 * A failure as the program gets it: masked, with advice, without a stack. The guards of the client, such as `isNotFound`,
 * know it.
 *
 * @param name how the program called the function
 */
export function functionError(
  name: string,
  userPoolId: string,
  { args, isDebug }: Pick<Question, "args" | "isDebug">,
  cause: unknown,
): Error {
  const reason = cause instanceof Error ? cause.message : String(cause);
  // The service's own words may quote a user's names, and a pipeline log keeps them.
  const masked = isDebug ? reason : maskUser(reason, args);
  const error = programError(`${name} failed in user pool ${userPoolId}: ${masked}${adviceFor(cause)}`);
  return isApprowError(cause) ? Object.assign(error, { code: cause.code, operation: name }) : error;
}

/** What to do where the error itself does not say. */
function adviceFor(cause: unknown): string {
  return isTransportError(cause) || isUnexpectedResponse(cause)
    ? ". Retry when the service is available"
    : "";
}
