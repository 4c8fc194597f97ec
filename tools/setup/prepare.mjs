import { getPulumiCli } from "../pulumi/get-cli.mjs";
import { build } from "./build.mjs";
import { installDependencies } from "./dependencies.mjs";
import { checkNodeVersion } from "./node-version.mjs";

/** The directory of the repository. */
export const root = new URL("../../", import.meta.url);

/** Brings a checkout to where a command can run: packages, the compiled package and the Pulumi CLI. */
export async function prepare(options) {
  await preparePackage(options);
  return getPulumiCli();
}

/** Brings a checkout to where the package can be packed. */
export async function preparePackage(options) {
  checkNodeVersion(root);
  await installDependencies(root);
  await build(root, options);
}
