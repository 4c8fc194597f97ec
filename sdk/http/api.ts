import { setTimeout as sleep } from "node:timers/promises";
import pRetry, { AbortError } from "p-retry";
import { ManagementToken } from "../auth/management-token.js";
import { login } from "../auth/login.js";
import {
  isApiError,
  isApprowError,
  isAuthenticationError,
  isOutcomeUnknown,
  isRateLimit,
  isTransportError,
} from "../error-guards.js";
import type { ApprowError } from "../errors.js";
import { RateLimitError } from "../errors.js";
import { backoffMs } from "./backoff.js";
import { Budget } from "./budget.js";
import type { Call } from "./call.js";
import type { GovernorOptions, Permit } from "./governor.js";
import { Governor, TurnRefused } from "./governor.js";
import type { ClientIdentity } from "./headers.js";
import { identityHeaders } from "./headers.js";
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
  hasLoggedInAgain: boolean;
  /** An attempt went out, and nobody knows whether it was done. */
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
  readonly #sent = new WeakSet<Call<unknown>>();
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
    return new Budget(this.#options.retryBudgetMs);
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

  async send<Result>(call: Call<Result>, budget: Budget = this.newBudget()): Promise<Result> {
    const state: CallState = { budget, hasLoggedInAgain: false, isPerhapsDone: false };
    return await pRetry(
      async (attempt) => {
        try {
          return await this.#tryLoggedIn(call, state, attempt > 1);
        } catch (error) {
          if (state.isPerhapsDone && isApiError(error) && !isRateLimit(error) && call.afterLostAnswer) {
            return await call.afterLostAnswer(error, budget);
          }
          state.isPerhapsDone ||= mayBeDone(error, call.operation);
          throw error;
        }
      },
      {
        retries: Infinity,
        minTimeout: 0,
        onFailedAttempt: ({ error, attemptNumber }) => this.#waitToRepeat(call, error, attemptNumber, budget),
      },
    );
  }

  /** Waits before a repeat of what failed; throws the failure when repeating is unsafe, in vain or too late. */
  async waitToRepeat(operation: string, failure: Error, attempt: number, budget: Budget): Promise<void> {
    const waitMs = backoffMs(attempt);
    if (waitMs >= budget.remainingMs()) throw failure;
    this.#counter.countWait(waitMs);
    this.#options.onWait?.({ operation, waitMs, reason: failure.message });
    await sleep(waitMs);
  }

  async #waitToRepeat(call: Call<unknown>, error: Error, attempt: number, budget: Budget): Promise<void> {
    if (isRateLimit(error)) {
      // HTTP 429 turns a request away unread; the busy code comes from inside, where some of it may be done.
      if (!call.repeatable && mayBeDone(error, call.operation)) throw error;
      return; // The governor has paused all calls: the next attempt waits there.
    }
    if (!isTransportError(error) || !error.retryable) throw error;
    if (!call.repeatable && mayBeDone(error, call.operation)) throw error;
    if (!this.#hasAnswered && error.committed === "no" && budget.elapsedMs() > firstContactMs) throw error;
    await this.waitToRepeat(call.operation, error, attempt, budget);
  }

  async #tryLoggedIn<Result>(call: Call<Result>, state: CallState, isUrgent: boolean): Promise<Result> {
    if (call.isLogin) return await this.#try(call, state.budget, undefined, true);
    const token = await this.#token.current(state.budget);
    try {
      return await this.#try(call, state.budget, token, isUrgent);
    } catch (error) {
      if (state.hasLoggedInAgain || !isTokenRefused(error)) throw error;
      state.hasLoggedInAgain = true;
      return await this.#try(call, state.budget, await this.#token.replacing(token, state.budget), true);
    }
  }

  async #try<Result>(
    call: Call<Result>,
    budget: Budget,
    token: string | undefined,
    isUrgent: boolean,
  ): Promise<Result> {
    try {
      return await this.#governor.run({ budget, isUrgent }, (permit) =>
        this.#exchange(call, budget, token, permit),
      );
    } catch (error) {
      throw error instanceof TurnRefused ? new AbortError(this.#tooLongAPause(call, error)) : error;
    }
  }

  async #exchange<Result>(
    call: Call<Result>,
    budget: Budget,
    token: string | undefined,
    permit: Permit,
  ): Promise<Result> {
    this.#count(call);
    budget.noteAttempt();
    const timeoutMs = Math.min(this.#options.timeoutMs, Math.max(budget.remainingMs(), shortestAttemptMs));
    const redact = (text: string): string => this.#redactor.redact(text, call.secrets);
    try {
      const answer = await this.#transport.exchange(call, call.request, token, timeoutMs);
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

  #count(call: Call<unknown>): void {
    this.#counter.countRequest(call.operation);
    if (this.#sent.has(call)) this.#counter.countRetry();
    this.#sent.add(call);
  }

  #pause({ operation }: Call<unknown>, permit: Permit, { retryAfterMs, message }: RateLimitError): void {
    this.#counter.countThrottled();
    const waitMs = this.#governor.pause(permit, retryAfterMs);
    if (waitMs !== undefined) this.#options.onWait?.({ operation, waitMs, reason: message });
  }

  #tooLongAPause({ operation, trying }: Call<unknown>, { pauseMs }: TurnRefused): RateLimitError {
    const apiMessage = `the service asks for a pause of ${Math.ceil(pauseMs / 1000)} s`;
    const message = `${trying} failed: ${apiMessage}, longer than the call may take; try again later, or raise retryBudgetMs`;
    return new RateLimitError(message, {
      operation,
      apiMessage,
      status: 429,
      retryAfterMs: Math.ceil(pauseMs),
    });
  }
}

/** Whether a call may have been done although it failed. A login that fails on the way has asked for nothing. */
export function mayBeDone(error: unknown, operation: string): error is ApprowError {
  return isApprowError(error) && error.operation === operation && isOutcomeUnknown(error);
}

function isTokenRefused(error: unknown): boolean {
  return (
    isAuthenticationError(error) && (error.status === unauthorized || tokenRefused.has(error.apiCode ?? 0))
  );
}
