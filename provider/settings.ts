import { z } from "zod";

import { closest } from "../model/rules/closest.js";
import { SettingsError } from "../model/errors.js";
import type { ManagementClientOptions } from "../sdk/index.js";
import { isLoopback } from "../sdk/http/loopback.js";

/** What a stack configures, from `approw:<name>` or from the environment. */
export interface Settings {
  readonly userPoolId: string;
  readonly secret: string;
  readonly host: string;
  /** The host may be another machine without encryption. */
  readonly allowHttp: boolean;
  /** Create takes over users who are already in the pool. */
  readonly adopt: boolean;
  /** Messages show unmasked names. */
  readonly debug: boolean;
  /** Each run ends with a line that counts its requests. */
  readonly stats: boolean;
  /** How many users may lose their account, groups or roles in one run because a resource is removed. */
  readonly maxDeletions: number | undefined;
  /** Whether new users are created together where the service can do that. */
  readonly bulkCreate: "auto" | "never";
  readonly maxConcurrency: number | undefined;
  readonly requestsPerSecond: number | undefined;
  /** The `Provider` of the program that has these settings. Undefined: they are the stack's own. */
  readonly providerName: string | undefined;
}

export type ReadConfig = (key: string) => string | undefined;

type Environment = Readonly<Record<string, string | undefined>>;

/** The setting in which a `Provider` of a program gives its name. */
export const providerNameSetting = "approw:provider";

/** The two brands of the service: the names of their environment variables, and their default hosts. */
const brands = [
  { prefix: "APPROW", host: "https://core.approw.com" },
  { prefix: "AUTHING", host: "https://core.authing.cn" },
] as const;

const configSchema = z.object({
  host: z
    .url({ protocol: /^https?$/u, error: "must be a URL such as https://core.approw.com" })
    .superRefine((url, context) => {
      if (!URL.canParse(url)) return;
      const { origin, pathname, search, hash } = new URL(url);
      const rest = `${pathname === "/" ? "" : pathname}${search}${hash}`;
      if (rest === "") return;
      context.addIssue({
        code: "custom",
        message: `must not have a path: remove ${rest}, so that it is ${origin}`,
      });
    })
    .optional(),
  allowHttp: flag(),
  adopt: flag(),
  debug: flag(),
  stats: flag(),
  maxDeletions: wholeNumber(0),
  bulkCreate: z.enum(["auto", "never"], { error: 'must be "auto" or "never"' }).default("auto"),
  maxConcurrency: wholeNumber(1),
  requestsPerSecond: wholeNumber(1),
});

/** These belong to one pool, and are never those of another. */
export const ownSettings: readonly string[] = ["userPoolId", "secret", "host"];

export const settingNames: readonly string[] = ["userPoolId", "secret", ...Object.keys(configSchema.shape)];

/**
 * Reads the settings: the stack's configuration first, then `APPROW_*`, then `AUTHING_*`. A `Provider` of a program takes
 * nothing from the environment, which may be meant for another pool.
 *
 * @throws SettingsError that names everything missing or wrong, and what sets it
 */
export function readSettings(config: ReadConfig, environment: Environment): Settings {
  const providerName = valueOf(config(providerNameSetting));
  const variables = providerName === undefined ? environment : {};
  const userPoolId = find("userPoolId", "USERPOOL_ID", config, variables);
  const secret = find("secret", "USERPOOL_SECRET", config, variables);
  const host = find("host", "HOST", config, variables);
  const parsed = configSchema.safeParse({
    ...Object.fromEntries(
      Object.keys(configSchema.shape).map((key) => [key, valueOf(config(`approw:${key}`))]),
    ),
    host: host?.value.replace(/\/+$/u, ""),
    allowHttp: find("allowHttp", "ALLOW_HTTP", config, variables)?.value,
  });
  const { nameOf, missing } = providerName === undefined ? inStack : inProvider(providerName);
  const problems = [
    ...(userPoolId ? [] : [`the user pool is missing: ${missing.userPoolId}`]),
    ...(secret ? [] : [`the secret of the user pool is missing: ${missing.secret}`]),
    ...(userPoolId && secret && !host && userPoolId.defaultHost !== secret.defaultHost
      ? [
          "the user pool and its secret come from variables of different brands: run `pulumi config set approw:host <url>`",
        ]
      : []),
    ...(userPoolId && !isSendable(userPoolId.value)
      ? [
          `${nameOf("userPoolId")} must not contain white space, line breaks or other characters that are not in an id`,
        ]
      : []),
    ...(parsed.data && isReadableOnTheWay(parsed.data)
      ? [
          `${nameOf("host")} must be an https URL, because the secret of the pool is sent to it (for a container in a pipeline, set ${missing.allowHttp} to true)`,
        ]
      : []),
    ...(parsed.error?.issues.map((issue) => `${nameOf(issue.path.join("."))} ${issue.message}`) ?? []),
  ];
  if (userPoolId === undefined || secret === undefined) {
    throw new SettingsError(`approw is not configured: ${problems.join("; ")}`);
  }
  if (!parsed.success || problems.length > 0)
    throw new SettingsError(`invalid settings: ${problems.join("; ")}`);
  return {
    ...parsed.data,
    userPoolId: userPoolId.value,
    secret: secret.value,
    host: parsed.data.host ?? userPoolId.defaultHost,
    providerName,
  };
}

