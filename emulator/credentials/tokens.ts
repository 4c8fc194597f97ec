import { createHash, webcrypto } from "node:crypto";
import { compactVerify, SignJWT } from "jose";
import { z } from "zod";
import type { Pool } from "../state/pool.js";
import type { UserRecord } from "../state/user-store.js";

/** The lifetime of a user's own token, as recorded from the service: 15 days. */
const userTokenLifetimeSeconds = 1_296_000;

/** How many verified tokens are cached; the clients of one pool use fewer at the same time. */
const verifiedLimit = 1000;

const claims = z.object({
  iat: z.int(),
  exp: z.int(),
  use: z.enum(["management", "user"]),
  generation: z.int(),
  data: z.object({ id: z.string(), userPoolId: z.string(), arn: z.string() }),
});

type Claims = z.infer<typeof claims>;

export interface IssuedToken {
  token: string;
  /** Seconds since 1970, as in the token itself. */
  iat: number;
  exp: number;
}

/** The result of a check. A token of another pool or with a wrong signature is `invalid`. */
export type TokenStatus = { status: "valid" | "expired"; claims: Claims } | { status: "invalid" };

interface TokenOptions {
  pool: Pool;
  secret: string;
  now: () => number;
  managementLifetimeSeconds: number;
}

/** Issues and checks JSON web tokens (HS256): one kind for management, one for users who logged in. */
export class Tokens {
  readonly #options: TokenOptions;
  readonly #key: Promise<webcrypto.CryptoKey>;
  /** The claims of verified tokens: a client sends the same token with each request. */
  readonly #verified = new Map<string, Claims>();

  constructor(options: TokenOptions) {
    this.#options = options;
    // Derived from the pool and its secret: tokens survive a restart, and those of another pool are invalid.
    const bytes = createHash("sha256").update(`${options.pool.id}:${options.secret}`).digest();
    // Imported once, because every request needs it.
    this.#key = webcrypto.subtle.importKey("raw", bytes, { name: "HMAC", hash: "SHA-256" }, false, [
      "sign",
      "verify",
    ]);
  }

  issueManagementToken(): Promise<IssuedToken> {
    const { pool, managementLifetimeSeconds } = this.#options;
    return this.#issue("management", pool.owner(), pool.tokenGeneration, managementLifetimeSeconds);
  }

  issueUserToken(user: UserRecord): Promise<IssuedToken> {
    return this.#issue("user", user, user.sessionGeneration, userTokenLifetimeSeconds);
  }

  async checkManagementToken(token: string): Promise<TokenStatus> {
    const checked = await this.#check(token, "management");
    if (checked.status === "invalid") return checked;
    const current = checked.claims.generation === this.#options.pool.tokenGeneration;
    return current ? checked : { ...checked, status: "expired" };
  }

  /** A token is also expired if the user was blocked, suspended, deleted or kicked, or if `tokenExpiredAt` has passed. */
  async checkUserToken(token: string): Promise<TokenStatus> {
    const { pool, now } = this.#options;
    const checked = await this.#check(token, "user");
    if (checked.status === "invalid") return checked;
    const user = pool.users.get(checked.claims.data.id);
    const revoked =
      user?.status !== "Activated" ||
      user.fields.blocked === true ||
      user.sessionGeneration !== checked.claims.generation ||
      (user.fields.tokenExpiredAt !== null && Date.parse(user.fields.tokenExpiredAt) <= now());
    return revoked ? { ...checked, status: "expired" } : checked;
  }

  async #issue(
    use: Claims["use"],
    user: UserRecord,
    generation: number,
    lifetimeSeconds: number,
  ): Promise<IssuedToken> {
    const { id, fields } = user;
    const userPoolId = this.#options.pool.id;
    const iat = Math.floor(this.#options.now() / 1000);
    const exp = iat + lifetimeSeconds;
    const data = {
      type: "user",
      userPoolId,
      arn: userArn(userPoolId, id),
      id,
      userId: id,
      _id: id,
      phone: fields.phone,
      email: fields.email,
      username: fields.username,
      unionid: fields.unionid,
      openid: fields.openid,
      clientId: userPoolId,
    };
    const token = await new SignJWT({ data, use, generation })
      .setProtectedHeader({ alg: "HS256", typ: "JWT" })
      .setIssuedAt(iat)
      .setExpirationTime(exp)
      .sign(await this.#key);
    return { token, iat, exp };
  }

  async #check(token: string, use: Claims["use"]): Promise<TokenStatus> {
    const verified = this.#verified.get(token) ?? (await this.#verify(token));
    if (verified?.use !== use) return { status: "invalid" };
    const isExpired = verified.exp * 1000 <= this.#options.now();
    return { status: isExpired ? "expired" : "valid", claims: verified };
  }

  /** The claims of a token, expired or not; undefined if the emulator did not issue it. */
  async #verify(token: string): Promise<Claims | undefined> {
    try {
      const { payload } = await compactVerify(token, await this.#key, { algorithms: ["HS256"] });
      const verified = claims.parse(JSON.parse(Buffer.from(payload).toString()));
      if (this.#verified.size >= verifiedLimit) this.#verified.clear();
      this.#verified.set(token, verified);
      return verified;
    } catch {
      return undefined;
    }
  }
}

export function userArn(userPoolId: string, userId: string): string {
  return `arn:cn:authing:${userPoolId}:user:${userId}`;
}
