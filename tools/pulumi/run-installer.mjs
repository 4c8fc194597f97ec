/** `node run-installer.mjs <directory> <version>`: installs the Pulumi CLI there, as the Automation API does. */
import { createRequire } from "node:module";
import process from "node:process";

const require = createRequire(import.meta.url);
const { PulumiCommand } = require("@pulumi/pulumi/automation");
const { parse } = createRequire(require.resolve("@pulumi/pulumi"))("semver");

const [root = "", version] = process.argv.slice(2);
try {
  await PulumiCommand.install({ root, version: parse(version) });
} catch (cause) {
  console.error(cause instanceof Error ? cause.message : String(cause));
  process.exitCode = 1;
}
