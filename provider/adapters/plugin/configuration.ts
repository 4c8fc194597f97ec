import type { CheckFailure } from "../../../model/rules/check-inputs.js";
import { isUnknown } from "../../../model/rules/unknown.js";
import { isDefaultProvider } from "../../../model/schema/tokens.js";
import type { Properties } from "../../../model/rules/record.js";
import {
  ownSettings,
  providerNameSetting,
  type ReadConfig,
  readSettings,
  settingNames,
  unknownSettings,
} from "../../settings.js";
import { SettingsError } from "../../../model/errors.js";

/** What Pulumi itself adds to the inputs of a provider. */
const pulumisOwn: readonly string[] = ["version", "pluginDownloadURL", "pluginChecksums", "__internal"];

/** The settings of one instance of the plugin. */
export interface Configuration {
  /** The name of the provider resource. */
  readonly name: string;
  readonly values: Properties;
}

/**
 * The settings as the session reads them. A provider that a program declares takes nothing from the environment, which may
 * be meant for another pool, unless it declares neither a pool nor a secret nor a host.
 */
export function toReadConfig({ name, values }: Configuration): ReadConfig {
  const isOwn =
    !isDefaultProvider(name) && ownSettings.some((setting) => textOf(values[setting]) !== undefined);
  const prefix = "approw:";
  return (key) => {
    if (key === providerNameSetting) return isOwn ? name : undefined;
    return key.startsWith(prefix) ? textOf(values[key.slice(prefix.length)]) : undefined;
  };
}

/** The mistakes that can be seen before the first operation. Missing credentials are none: a preview may do without. */
export function checkConfiguration(
  configuration: Configuration,
  environment: NodeJS.ProcessEnv,
): CheckFailure[] {
  const { name, values } = configuration;
  const names = Object.keys(values).filter((setting) => !pulumisOwn.includes(setting));
  const unknown = unknownSettings(names.map((setting) => `approw:${setting}`));
  const where = isDefaultProvider(name) ? "" : ` (in the provider "${name}")`;
  const failures = unknown.map((reason) => ({ property: "", reason: reason + where }));
  const isOpen = settingNames.some((setting) => isUnknown(values[setting]));
  if (isOpen || failures.length > 0) return failures;
  const config = toReadConfig(configuration);
  if (!["approw:userPoolId", "approw:secret"].every((key) => config(key) !== undefined)) return [];
  try {
    readSettings(config, environment);
    return [];
  } catch (error) {
    if (!(error instanceof SettingsError)) throw error;
    return [{ property: "", reason: error.message }];
  }
}

/**
 * Settings arrive as strings from the stack, as JSON in strings from generated classes of Node.js, and as they are from
 * YAML: each of them reads the same. Null counts as absent.
 */
function textOf(value: unknown): string | undefined {
  if (value === undefined || value === null) return undefined;
  return typeof value === "string" ? value : JSON.stringify(value);
}
