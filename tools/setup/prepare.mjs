import { getPulumiCli } from "../pulumi/get-cli.mjs";
import { build } from "./build.mjs";
import { installDependencies } from "./dependencies.mjs";
import { checkNodeVersion } from "./node-version.mjs";

/** The directory of the repository. */
export const root = new URL("../../", import.meta.url);

/**
 * Prepares a checkout so that any command can run: packages, the compiled package and the Pulumi CLI.
 *
 * @param {import("./build.mjs").BuildOptions} [options]
 */
export async function prepare(options) {
  await preparePackage(options);
  return getPulumiCli();
}

/**
 * Prepares a checkout so that the package can be packed.
 *
 * @param {import("./build.mjs").BuildOptions} [options]
 */
export async function preparePackage(options) {
  checkNodeVersion(root);
  await installDependencies(root);
  await build(root, options);
}