/**
 * The limit alone, for a stack whose other settings may be incomplete.
 *
 * @throws SettingsError when it is not a whole number
 */
export function readMaxDeletions(config: ReadConfig): number | undefined {
  const { data, error } = configSchema.shape.maxDeletions.safeParse(valueOf(config("approw:maxDeletions")));
  if (error === undefined) return data;
  throw new SettingsError(`approw:maxDeletions ${error.issues.map(({ message }) => message).join("; ")}`);
}

interface Place {
  /** A setting, as messages name it. */
  readonly nameOf: (setting: string) => string;
  /** What to do about one that is missing. */
  readonly missing: Readonly<Record<"userPoolId" | "secret" | "allowHttp", string>>;
}

const inStack: Place = {
  nameOf: (setting) => `approw:${setting}`,
  missing: {
    userPoolId: "run `pulumi config set approw:userPoolId <id>` or set APPROW_USERPOOL_ID",
    secret: "run `pulumi config set --secret approw:secret` or set APPROW_USERPOOL_SECRET",
    allowHttp: "approw:allowHttp or APPROW_ALLOW_HTTP",
  },
};

function inProvider(name: string): Place {
  const nameOf = (setting: string): string => `${setting} of the provider "${name}"`;
  return {
    nameOf,
    missing: {
      userPoolId: `set ${nameOf("userPoolId")}`,
      secret: `set ${nameOf("secret")}`,
      allowHttp: nameOf("allowHttp"),
    },
  };
}

/** A setting, as a message asks to set it: `approw:maxDeletions`, or that of a `Provider`. */
export function nameOfSetting({ providerName }: Pick<Settings, "providerName">, setting: string): string {
  return (providerName === undefined ? inStack : inProvider(providerName)).nameOf(setting);
}

/** The settings that a client needs. The others are about what a run may do. */
export function clientOptions(settings: Settings): ManagementClientOptions {
  const { userPoolId, secret, host, maxConcurrency, requestsPerSecond } = settings;
  return { userPoolId, secret, host, maxConcurrency, requestsPerSecond };
}

/** What is wrong with the names of a stack's settings. A limit with a typing error would not limit anything. */
export function unknownSettings(configKeys: readonly string[]): string[] {
  return configKeys
    .filter((key) => key.startsWith("approw:"))
    .map((key) => key.slice("approw:".length))
    .filter((name) => !settingNames.includes(name))
    .map((name) => {
      const meant = closest(name, settingNames);
      return `unknown setting approw:${name}${meant === undefined ? "" : `: did you mean approw:${meant}?`}`;
    });
}

function find(
  key: string,
  variable: string,
  config: ReadConfig,
  environment: Environment,
): { value: string; defaultHost: string } | undefined {
  const configured = valueOf(config(`approw:${key}`));
  if (configured !== undefined) return { value: configured, defaultHost: brands[0].host };
  for (const { prefix, host } of brands) {
    const value = valueOf(environment[`${prefix}_${variable}`]);
    if (value !== undefined) return { value, defaultHost: host };
  }
  return undefined;
}

/** A setting without what a file or a secret store adds to it: white space and line ends. Undefined when it is empty. */
export function valueOf(setting: string | undefined): string | undefined {
  const value = setting?.trim();
  return value === "" ? undefined : value;
}

/** The id of the pool is a header of every request. */
function isSendable(id: string): boolean {
  return /^[!-~]+$/u.test(id);
}

/** Plain HTTP to another machine. */
function isReadableOnTheWay({ host, allowHttp }: z.infer<typeof configSchema>): boolean {
  if (host === undefined || allowHttp) return false;
  const { protocol, hostname } = new URL(host);
  return protocol === "http:" && !isLoopback(hostname);
}

function flag(): z.ZodType<boolean> {
  return z
    .enum(["true", "false"], { error: "must be true or false" })
    .default("false")
    .transform((value) => value === "true");
}

function wholeNumber(least: number): z.ZodType<number | undefined> {
  return z.coerce
    .number({ error: "must be a whole number" })
    .int("must be a whole number")
    .min(least, `must be at least ${least}`)
    .optional();
}
