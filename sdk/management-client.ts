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
import { Namespaces } from "./namespaces/namespaces.js";
import { Policies } from "./policies/policies.js";
import { Roles } from "./roles/roles.js";
import { CustomFields } from "./udf/custom-fields.js";
import { UserPool } from "./user-pool/user-pool.js";
import { Users } from "./users/users.js";

export interface ManagementClientOptions {
  /** The pool's id: console, Settings > Basic. */
  readonly userPoolId: string;
  /** The pool's secret: console, Settings > Basic. No message ever shows it. */
  readonly secret: string;
  /**
   * Scheme and host of the service. Default `https://core.approw.com`. The client uses the proxy that `HTTPS_PROXY`,
   * `HTTP_PROXY` and `NO_PROXY` name.
   */
  readonly host?: string | undefined;
  /** The header names that the host reads. Default: `authing` for hosts under an `authing` domain, otherwise `approw`. */
  readonly headerFamily?: HeaderFamily | undefined;
  /** Timeout of one request in milliseconds. Default 30,000. */
  readonly timeout?: number | undefined;
  /**
   * Milliseconds that one call may take, with all its retries and waits. Default 120,000. Time in the queue behind other
   * calls of the program does not count.
   */
  readonly retryBudgetMs?: number | undefined;
  /** The maximum of concurrent requests. Default 10. */
  readonly maxConcurrency?: number | undefined;
  /** The maximum of requests per second. Default: only the service's own limit. */
  readonly requestsPerSecond?: number | undefined;
  /** The language of the service's messages. Default `en-US`. */
  readonly lang?: MessageLanguage | undefined;
  /** The public key to encrypt passwords with, in PEM format. Default: fetched from the service once. */
  readonly publicKey?: string | undefined;
  /** Encrypts passwords, for installations with their own cipher. Default: RSA, PKCS#1 v1.5, base64. */
  readonly encryptPassword?: EncryptPassword | undefined;
  /** Called when a wait before a retry starts. */
  readonly onWait?: ((wait: Wait) => void) | undefined;
  /** Cancels all calls of the client at any point. They throw the reason of the signal. */
  readonly signal?: AbortSignal | undefined;
}

const defaults = {
  host: "https://core.approw.com",
  timeout: 30_000,
  retryBudgetMs: 120_000,
  maxConcurrency: 10,
  lang: "en-US",
} as const;

const text = z.string("must be a string").min(1, "must not be empty");
const positive = z.number("must be a number").positive("must be greater than 0");
const callback = z.custom((value) => typeof value === "function", "must be a function");

/** Programs read credentials from files and variables, which often end with a line break. */
const trimmed = z.string("must be a string").trim().min(1, "must not be empty");

/** The types again, for programs without types: a limit with a typo in its name would have no effect. */
const optionRules = z.strictObject({
  userPoolId: trimmed.regex(/^[!-~]*$/, "must contain only printable ASCII characters and no white space"),
  secret: trimmed,
  host: z
    .string("must be a string")
    .trim()
    .pipe(z.url({ protocol: /^https?$/, error: "must be a URL that starts with https:// or http://" }))
    .refine((url) => !hasLogin(url), "must not contain a login; use userPoolId and secret")
    .refine((url) => !hasPath(url), "must not have a path; use the scheme and host only")
    .optional(),
  headerFamily: z.enum(["approw", "authing"], 'must be "approw" or "authing"').optional(),
  timeout: positive.optional(),
  retryBudgetMs: positive.optional(),
  maxConcurrency: positive.int("must be an integer").optional(),
  requestsPerSecond: positive.optional(),
  lang: z.enum(["en-US", "zh-CN"], 'must be "en-US" or "zh-CN"').optional(),
  publicKey: text.optional(),
  encryptPassword: callback.optional(),
  onWait: callback.optional(),
  signal: z.instanceof(AbortSignal, { error: "must be an AbortSignal" }).optional(),
} satisfies Record<keyof ManagementClientOptions, z.ZodType>);

/**
 * The user management API of one Approw or Authing user pool.
 *
 * Create one client and share it: all calls of a client share its login, its limits and its pauses.
 *
 * @throws InvalidInputError when an option is missing, unknown or invalid
 */
export class ManagementClient {
  readonly users: Users;
  readonly groups: Groups;
  readonly roles: Roles;
  readonly namespaces: Namespaces;
  readonly policies: Policies;
  readonly udf: CustomFields;
  readonly userPool: UserPool;
  readonly userPoolId: string;
  /** Scheme and host, without a trailing slash. */
  readonly host: string;
  readonly #api: Api;

  constructor(options: ManagementClientOptions) {
    const { userPoolId, secret, host: givenHost = defaults.host } = checkOptions(options);
    const host = givenHost.replace(/\/+$/, "");
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
    this.namespaces = new Namespaces(api, userPoolId);
    this.policies = new Policies(api);
    this.udf = new CustomFields(api);
    this.userPool = new UserPool(api);
  }

  /** The requests and waits of this client so far. */
  stats(): RequestStats {
    return this.#api.stats();
  }
}

/** The credentials and the host without white space around them. */
function checkOptions(
  options: ManagementClientOptions,
): Pick<ManagementClientOptions, "userPoolId" | "secret" | "host"> {
  const { data, error } = optionRules.safeParse(options);
  if (data !== undefined) return data;
  const [issue] = error.issues;
  if (issue === undefined) throw error;
  const isUnknown = issue.code === "unrecognized_keys";
  const field = isUnknown ? issue.keys.join(", ") : issue.path.join(".");
  throw new InvalidInputError(
    isUnknown ? `ManagementClient: unknown option ${field}` : `ManagementClient: ${field} ${issue.message}`,
    { operation: "ManagementClient", field },
  );
}

function hasLogin(url: string): boolean {
  if (!URL.canParse(url)) return false;
  const { username, password } = new URL(url);
  return username !== "" || password !== "";
}

function hasPath(url: string): boolean {
  if (!URL.canParse(url)) return false;
  const { pathname, search, hash } = new URL(url);
  return pathname.replace(/\/+$/, "") + search + hash !== "";
}

async function fetchPublicKey(
  api: Api,
  { publicKey: given, encryptPassword }: ManagementClientOptions,
  budget: Budget,
): Promise<string> {
  if (given !== undefined) return given;
  // Only the default cipher knows the format of its key.
  const isUsable = (key: string): boolean => encryptPassword !== undefined || isPublicKey(key);
  const call = restCall(
    {
      operation: "publicKey",
      trying: "reading the public key for passwords",
      method: "GET",
      path: "/api/v2/.well-known",
      repeatable: true,
    },
    z.object({ publicKey: z.string().refine(isUsable, "must be a public key in PEM format") }),
  );
  const { publicKey } = await api.send(call, budget);
  return publicKey;
}
