import { z } from "zod";
import type { EncryptPassword } from "./auth/password-cipher.js";
import { encryptWithRsa, PasswordCipher } from "./auth/password-cipher.js";
import { InvalidInputError } from "./errors.js";
import { Groups } from "./groups/groups.js";
import type { Wait } from "./http/api.js";
import { Api } from "./http/api.js";
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
  readonly timeoutMs?: number | undefined;
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
}

const defaults = {
  host: "https://core.approw.com",
  timeoutMs: 30_000,
  retryBudgetMs: 120_000,
  maxConcurrency: 10,
  lang: "en-US",
} as const;

const optionRules = z.object({
  userPoolId: z.string().min(1),
  secret: z.string().min(1),
  host: z.url({ protocol: /^https?$/ }),
  timeoutMs: z.number().positive(),
  retryBudgetMs: z.number().positive(),
  maxConcurrency: z.number().int().positive(),
  requestsPerSecond: z.number().positive().optional(),
});

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
    const { userPoolId, secret } = options;
    const host = (options.host ?? defaults.host).replace(/\/+$/, "");
    const settings = {
      userPoolId,
      secret,
      host,
      timeoutMs: options.timeoutMs ?? defaults.timeoutMs,
      retryBudgetMs: options.retryBudgetMs ?? defaults.retryBudgetMs,
      maxConcurrency: options.maxConcurrency ?? defaults.maxConcurrency,
      requestsPerSecond: options.requestsPerSecond,
    };
    checkOptions(settings);
    const family = options.headerFamily ?? headerFamilyOf(host);
    const api = new Api({ ...settings, family, lang: options.lang ?? defaults.lang, onWait: options.onWait });
    const fetchKey = (): Promise<string> => fetchPublicKey(api, options.publicKey);
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

function checkOptions(settings: z.input<typeof optionRules>): void {
  const issue = optionRules.safeParse(settings).error?.issues[0];
  if (issue === undefined) return;
  const field = issue.path.join(".");
  throw new InvalidInputError(`the option ${field} of the management client is not valid: ${issue.message}`, {
    operation: "ManagementClient",
    field,
  });
}

async function fetchPublicKey(api: Api, given: string | undefined): Promise<string> {
  if (given !== undefined) return given;
  const call = restCall(
    {
      operation: "publicKey",
      trying: "reading the public key for passwords",
      method: "GET",
      path: "/api/v2/.well-known",
      repeatable: true,
    },
    z.object({ publicKey: z.string() }),
  );
  const { publicKey } = await api.send(call);
  return publicKey;
}
