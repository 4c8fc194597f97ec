import { readMaxDeletions } from "../../../provider/settings.js";
import type { Connection } from "../../connections/connection.js";
import type { PulumiCli } from "../../pulumi-cli.js";

/**
 * How many users of each pool may lose their account in one run, by the id of the pool. For a `Provider` without a limit
 * of its own, that of the stack counts.
 *
 * @throws SettingsError or CommandError when the limit of the stack is wrong, or cannot be read
 */
export async function limitsOf(
  connections: readonly Connection[],
  stack: string | undefined,
  cli: PulumiCli,
): Promise<ReadonlyMap<string, number>> {
  const isAsked = connections.some(
    ({ settings }) => settings.providerName !== undefined && settings.maxDeletions === undefined,
  );
  const config = isAsked && stack !== undefined ? await cli.config(stack, { showSecrets: false }) : undefined;
  const ofStack = config && readMaxDeletions((key) => config.get(key));
  return new Map(
    connections.flatMap(({ settings: { userPoolId, maxDeletions = ofStack } }) =>
      maxDeletions === undefined ? [] : [[userPoolId, maxDeletions] as const],
    ),
  );
}
