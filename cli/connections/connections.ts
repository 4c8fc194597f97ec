import { parseDeployment } from "../../drift/states/deployment.js";
import type { DeclaredProvider, Deployment } from "../../drift/states/managed.js";
import { InputError, SettingsError } from "../../model/errors.js";
import { readSettings } from "../../provider/settings.js";
import { type Connection, connectionOf } from "./connection.js";
import { CommandError } from "../failure.js";
import type { PulumiCli } from "../pulumi-cli.js";
import type { Surroundings } from "../surroundings.js";

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
  env: Surroundings["env"],
): Promise<Connection[]> {
  const declared = new Map<string, Connection>();
  for (const deployment of deployments) {
    for (const provider of await decrypted(deployment, stacks, cli)) {
      const connection = toConnection(provider);
      declared.set(connection.settings.userPoolId, connection);
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
  declared.delete(userPoolId);
  return [standard, ...declared.values()];
}

/** The providers of a state. Their secrets are decrypted only where there are any. */
async function decrypted(
  { source, providers }: Deployment,
  stacks: readonly string[],
  cli: PulumiCli,
): Promise<readonly DeclaredProvider[]> {
  const isReadable = providers.every(({ settings }) => settings.get("approw:secret") !== undefined);
  if (isReadable) return providers;
  if (stacks.includes(source)) {
    return parseDeployment(source, await cli.exportStack(source, { showSecrets: true })).providers;
  }
  const names = providers.map(({ name }) => JSON.stringify(name)).join(" and ");
  throw new InputError(
    `${source} keeps the secret of the provider ${names} encrypted: pass the stack with --stack instead of --state`,
  );
}

function toConnection({ name, settings }: DeclaredProvider): Connection {
  return {
    settings: readSettings((key) => settings.get(key), {}),
    hostOrigin: `the provider "${name}"`,
  };
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
