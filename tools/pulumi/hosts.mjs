import { chmodSync, existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { basename, dirname, join } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";

const ours = fileURLToPath(new URL("language-host/", import.meta.url));
const languageHost = ["pulumi-language-nodejs", "pulumi-language-nodejs.cmd", "pulumi-language-nodejs.mjs"];
const dynamicHost = ["pulumi-resource-pulumi-nodejs", "pulumi-resource-pulumi-nodejs.cmd"];

/**
 * Adds the hosts that a CLI lacks: ours for programs of Node.js, and for dynamic resources the launchers in
 * `@pulumi/pulumi`.
 *
 * @param {string} directory of the CLI
 */
export function completeHosts(directory) {
  if (!has(directory, "pulumi-language-nodejs")) copyOurs(directory);
  if (!has(directory, "pulumi-resource-pulumi-nodejs")) {
    const pulumi = dirname(createRequire(import.meta.url).resolve("@pulumi/pulumi/package.json"));
    dynamicHost.forEach((name) => copy(join(pulumi, name), directory));
  }
}

/**
 * Updates our host in the cache to this checkout's, unless the cached host is Pulumi's.
 *
 * @param {string} directory of the CLI
 */
export function refreshHosts(directory) {
  if (existsSync(join(directory, "pulumi-language-nodejs.mjs"))) copyOurs(directory);
}

/** @param {string} directory */
function copyOurs(directory) {
  languageHost.forEach((name) => copy(join(ours, name), directory));
}

/**
 * @param {string} directory
 * @param {string} name
 */
function has(directory, name) {
  return existsSync(join(directory, process.platform === "win32" ? `${name}.exe` : name));
}

/**
 * Replaces the file with one rename, since another process may be starting it.
 *
 * @param {string} source
 * @param {string} directory
 */
function copy(source, directory) {
  const target = join(directory, basename(source));
  const content = readFileSync(source);
  if (existsSync(target) && readFileSync(target).equals(content)) return;
  const partial = `${target}.partial-${process.pid}`;
  writeFileSync(partial, content);
  chmodSync(partial, 0o755);
  renameSync(partial, target);
}
