import { parseDeployment } from "../../drift/states/deployment.js";
import type { DeclaredProvider, Deployment } from "../../drift/states/managed.js";
import { InputError, SettingsError } from "../../model/errors.js";
import { toReadConfig } from "../../provider/adapters/plugin/configuration.js";
import { providerNameSetting, type ReadConfig, readSettings } from "../../provider/settings.js";
import { type Connection, connectionOf, hostOriginOf } from "./connection.js";
import { CommandError } from "../failure.js";
import type { PulumiCli } from "../pulumi-cli.js";
import type { Surroundings } from "../surroundings.js";

type Environment = Surroundings["env"];

/** How to reach a user pool of a program, and which `Provider`s of the program are for it, by URN. */
export interface PoolConnection extends Connection {
  readonly providers: readonly string[];
}

/**
 * How to reach each user pool: that of the stack's configuration first, and that of each `Provider` in the states, with
 * the settings that the state keeps of it. A pool without a managed user is reviewed too.
 *
 * @throws InputError, SettingsError or CommandError that names what is missing
 */
export async function connectionsOf(
  deployments: readonly Deployment[],
  stacks: readonly string[],
  cli: PulumiCli,
  env: Environment,
): Promise<PoolConnection[]> {
  const declared = new Map<string, PoolConnection>();
  for (const deployment of deployments) {
    for (const provider of await decrypted(deployment, stacks, cli)) {
      const connection = toConnection(provider, env);
      if (connection === undefined) continue;
      const { userPoolId } = connection.settings;
      const providers = [...(declared.get(userPoolId)?.providers ?? []), provider.urn];
      declared.set(userPoolId, { ...connection, providers });
    }
  }
  const used = deployments.flatMap(({ userPoolIds }) => [...userPoolIds]);
  const isNeeded = declared.size === 0 || used.some((userPoolId) => !declared.has(userPoolId));
  const standard = await connectionOf(cli, stacks[0], env).catch((error: unknown) => {
    // A stack whose resources all have a provider needs no pool of its own.
    if (isNeeded || !(error instanceof SettingsError || error instanceof CommandError)) throw error;
    return undefined;
  });
  if (standard === undefined) return [...declared.values()];
  const { userPoolId } = standard.settings;
  assertSamePool(deployments, new Set([userPoolId, ...declared.keys()]), userPoolId);
  const own = declared.get(userPoolId);
  declared.delete(userPoolId);
  return [withProvider(standard, own), ...declared.values()];
}

/**
 * The connection of the stack, with what a `Provider` for the same pool says of a run. The login of the stack is that of
 * today, and that in the state may be older.
 */
function withProvider(standard: Connection, own: PoolConnection | undefined): PoolConnection {
  if (own === undefined) return { ...standard, providers: [] };
  const { adopt, providerName, maxDeletions = standard.settings.maxDeletions } = own.settings;
  return { ...own, ...standard, settings: { ...standard.settings, adopt, maxDeletions, providerName } };
}

/** The providers of a state. Their secrets are decrypted only where there are any. */
async function decrypted(
  { source, providers }: Deployment,
  stacks: readonly string[],
  cli: PulumiCli,
): Promise<readonly DeclaredProvider[]> {
  const encrypted = providers.filter(isEncrypted);
  if (encrypted.length === 0) return providers;
  if (stacks.includes(source)) {
    return parseDeployment(source, await cli.exportStack(source, { showSecrets: true })).providers;
  }
  const names = encrypted.map(({ name }) => JSON.stringify(name)).join(" and ");
  throw new InputError(
    `${source} keeps the secret of the provider ${names} encrypted: pass the stack with --stack instead of --state`,
  );
}

/** Whether the state has a value of which only the Pulumi CLI can tell more. */
function isEncrypted({ settings }: DeclaredProvider): boolean {
  return ["userPoolId", "secret", "host"].some(
    (name) => settings.has(name) && settings.get(name) === undefined,
  );
}

/** Undefined for a provider without a pool of its own, where the environment does not name one either. */
function toConnection(
  { name, adapter, settings }: DeclaredProvider,
  env: Environment,
): Connection | undefined {
  const config: ReadConfig =
    adapter === "plugin"
      ? toReadConfig({ name, values: Object.fromEntries(settings) })
      : (key) => settings.get(key.replace(/^approw:/u, ""));
  try {
    const read = readSettings(config, env);
    const isOwn = read.providerName !== undefined;
    const hostOrigin = isOwn ? `the provider "${name}"` : hostOriginOf(config, env, `the provider "${name}"`);
    return { settings: read, hostOrigin };
  } catch (error) {
    const isOwn = config(providerNameSetting) !== undefined;
    if (isOwn || !(error instanceof SettingsError)) throw error;
    return undefined;
  }
}

/**
 * Refuses states of a user pool without settings: in another one, all their users would seem to be gone.
 *
 * @throws InputError that names the state and both pools
 */
function assertSamePool(
  deployments: readonly Deployment[],
  reachable: ReadonlySet<string>,
  standard: string,
): void {
  for (const { source, userPoolIds } of deployments) {
    const other = [...userPoolIds].find((id) => !reachable.has(id));
    if (other === undefined) continue;
    throw new InputError(
      `${source} manages user pool ${other}, but this review is of ${standard}, and no provider in the states has the ` +
        `settings of ${other}`,
    );
  }
}
