import { chmod, copyFile, mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { bundle } from "./bundle.mjs";
import { licensesOf, manifestOf } from "./licenses.mjs";

/** What the engine starts: it looks for this name in the directory of `plugins.providers[].path`. */
const launcher = "pulumi-resource-approw";

const forPosix = `#!/bin/sh
# Pulumi starts this to manage resources of the package approw.
exec node "$(dirname "$0")/provider.js" "$@"
`;

const forWindows = `@echo off
node "%~dp0provider.js" %*
`;

/**
 * Bundles the plugin with everything that it needs into `dist/plugin/`: one file starts twice as fast as the hundreds that
 * it is made of, and runs from Pulumi's own cache, where no packages are.
 *
 * @param {string} directory of the package
 */
export async function bundlePlugin(directory) {
  const output = join(directory, "dist", "plugin");
  await rm(output, { recursive: true, force: true });
  await mkdir(output, { recursive: true });
  const entryPoints = { provider: join(directory, "dist/provider/adapters/plugin/main.js") };
  const inputs = await bundle(directory, entryPoints, output);
  const { version, license } = manifestOf(directory);
  const manifest = { name: launcher, version, license, private: true };
  await writeFile(join(output, "package.json"), JSON.stringify(manifest, undefined, 2));
  await writeFile(join(output, "LICENSES.txt"), await licensesOf(directory, inputs));
  await copyFile(join(directory, "schema.json"), join(output, "schema.json"));
  await writeFile(join(output, launcher), forPosix);
  await writeFile(join(output, `${launcher}.cmd`), forWindows);
  await chmod(join(output, launcher), 0o755);
}
