import * as pulumi from "@pulumi/pulumi";

import { closest } from "../../model/rules/closest.js";
import { ownSettings, providerNameSetting, settingNames } from "../settings.js";
import { programError } from "./program-error.js";

/** The settings of one user pool. Where nothing else is said, one that is not declared is that of the stack. */
export interface ProviderArgs {
  /** Id of the user pool: console, Settings > Basic. */
  readonly userPoolId: pulumi.Input<string>;

  /** Secret of the user pool: console, Settings > Basic. The state holds it encrypted. */
  readonly secret: pulumi.Input<string>;

  /** Scheme and host of the service. Default: `https://core.approw.com`, regardless of the host of the stack. */
  readonly host?: pulumi.Input<string | undefined> | undefined;

  /** Whether the host may be another machine over plain HTTP, such as a container in a pipeline. */
  readonly allowHttp?: pulumi.Input<boolean | undefined> | undefined;

  /** Whether a creation takes over a user who is already in the pool. */
  readonly adopt?: pulumi.Input<boolean | undefined> | undefined;

  /** How many users of this pool may lose their account, groups or roles in one run. */
  readonly maxDeletions?: pulumi.Input<number | undefined> | undefined;

  /** Whether new users are created together where the service can do that: "auto" or "never". Default: "auto". */
  readonly bulkCreate?: pulumi.Input<"auto" | "never" | undefined> | undefined;

  /** The maximum of concurrent requests. */
  readonly maxConcurrency?: pulumi.Input<number | undefined> | undefined;

  /** The maximum of requests per second. */
  readonly requestsPerSecond?: pulumi.Input<number | undefined> | undefined;

  /** Whether messages show names in full. */
  readonly debug?: pulumi.Input<boolean | undefined> | undefined;

  /** Whether each run ends with a line that counts the requests. */
  readonly stats?: pulumi.Input<boolean | undefined> | undefined;
}

/**
 * A user pool besides that of the stack's configuration. Resources with the option `provider`, and those in a component
 * with the option `providers`, belong to this pool.
 *
 * ```ts
 * const config = new pulumi.Config();
 * const customers = new approw.Provider("customers", {
 *   userPoolId: config.require("customersPoolId"),
 *   secret: config.requireSecret("customersSecret"),
 * });
 * new approw.User("ada", { username: "ada" }, { provider: customers });
 * ```
 *
 * Each provider runs in a process of its own. Declare one for each user pool: two for the same pool do not see each
 * other's resources, and each has its own limits.
 */
export class Provider extends pulumi.ProviderResource {
  /**
   * Declares a user pool.
   *
   * @param name the name of the resource in the program
   * @param args the user pool and its settings
   * @param opts options of Pulumi
   */
  constructor(name: string, args: ProviderArgs, opts?: pulumi.ResourceOptions) {
    const configuration = toConfiguration(name, args);
    super("pulumi-nodejs", name, configuration, opts);
    rememberConfiguration(this, configuration);
  }
}

/** Where a provider keeps its settings for functions, which may be those of another copy of this package. */
const configurationKey = Symbol.for("pulumi-approw.configuration");

/** Keeps the settings of a provider for the functions that a program calls with it. */
export function rememberConfiguration(provider: pulumi.ProviderResource, configuration: pulumi.Inputs): void {
  Object.defineProperty(provider, configurationKey, { value: configuration });
}

/**
 * The settings that a provider was declared with: the engine does not tell those of a new one in a preview. Undefined for
 * what is not a provider of this package.
 */
export function declaredConfiguration(provider: pulumi.ProviderResource): pulumi.Inputs | undefined {
  const configuration: unknown = Object.getOwnPropertyDescriptor(provider, configurationKey)?.value;
  return typeof configuration === "object" && configuration !== null ? { ...configuration } : undefined;
}

type Argument = pulumi.Input<string | number | boolean | undefined>;

/** The settings as the engine hands them to the provider's process: as text, and only those that have a value. */
export function toConfiguration(name: string, args: ProviderArgs): pulumi.Inputs {
  const declared = checkArguments(name, args);
  const stack = new pulumi.Config("approw");
  const settings = settingNames.map((setting): [string, pulumi.Input<unknown>] => {
    const value = declared.get(setting) ?? (ownSettings.includes(setting) ? undefined : stack.get(setting));
    return [`approw:${setting}`, setting === "secret" ? pulumi.secret(toText(value)) : toText(value)];
  });
  return { ...Object.fromEntries(settings), [providerNameSetting]: name };
}

function toText(value: Argument): pulumi.Output<string | undefined> {
  return pulumi.output(value).apply((known) => (known === undefined ? undefined : String(known)));
}

/** Plain JavaScript may leave arguments out, or misspell them: a limit with a typing error would not limit anything. */
function checkArguments(name: string, args: ProviderArgs): ReadonlyMap<string, Argument> {
  const given = Object.entries<Argument | null>({ ...args });
  const declared = new Map(given.flatMap(([argument, value]) => (value === null ? [] : [[argument, value]])));
  const missing = ["userPoolId", "secret"].filter((argument) => declared.get(argument) === undefined);
  const unknown = [...declared.keys()].filter((argument) => !settingNames.includes(argument));
  const mistakes = [...missing.map((argument) => `${argument} is required`), ...unknown.map(toUnknown)];
  if (mistakes.length > 0) throw programError(`mistakes in the provider "${name}": ${mistakes.join("; ")}`);
  return declared;
}

function toUnknown(argument: string): string {
  const meant = closest(argument, settingNames);
  return `unknown argument ${argument}${meant === undefined ? "" : ` (did you mean ${meant}?)`}`;
}
