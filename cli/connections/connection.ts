import { SettingsError } from "../../model/errors.js";
import { type ReadConfig, readSettings, type Settings, valueOf } from "../../provider/settings.js";
import { CommandError } from "../failure.js";
import type { PulumiCli } from "../pulumi-cli.js";
import type { Surroundings } from "../surroundings.js";

type Environment = Surroundings["env"];

/** How to reach the user pool. */
export interface Connection {
  readonly settings: Settings;
  /** Where the host was configured, in words: the reader of a message about a wrong host needs the place to correct. */
  readonly hostOrigin: string;
}

/**
 * How to reach the user pool: as for the provider, the stack's configuration first and then the environment. The
 * stack's secret is decrypted only where the environment has none, so that a pipeline with a secret of its own needs
 * no access to the stack's encryption.
 *
 * @throws SettingsError or CommandError that names everything missing or wrong
 */
export async function connectionOf(
  cli: PulumiCli,
  stack: string | undefined,
  env: Environment,
): Promise<Connection> {
  if (stack === undefined) {
    refuseIncomplete(env);
    return toConnection(() => undefined, env, "");
  }
  const origin = `approw:host of the stack ${stack}`;
  const unencrypted = await cli.config(stack, { showSecrets: false });
  try {
    return toConnection((key) => unencrypted.get(key), env, origin);
  } catch (error) {
    if (!(error instanceof SettingsError)) throw error;
  }
  const all = await cli.config(stack, { showSecrets: true });
  return toConnection((key) => all.get(key), env, origin);
}

/** Without a stack nothing can be configured with the Pulumi CLI: only the environment is named. */
function refuseIncomplete(env: Environment): void {
  const missing = ["USERPOOL_ID", "USERPOOL_SECRET"].filter(
    (name) => (valueOf(env[`APPROW_${name}`]) ?? valueOf(env[`AUTHING_${name}`])) === undefined,
  );
  if (missing.length === 0) return;
  const variables = missing.map((name) => `APPROW_${name}`).join(" and ");
  throw new CommandError(
    `set ${variables}: without a stack, the user pool is read from the environment only`,
  );
}

/** Where the host is configured, in words, if it is not from the environment. */
export function hostOriginOf(config: ReadConfig, env: Environment, origin: string): string {
  if (valueOf(config("approw:host")) !== undefined) return origin;
  const variable = ["APPROW_HOST", "AUTHING_HOST"].find((name) => valueOf(env[name]) !== undefined);
  return variable ?? "the default, because APPROW_HOST is not set";
}

function toConnection(config: ReadConfig, env: Environment, stackOrigin: string): Connection {
  const hostOrigin = hostOriginOf(config, env, stackOrigin);
  try {
    return { settings: readSettings(config, env), hostOrigin };
  } catch (error) {
    if (!(error instanceof SettingsError) || !changesWithHost(error, config, env)) throw error;
    throw new SettingsError(`${error.message} (the host is from ${hostOrigin})`, { cause: error });
  }
}

/** Whether fewer settings would be wrong with another host. */
function changesWithHost(error: SettingsError, config: ReadConfig, env: Environment): boolean {
  try {
    readSettings((key) => (key === "approw:host" ? "https://core.example" : config(key)), env);
    return true;
  } catch (withAnother) {
    return !(withAnother instanceof SettingsError) || withAnother.message !== error.message;
  }
}
