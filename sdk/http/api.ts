import { setMaxListeners } from "node:events";
import { ManagementToken } from "../auth/management-token.js";
import { login } from "../auth/login.js";
import { isApiError, isAuthenticationError, isRateLimit, isTransportError } from "../error-guards.js";
import type { ApiError } from "../errors.js";
import { RateLimitError } from "../errors.js";
import { backoffMs } from "./backoff.js";
import { Budget } from "./budget.js";
import type { Call } from "./call.js";
import type { GovernorOptions, Permit } from "./governor.js";
import { Governor, TurnRefused } from "./governor.js";
import type { ClientIdentity } from "./headers.js";
import { identityHeaders } from "./headers.js";
import { isOwnFailure, mayBeDone, mayRepeat } from "./may-repeat.js";
import { readResponse } from "./read-response.js";
import { Redactor } from "./redactor.js";
import type { RequestStats } from "./request-stats.js";
import { RequestCounter } from "./request-stats.js";
import { ServiceClock, type Verdict } from "./service-clock.js";
import { Transport } from "./transport.js";

/** A wait before a retry, reported when it starts. */
export interface Wait {
  /** The method that waits. In a pause, all other methods wait as well. */
  readonly operation: string;
  readonly waitMs: number;
  /** The message of the failure. */
  readonly reason: string;
}

export interface ApiOptions extends ClientIdentity, GovernorOptions {
  readonly host: string;
  readonly secret: string;
  readonly timeoutMs: number;
  readonly retryBudgetMs: number;
  readonly onWait?: ((wait: Wait) => void) | undefined;
  /** Cancels all calls. */
  readonly signal?: AbortSignal | undefined;
}

/** The codes and the HTTP status of an unknown or expired token. */
const tokenRefused = new Set([2020, 2206, 2207]);
const unauthorized = 401;

/** A host that has never responded is more likely wrong than busy, so the client gives up on it early. */
const firstContactMs = 5000;

/** An attempt near the end of the budget still gets this long. */
const shortestAttemptMs = 1000;

/** The state of a call between its attempts. */
interface CallState {
  readonly budget: Budget;
  /** The token of the latest attempt. */
  token: string | undefined;
  /** A token that the service rejected and that is not replaced yet. */
  refusedToken: string | undefined;
  /** Whether the service rejected a token. The call logs in again once, even when it gets the same token again. */
  wasTokenRefused: boolean;
  /** Whether a request went out. */
  isSent: boolean;
  /** Whether a request went out that may have been carried out although it failed. */
  hasLostResponse: boolean;
}

/** Sends calls with a token, within the limits of the client, and retries them while that is safe and may help. */
export class Api {
  readonly #options: ApiOptions;
  readonly #transport: Transport;
  readonly #governor: Governor;
  readonly #token: ManagementToken;
  readonly #counter = new RequestCounter();
  readonly #clock = new ServiceClock();
  readonly #redactor = new Redactor();
  readonly #handedOut = new Set<string>();
  readonly #signal: AbortSignal | undefined;
  #hasAnswered = false;

