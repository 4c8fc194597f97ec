import type { ApiError, ApprowError } from "../errors.js";
import type { Budget } from "./budget.js";
import type { Redact } from "./read-response.js";
import type { Attempt, HttpRequest } from "./transport.js";

/** One request to the service and how to read its response. */
export interface Call<Result> extends Attempt {
  readonly request: HttpRequest;
  /** Whether the call has the same effect when sent twice: reads, updates, deletes, memberships. A creation does not. */
  readonly repeatable: boolean;
  /** Turns the JSON of a response that is not a refusal into the result, or throws an error of this client. */
  readonly read: (body: unknown, redact: Redact) => Result;
  /** Strings that no message may show, besides the client's own secrets. */
  readonly secrets?: readonly string[];
  /** Sent without a token: it is the login. */
  readonly isLogin?: true;
  /** Decides the outcome when a retry is refused after a lost response: the first attempt may have succeeded. */
  readonly afterLostResponse?: (refusal: ApiError, budget: Budget) => Promise<Result>;
  /**
   * For a call that must not be sent twice. After an attempt with an unknown outcome, finds the result of that attempt.
   * Undefined when there is none: then the call is retried. Without this, such a call is not retried.
   */
  readonly findDone?: (failure: ApprowError, budget: Budget) => Promise<Result | undefined>;
}
