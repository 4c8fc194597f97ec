import type { ApiError, ApprowError } from "../errors.js";
import type { Budget } from "./budget.js";
import type { Redact } from "./read-answer.js";
import type { Attempt, HttpRequest } from "./transport.js";

/** One thing to ask of the service. */
export interface Call<Result> extends Attempt {
  readonly request: HttpRequest;
  /** Whether doing it twice comes to the same: reads, updates, deletes, memberships. A creation does not. */
  readonly repeatable: boolean;
  /** Makes the result out of an answer's JSON that is not a refusal, or throws an error of this client. */
  readonly read: (body: unknown, redact: Redact) => Result;
  /** What no message may show, besides the client's own secrets. */
  readonly secrets?: readonly string[];
  /** Sent without a token: it is the login. */
  readonly isLogin?: true;
  /** Decides when a repeat is refused after an answer got lost: perhaps because the first attempt did it. */
  readonly afterLostAnswer?: (refusal: ApiError, budget: Budget) => Promise<Result>;
  /**
   * For a call that must not be done twice, after an attempt of which it is not known whether it was done: the result
   * when it was; undefined when it was not and may be repeated. Without this, such a call is not repeated.
   */
  readonly findDone?: (failure: ApprowError, budget: Budget) => Promise<Result | undefined>;
}