  constructor(options: ApiOptions) {
    this.#options = options;
    this.#transport = new Transport(options.host, identityHeaders(options));
    this.#governor = new Governor(options);
    this.#signal = options.signal && heardByAll(options.signal);
    this.#redactor.add(options.secret);
    this.#token = new ManagementToken(async (budget) => {
      const session = await login((call) => this.send(call, budget), options.userPoolId, options.secret);
      this.#redactor.add(session.accessToken);
      this.#clock.observeIssue(session.iat);
      return session;
    });
  }

  /** A budget for several calls that are one call to the user of the client. It may be shorter than usual. */
  newBudget(longestMs = Infinity): Budget {
    return new Budget(Math.min(longestMs, this.#options.retryBudgetMs), this.#signal);
  }

  /** Hides a secret in all messages of the client from now on. */
  hide(secret: string): void {
    this.#redactor.add(secret);
  }

  /** Whether the service wrote a time since a moment of `performance.now()`. */
  isSince(localMs: number, writtenMs: number): Verdict {
    return this.#clock.isSince(localMs, writtenMs);
  }

  stats(): RequestStats {
    return this.#counter.stats(this.#governor.pausedMs());
  }

  /** Records that a created object is returned to a caller. False when another call already returned it. */
  handOut(id: string): boolean {
    if (this.#handedOut.has(id)) return false;
    this.#handedOut.add(id);
    return true;
  }

  /**
   * Sends a call until it succeeds or a retry is unsafe, pointless or too late. All retries happen in this loop. The
   * login is a call as well, sent within the budget of the call that needs it.
   */
  async send<Result>(call: Call<Result>, budget: Budget = this.newBudget()): Promise<Result> {
    const state: CallState = {
      budget,
      token: undefined,
      refusedToken: undefined,
      wasTokenRefused: false,
      isSent: false,
      hasLostResponse: false,
    };
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await this.#attempt(call, state, attempt);
      } catch (error) {
        budget.signal?.throwIfAborted();
        if (isTokenRefused(call, error) && !state.wasTokenRefused) {
          state.wasTokenRefused = true;
          state.refusedToken = state.token;
          continue;
        }
        if (state.hasLostResponse && isRefusal(call, error) && call.afterLostResponse) {
          return await call.afterLostResponse(error, budget);
        }
        state.hasLostResponse ||= mayBeDone(call, error);
        await this.#waitToRepeat(call, error, attempt, budget);
        const done = mayBeDone(call, error) ? await call.findDone?.(error, budget) : undefined;
        if (done !== undefined) return done;
      }
    }
  }

  /** Waits before a retry. Throws the failure when the call is not to be retried. */
  async #waitToRepeat(call: Call<unknown>, failure: unknown, attempt: number, budget: Budget): Promise<void> {
    if (failure instanceof TurnRefused) throw this.#tooLongAPause(call, failure.pauseMs);
    if (!mayRepeat(call, failure) || budget.remainingMs() <= 0) throw failure;
    if (isRateLimit(failure)) {
      // All calls pause. The next attempt waits for the end of the pause in the governor.
      const pauseMs = this.#governor.pauseLeftMs();
      if (pauseMs >= budget.remainingMs()) throw this.#tooLongAPause(call, pauseMs);
      return;
    }
    const isUnreachable = isTransportError(failure) && failure.committed === "no" && !this.#hasAnswered;
    if (isUnreachable && budget.elapsedMs() > firstContactMs) throw failure;
    const waitMs = backoffMs(attempt);
    if (waitMs >= budget.remainingMs()) throw failure;
    this.#counter.countWait(waitMs);
    this.#options.onWait?.({ operation: call.operation, waitMs, reason: failure.message });
    await budget.wait(waitMs);
  }

  async #attempt<Result>(call: Call<Result>, state: CallState, attempt: number): Promise<Result> {
    const { budget, refusedToken } = state;
    if (!call.isLogin) {
      state.token = await (refusedToken === undefined
        ? this.#token.current(budget)
        : this.#token.replacing(refusedToken, budget));
      state.refusedToken = undefined;
    }
    const isUrgent = attempt > 1 || call.isLogin === true;
    return await this.#governor.run({ budget, isUrgent }, (permit) => this.#exchange(call, state, permit));
  }

  async #exchange<Result>(call: Call<Result>, state: CallState, permit: Permit): Promise<Result> {
    const { budget, token } = state;
    this.#counter.countRequest(call.operation);
    if (state.isSent) this.#counter.countRetry();
    state.isSent = true;
    budget.noteAttempt();
    const timeoutMs = Math.min(this.#options.timeoutMs, Math.max(budget.remainingMs(), shortestAttemptMs));
    const redact = (text: string): string => this.#redactor.redact(text, call.secrets);
    try {
      const response = await this.#transport.exchange(call, call.request, {
        token,
        timeoutMs,
        signal: budget.signal,
      });
      this.#hasAnswered = true;
      this.#clock.observe(response.date);
      const result = call.read(readResponse(call, response, redact), redact);
      this.#governor.succeeded(permit);
      return result;
    } catch (error) {
      if (isRateLimit(error)) this.#pause(call, permit, error);
      throw error;
    }
  }

  #pause({ operation }: Call<unknown>, permit: Permit, { retryAfterMs, message }: RateLimitError): void {
    this.#counter.countThrottled();
    const waitMs = this.#governor.pause(permit, retryAfterMs);
    if (waitMs !== undefined) this.#options.onWait?.({ operation, waitMs, reason: message });
  }

  #tooLongAPause({ operation, trying }: Call<unknown>, pauseMs: number): RateLimitError {
    const apiMessage = `the service asks for a pause of ${Math.ceil(pauseMs / 1000)} s`;
    const message = `${trying} failed: ${apiMessage}, longer than the call may take; retry later, or raise retryBudgetMs`;
    return new RateLimitError(message, {
      operation,
      apiMessage,
      status: 429,
      retryAfterMs: Math.ceil(pauseMs),
    });
  }
}

/** The signal for any number of calls. Node.js warns about more than ten listeners. */
function heardByAll(signal: AbortSignal): AbortSignal {
  const heard = AbortSignal.any([signal]);
  setMaxListeners(0, heard);
  return heard;
}

/** Whether the service rejected the token of this call. */
function isTokenRefused(call: Call<unknown>, error: unknown): boolean {
  return (
    !call.isLogin &&
    isOwnFailure(call, error) &&
    isAuthenticationError(error) &&
    (error.status === unauthorized || tokenRefused.has(error.apiCode ?? 0))
  );
}

/** Whether the service refused this call for good. */
function isRefusal(call: Call<unknown>, error: unknown): error is ApiError {
  return isOwnFailure(call, error) && isApiError(error) && !isRateLimit(error);
}
