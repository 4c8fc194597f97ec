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
import { readAnswer } from "./read-answer.js";
import { Redactor } from "./redactor.js";
import type { RequestStats } from "./request-stats.js";
import { RequestCounter } from "./request-stats.js";
import { ServiceClock } from "./service-clock.js";
import { Transport } from "./transport.js";

/** A wait before a repeat, told while it begins. */
export interface Wait {
  /** The method that waits; in a pause, all others wait with it. */
  readonly operation: string;
  readonly waitMs: number;
  /** What the service or the network said. */
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

/** Codes (and the HTTP status) with which the service says that it does not know the token, or not any more. */
const tokenRefused = new Set([2020, 2206, 2207]);
const unauthorized = 401;

/** A host that has never answered is more likely wrong than busy: so long it is tried before that is said. */
const firstContactMs = 5000;

/** An attempt is not begun to be cut off at once. */
const shortestAttemptMs = 1000;

/** What a call remembers from one attempt to the next. */
interface CallState {
  readonly budget: Budget;
  /** The token of the latest attempt. */
  token: string | undefined;
  /** A token that the service did not accept: the call logs in again, once. */
  refusedToken: string | undefined;
  /** Whether a request went out. */
  isSent: boolean;
  /** Whether one went out of which it is not known whether it was done. */
  isPerhapsDone: boolean;
}

/** Sends calls: with a token, in turn with all others, repeated while that is safe and may help. */
export class Api {
  readonly #options: ApiOptions;
  readonly #transport: Transport;
  readonly #governor: Governor;
  readonly #token: ManagementToken;
  readonly #counter = new RequestCounter();
  readonly #clock = new ServiceClock();
  readonly #redactor = new Redactor();
  readonly #handedOut = new Set<string>();
  #hasAnswered = false;

  constructor(options: ApiOptions) {
    this.#options = options;
    this.#transport = new Transport(options.host, identityHeaders(options));
    this.#governor = new Governor(options);
    this.#redactor.add(options.secret);
    this.#token = new ManagementToken(async (budget) => {
      const session = await login((call) => this.send(call, budget), options.userPoolId, options.secret);
      this.#redactor.add(session.accessToken);
      return session;
    });
  }

  /** A budget for calls that together are one to the caller. */
  newBudget(): Budget {
    return new Budget(this.#options.retryBudgetMs, this.#options.signal);
  }

  /** The service's time at a moment of `performance.now()`; undefined while the service has not told it. */
  serviceTime(localMs: number): Date | undefined {
    return this.#clock.at(localMs);
  }

  stats(): RequestStats {
    return this.#counter.stats(this.#governor.pausedMs());
  }

  /** Notes that what was created is given to the caller; false when another call was given it already. */
  handOut(id: string): boolean {
    if (this.#handedOut.has(id)) return false;
    this.#handedOut.add(id);
    return true;
  }

  /**
   * Sends a call until it succeeds or a repeat is unsafe, in vain or too late. Repeats happen here and nowhere else;
   * the login is a call as well, sent from within on the budget of the call that needs it.
   */
  async send<Result>(call: Call<Result>, budget: Budget = this.newBudget()): Promise<Result> {
    const state: CallState = {
      budget,
      token: undefined,
      refusedToken: undefined,
      isSent: false,
      isPerhapsDone: false,
    };
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await this.#attempt(call, state, attempt);
      } catch (error) {
        budget.signal?.throwIfAborted();
        if (isTokenRefused(call, error) && state.refusedToken === undefined) {
          state.refusedToken = state.token;
          continue;
        }
        if (state.isPerhapsDone && isRefusal(call, error) && call.afterLostAnswer) {
          return await call.afterLostAnswer(error, budget);
        }
        state.isPerhapsDone ||= mayBeDone(call, error);
        await this.#waitToRepeat(call, error, attempt, budget);
        const done = mayBeDone(call, error) ? await call.findDone?.(error, budget) : undefined;
        if (done !== undefined) return done;
      }
    }
  }

  /** Waits before a repeat; throws the failure when there is to be none. */
  async #waitToRepeat(call: Call<unknown>, failure: unknown, attempt: number, budget: Budget): Promise<void> {
    if (failure instanceof TurnRefused) throw this.#tooLongAPause(call, failure.pauseMs);
    if (!mayRepeat(call, failure) || budget.remainingMs() <= 0) throw failure;
    if (isRateLimit(failure)) {
      // All calls pause, and the next attempt waits for its turn with them.
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
      const answer = await this.#transport.exchange(call, call.request, {
        token,
        timeoutMs,
        signal: budget.signal,
      });
      this.#hasAnswered = true;
      this.#clock.observe(answer.date);
      const result = call.read(readAnswer(call, answer, redact), redact);
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

/** Whether the service does not accept the token of this call. */
function isTokenRefused(call: Call<unknown>, error: unknown): boolean {
  return (
    !call.isLogin &&
    isOwnFailure(call, error) &&
    isAuthenticationError(error) &&
    (error.status === unauthorized || tokenRefused.has(error.apiCode ?? 0))
  );
}

/** Whether the service said no to this call, and not only for now. */
function isRefusal(call: Call<unknown>, error: unknown): error is ApiError {
  return isOwnFailure(call, error) && isApiError(error) && !isRateLimit(error);
}
