import { z } from "zod";
import type { EncryptPassword } from "./auth/password-cipher.js";
import { encryptWithRsa, isPublicKey, PasswordCipher } from "./auth/password-cipher.js";
import { InvalidInputError } from "./errors.js";
import { Groups } from "./groups/groups.js";
import type { Wait } from "./http/api.js";
import { Api } from "./http/api.js";
import type { Budget } from "./http/budget.js";
import type { HeaderFamily, MessageLanguage } from "./http/headers.js";
import { headerFamilyOf } from "./http/headers.js";
import type { RequestStats } from "./http/request-stats.js";
import { restCall } from "./http/rest-call.js";
import { Roles } from "./roles/roles.js";
import { Users } from "./users/users.js";

export interface ManagementClientOptions {
  /** The pool's id: console, Settings > Basic. */
  readonly userPoolId: string;
  /** The pool's secret: console, Settings > Basic. Never part of a message. */
  readonly secret: string;
  /** Scheme and host of the service. Default `https://core.approw.com`. */
  readonly host?: string | undefined;
  /** The brand whose header names the host reads. Default: `authing` for hosts under an `authing` domain, else `approw`. */
  readonly headerFamily?: HeaderFamily | undefined;
  /** Milliseconds to wait for one answer. Default 30,000. */
  readonly timeout?: number | undefined;
  /**
   * Milliseconds that one call may take with all its repeats and waits. Default 120,000. Waiting behind the program's
   * own other calls does not count.
   */
  readonly retryBudgetMs?: number | undefined;
  /** Requests under way at the same time. Default 10. */
  readonly maxConcurrency?: number | undefined;
  /** Requests begun in a second. Default: no limit but what the service says. */
  readonly requestsPerSecond?: number | undefined;
  /** The language of the service's messages. Default `en-US`. */
  readonly lang?: MessageLanguage | undefined;
  /** PEM of the key to encrypt passwords with. Default: asked of the service once. */
  readonly publicKey?: string | undefined;
  /** Encrypts passwords, for installations with a cipher of their own. Default: RSA, PKCS#1 v1.5, base64. */
  readonly encryptPassword?: EncryptPassword | undefined;
  /** Told when a wait before a repeat begins. */
  readonly onWait?: ((wait: Wait) => void) | undefined;
  /** Cancels all calls of the client, whatever they are waiting for: they throw the reason of the signal. */
  readonly signal?: AbortSignal | undefined;
}

const defaults = {
  host: "https://core.approw.com",
  timeout: 30_000,
  retryBudgetMs: 120_000,
  maxConcurrency: 10,
  lang: "en-US",
} as const;

const text = z.string().min(1);
const howMany = z.number().positive();

/** What the types say, for programs without types; a misspelt limit would be no limit. */
const optionRules = z.strictObject({
  userPoolId: text,
  secret: text,
  host: z
    .url({ protocol: /^https?$/ })
    .refine((url) => !hasLogin(url), "holds a login, which belongs in userPoolId and secret")
    .optional(),
  headerFamily: z.enum(["approw", "authing"]).optional(),
  timeout: howMany.optional(),
  retryBudgetMs: howMany.optional(),
  maxConcurrency: howMany.int().optional(),
  requestsPerSecond: howMany.optional(),
  lang: z.enum(["en-US", "zh-CN"]).optional(),
  publicKey: text.optional(),
  encryptPassword: z.custom((value) => typeof value === "function", "must be a function").optional(),
  onWait: z.custom((value) => typeof value === "function", "must be a function").optional(),
  signal: z.instanceof(AbortSignal, { error: "must be an AbortSignal" }).optional(),
} satisfies Record<keyof ManagementClientOptions, z.ZodType>);

/**
 * The user management API of one Approw or Authing user pool.
 *
 * One client is shared by all calls of a program: they share its login, its limits and its pauses.
 *
 * @throws InvalidInputError when an option is missing or makes no sense
 */
export class ManagementClient {
  readonly users: Users;
  readonly groups: Groups;
  readonly roles: Roles;
  readonly userPoolId: string;
  /** Scheme and host, without a slash at the end. */
  readonly host: string;
  readonly #api: Api;

  constructor(options: ManagementClientOptions) {
    checkOptions(options);
    const { userPoolId, secret } = options;
    const host = (options.host ?? defaults.host).replace(/\/+$/, "");
    const family = options.headerFamily ?? headerFamilyOf(host);
    const api = new Api({
      userPoolId,
      secret,
      host,
      family,
      timeoutMs: options.timeout ?? defaults.timeout,
      retryBudgetMs: options.retryBudgetMs ?? defaults.retryBudgetMs,
      maxConcurrency: options.maxConcurrency ?? defaults.maxConcurrency,
      requestsPerSecond: options.requestsPerSecond,
      lang: options.lang ?? defaults.lang,
      onWait: options.onWait,
      signal: options.signal,
    });
    const fetchKey = (budget: Budget): Promise<string> => fetchPublicKey(api, options, budget);
    this.#api = api;
    this.userPoolId = userPoolId;
    this.host = host;
    this.users = new Users(
      api,
      new PasswordCipher(fetchKey, options.encryptPassword ?? encryptWithRsa),
      family,
    );
    this.groups = new Groups(api, family);
    this.roles = new Roles(api, family);
  }

  /** What this client has sent and waited for so far. */
  stats(): RequestStats {
    return this.#api.stats();
  }
}

function checkOptions(options: ManagementClientOptions): void {
  const issue = optionRules.safeParse(options).error?.issues[0];
  if (issue === undefined) return;
  const field = issue.code === "unrecognized_keys" ? issue.keys.join(", ") : issue.path.join(".");
  throw new InvalidInputError(`the option ${field} of the management client is not valid: ${issue.message}`, {
    operation: "ManagementClient",
    field,
  });
}

function hasLogin(url: string): boolean {
  if (!URL.canParse(url)) return false;
  const { username, password } = new URL(url);
  return username !== "" || password !== "";
}

async function fetchPublicKey(
  api: Api,
  { publicKey: given, encryptPassword }: ManagementClientOptions,
  budget: Budget,
): Promise<string> {
  if (given !== undefined) return given;
  // What a key of a cipher that is not ours looks like is not ours to say.
  const isUsable = (key: string): boolean => encryptPassword !== undefined || isPublicKey(key);
  const call = restCall(
    {
      operation: "publicKey",
      trying: "reading the public key for passwords",
      method: "GET",
      path: "/api/v2/.well-known",
      repeatable: true,
    },
    z.object({ publicKey: z.string().refine(isUsable, "is not a public key in PEM form") }),
  );
  const { publicKey } = await api.send(call, budget);
  return publicKey;
}
