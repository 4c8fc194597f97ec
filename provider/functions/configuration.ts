import * as pulumi from "@pulumi/pulumi";

import type { Properties } from "../../model/rules/record.js";
import { user } from "../../model/schema/index.js";
import { pluginToken, typeToken } from "../../model/schema/kind.js";
import { assertKnownSettings } from "../resources/known-settings.js";
import { programError } from "../resources/program-error.js";
import { declaredConfiguration } from "../resources/provider.js";
import { providerNameSetting, readSettings, settingNames, type Settings } from "../settings.js";

const keys = settingNames.map((name) => `approw:${name}`);

/** What is configured for a resource with the same options: by its provider, or by the stack. */
export interface Configuration {
  /** Never fails: the failure of an output ends the program, even if the call is in a `try`. */
  readonly values: pulumi.Output<Properties>;
  readonly isProvider: boolean;
}

export function configurationOf({ provider, parent }: pulumi.InvokeOptions): Configuration {
  const explicit = provider ?? parent?.getProvider(typeToken(user)) ?? parent?.getProvider(pluginToken(user));
  if (explicit === undefined) {
    const stack = Object.fromEntries(keys.map((key) => [key, pulumi.runtime.getConfig(key)]));
    return { values: known(stack), isProvider: false };
  }
  // What is read with the secret of a provider is not a secret itself.
  return { values: pulumi.unsecret(known(declaredConfiguration(explicit) ?? {})), isProvider: true };
}

function known(configuration: pulumi.Inputs): pulumi.Output<Properties> {
  const values: pulumi.Output<unknown> = pulumi.output(configuration);
  return values.apply((each) => ({ ...(each as Properties) }));
}

/** @throws when the configuration is incomplete or wrong */
export function settingsFrom(values: Properties, isProvider: boolean): Settings {
  if (!isProvider) assertKnownSettings();
  else if (typeof values[providerNameSetting] !== "string") throw notOurs();
  try {
    return readSettings((key) => textOf(values[key]), process.env);
  } catch (error) {
    throw programError(error instanceof Error ? error.message : String(error));
  }
}

function textOf(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}

function notOurs(): Error {
  return programError(
    "the provider of a function must be an approw.Provider: pass the one that you declared",
  );
}
