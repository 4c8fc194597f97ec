/** What a login gives. Times in seconds since 1970 on the service's clock. */
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
 * The token of the management API: one login for however many calls need it at once, renewed an hour before it
 * expires (short-lived ones at half of their life), and when the service refuses it.
 */
export class ManagementToken {
  readonly #login: () => Promise<Login>;
  #held: Promise<HeldToken> | undefined;

  constructor(login: () => Promise<Login>) {
    this.#login = login;
  }

  /** The token to use now. */
  async current(): Promise<string> {
    const held = this.#held ?? this.#start();
    const { token, renewAtMs } = await held;
    return Date.now() < renewAtMs ? token : await this.#after(held);
  }

  /** The token to use after the service has refused this one. */
  async replacing(refused: string): Promise<string> {
    const held = this.#held ?? this.#start();
    const { token } = await held;
    return token === refused ? await this.#after(held) : token;
  }

  /** The token of the login after the given one: the first who asks starts it, the others share it. */
  async #after(spent: Promise<HeldToken>): Promise<string> {
    const held = this.#held === undefined || this.#held === spent ? this.#start() : this.#held;
    return (await held).token;
  }

  #start(): Promise<HeldToken> {
    const held = this.#fetch();
    this.#held = held;
    held.catch(() => {
      if (this.#held === held) this.#held = undefined;
    });
    return held;
  }

  async #fetch(): Promise<HeldToken> {
    const askedAtMs = Date.now();
    const { accessToken, iat, exp } = await this.#login();
    return { token: accessToken, renewAtMs: askedAtMs + usableMs(iat, exp) };
  }
}

/** Counted from the login on our own clock, which may differ from the service's. Without `exp`: until refused. */
function usableMs(iat: Login["iat"], exp: Login["exp"]): number {
  if (typeof iat !== "number" || typeof exp !== "number") return Infinity;
  const lifetimeMs = (exp - iat) * 1000;
  return lifetimeMs - Math.min(renewalMarginMs, lifetimeMs / 2);
}
