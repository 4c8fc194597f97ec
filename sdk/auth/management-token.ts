import type { Budget } from "../http/budget.js";

/** The result of a login. Times in seconds since 1970 on the service's clock. */
export interface Login {
  readonly accessToken: string;
  readonly iat?: number | null | undefined;
  readonly exp?: number | null | undefined;
}

interface HeldToken {
  readonly token: string;
  /** Epoch milliseconds on our clock. */
  readonly renewAtMs: number;
}

const renewalMarginMs = 3_600_000;

/**
 * The token of the management API. Concurrent calls share one login. The token is renewed an hour before it expires
 * (a short-lived token at half of its lifetime), and when the service refuses it. A login uses the budget of the call that
 * starts it.
 */
export class ManagementToken {
  readonly #login: (budget: Budget) => Promise<Login>;
  #held: Promise<HeldToken> | undefined;

  constructor(login: (budget: Budget) => Promise<Login>) {
    this.#login = login;
  }

  /** The token to use now. */
  async current(budget: Budget): Promise<string> {
    const held = this.#held ?? this.#start(budget);
    const { token, renewAtMs } = await held;
    return Date.now() < renewAtMs ? token : await this.#after(held, budget);
  }

  /** The token to use after the service has refused this one. */
  async replacing(refused: string, budget: Budget): Promise<string> {
    const held = this.#held ?? this.#start(budget);
    const { token } = await held;
    return token === refused ? await this.#after(held, budget) : token;
  }

  /** The token of the login after the given one. The first caller starts that login, the others share it. */
  async #after(spent: Promise<HeldToken>, budget: Budget): Promise<string> {
    const held = this.#held === undefined || this.#held === spent ? this.#start(budget) : this.#held;
    return (await held).token;
  }

  #start(budget: Budget): Promise<HeldToken> {
    const held = this.#fetch(budget);
    this.#held = held;
    held.catch(() => {
      if (this.#held === held) this.#held = undefined;
    });
    return held;
  }

  async #fetch(budget: Budget): Promise<HeldToken> {
    const askedAtMs = Date.now();
    const { accessToken, iat, exp } = await this.#login(budget);
    return { token: accessToken, renewAtMs: askedAtMs + usableMs(iat, exp) };
  }
}

/** Counted from the login on our own clock, which may differ from the service's. Without `exp`: until refused. */
function usableMs(iat: Login["iat"], exp: Login["exp"]): number {
  if (typeof iat !== "number" || typeof exp !== "number") return Infinity;
  const lifetimeMs = (exp - iat) * 1000;
  return lifetimeMs - Math.min(renewalMarginMs, lifetimeMs / 2);
}
