import * as pulumi from "@pulumi/pulumi";

import { type Declaration, describePlace, SecretReference } from "../../roster/index.js";
import { programError } from "./program-error.js";

/**
 * The secret that a roster refers to: the value of an environment variable, or of the stack's configuration. A key without
 * a colon is one of the project.
 */
export function secretOf(reference: SecretReference): pulumi.Output<string> | undefined {
  const { env, config: key } = reference;
  if (env !== undefined) {
    const value = process.env[env];
    return value === undefined || value === "" ? undefined : pulumi.secret(value);
  }
  const [name = "", ...namespace] = (key ?? "").split(":").reverse();
  const config = new pulumi.Config(namespace.length === 0 ? undefined : namespace.reverse().join(":"));
  return config.getSecret(name);
}

/** Ends a program whose roster refers to secrets that are not there, before it registers anything. */
export function assertSecrets(declarations: readonly Declaration[]): void {
  const missing = declarations.flatMap(({ kind, name, args, place }) =>
    Object.entries(args).flatMap(([field, value]) =>
      value instanceof SecretReference && secretOf(value) === undefined
        ? [`${describePlace(place)}: ${field} of ${kind} "${name}": ${howToSet(value)}`]
        : [],
    ),
  );
  if (missing.length > 0) throw programError(missing.join("\n"));
}

function howToSet({ env, config }: SecretReference): string {
  return env === undefined
    ? `the stack's configuration has no "${config ?? ""}". Run \`pulumi config set --secret ${config ?? ""}\``
    : `the environment variable ${env} is not set`;
}
