import * as pulumi from "@pulumi/pulumi";

import { providerNameSetting } from "../settings.js";
import { type ProviderArgs, rememberConfiguration, toConfiguration } from "./provider.js";

/**
 * A user pool besides that of the stack's configuration, managed by the plugin. Resources with the option `provider`, and
 * those in a component with the option `providers`, belong to this pool.
 *
 * Each provider runs in a process of its own. Declare one for each user pool: a second one for the same pool is refused.
 */
export class PluginProvider extends pulumi.ProviderResource {
  /**
   * Declares a user pool.
   *
   * @param name the name of the resource in the program
   * @param args the user pool and its settings
   * @param opts options of Pulumi
   */
  constructor(name: string, args: ProviderArgs, opts?: pulumi.ResourceOptions) {
    const configuration = toConfiguration(name, args);
    super("approw", name, withoutNamespace(configuration), opts);
    rememberConfiguration(this, configuration);
  }
}

/** The plugin knows its settings by their own names. */
function withoutNamespace(configuration: pulumi.Inputs): pulumi.Inputs {
  return Object.fromEntries(
    Object.entries(configuration)
      .filter(([key]) => key !== providerNameSetting)
      .map(([key, value]): [string, unknown] => [key.replace(/^approw:/u, ""), value]),
  );
}
