import { maskUser } from "../../model/rules/user-label.js";
import { isTransportError, isUnexpectedResponse } from "../../sdk/index.js";
import type { Question } from "./answer.js";

/**
 * A failure in words: masked, with advice.
 *
 * @param name how the program called the function
 */
export function explainFailure(
  name: string,
  userPoolId: string,
  { args, isDebug }: Pick<Question, "args" | "isDebug">,
  cause: unknown,
): string {
  const reason = cause instanceof Error ? cause.message : String(cause);
  // The service's own words may quote a user's names, and a pipeline log keeps them.
  const masked = isDebug ? reason : maskUser(reason, args);
  return `${name} failed in user pool ${userPoolId}: ${masked}${adviceFor(cause)}`;
}

/** What to do where the error itself does not say. */
function adviceFor(cause: unknown): string {
  return isTransportError(cause) || isUnexpectedResponse(cause)
    ? ". Retry when the service is available"
    : "";
}
