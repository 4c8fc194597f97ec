import type { ApiError } from "../errors.js";
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
  /** Decides when a repeat is refused after an answer got lost: perhaps because the first try did it. */
  readonly afterLostAnswer?: (refusal: ApiError, budget: Budget) => Promise<Result>;
}
