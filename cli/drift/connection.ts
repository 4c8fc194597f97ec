import { SettingsError } from "../../provider/lifecycle/errors.js";
import { readSettings, type Settings } from "../../provider/settings.js";
import type { Surroundings } from "../surroundings.js";
import type { PulumiCli } from "./sources/pulumi-cli.js";

/**
 * How to reach the user pool: as the provider does, the stack's configuration first and then the environment. The
 * stack's secret is decrypted only where the environment has none, so that a pipeline with a secret of its own needs
 * no access to the stack's encryption.
 *
 * @throws SettingsError that names everything missing
 */
export async function connectionOf(
  cli: PulumiCli,
  stack: string | undefined,
  env: Surroundings["env"],
): Promise<Settings> {
  if (stack === undefined) return readSettings(() => undefined, env);
  const inClear = await cli.config(stack, { showSecrets: false });
  try {
    return readSettings((key) => inClear.get(key), env);
  } catch (error) {
    if (!(error instanceof SettingsError)) throw error;
  }
  const all = await cli.config(stack, { showSecrets: true });
  return readSettings((key) => all.get(key), env);
}
