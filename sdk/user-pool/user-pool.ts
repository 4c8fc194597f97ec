import { z } from "zod";
import type { Api } from "../http/api.js";
import { restCall } from "../http/rest-call.js";

/** A limit of attempts within a time. */
export interface LimitCheck {
  /** Seconds. */
  timeInterval: number | null;
  limit: number | null;
  enabled: boolean | null;
}

export interface PasswordUpdatePolicy {
  enabled: boolean | null;
  /** Days until a password must be changed. */
  forcedCycle: number | null;
  /** How many earlier passwords a new one must differ from. */
  differenceCycle: number | null;
}

/** The settings of a user pool. Settings that the service does not return are null. */
export interface UserPoolDetail {
  id: string;
  name: string | null;
  domain: string | null;
  description: string | null;
  ownerId: string | null;
  logo: string | null;
  /** ISO 8601. */
  createdAt: string | null;
  emailVerifiedDefault: boolean | null;
  registerDisabled: boolean | null;
  /** Seconds. */
  tokenExpiresAfter: number | null;
  frequentRegisterCheck: LimitCheck | null;
  loginFailCheck: LimitCheck | null;
  loginPasswordFailCheck: LimitCheck | null;
  passwordUpdatePolicy: PasswordUpdatePolicy | null;
  /** Not enumerable, so that logs do not show it by accident. */
  readonly secret: string | null;
  /** Not enumerable, so that logs do not show it by accident. */
  readonly jwtSecret: string | null;
}

const text = orNull(z.string());
const flag = orNull(z.boolean());
const count = orNull(z.number());
const limitCheck = orNull(z.object({ timeInterval: count, limit: count, enabled: flag }));

const secrets = z.object({ secret: text, jwtSecret: text });
const settings = z.object({
  id: z.string().min(1),
  name: text,
  domain: text,
  description: text,
  ownerId: text,
  logo: text,
  createdAt: text,
  emailVerifiedDefault: flag,
  registerDisabled: flag,
  tokenExpiresAfter: count,
  frequentRegisterCheck: limitCheck,
  loginFailCheck: limitCheck,
  loginPasswordFailCheck: limitCheck,
  passwordUpdatePolicy: orNull(z.object({ enabled: flag, forcedCycle: count, differenceCycle: count })),
});

/** The user pool itself. For errors that the method can throw, see `Users`. */
export class UserPool {
  readonly #api: Api;

  constructor(api: Api) {
    this.#api = api;
  }

  /** Reads the settings of the pool. The response contains its secrets, which no message shows from then on. */
  async detail(): Promise<UserPoolDetail> {
    const request = {
      operation: "userPool.detail",
      trying: "reading the settings of the user pool",
      method: "GET",
      path: "/api/v2/userpools/detail",
      repeatable: true,
    } as const;
    const { shown, hidden } = await this.#api.send(
      restCall(
        request,
        z.intersection(
          settings.transform((shown) => ({ shown })),
          secrets.transform((hidden) => ({ hidden })),
        ),
      ),
    );
    for (const secret of Object.values(hidden)) if (secret !== null) this.#api.hide(secret);
    return Object.defineProperties({ ...shown, ...hidden }, { secret: unlisted, jwtSecret: unlisted });
  }
}

const unlisted: PropertyDescriptor = { enumerable: false, writable: false };

function orNull<Value>(schema: z.ZodType<Value>): z.ZodType<Value | null> {
  return schema.nullish().transform((value) => value ?? null);
}
