import { chmodSync, existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { basename, dirname, join } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";

const ours = fileURLToPath(new URL("language-host/", import.meta.url));
const languageHost = ["pulumi-language-nodejs", "pulumi-language-nodejs.cmd", "pulumi-language-nodejs.mjs"];
const dynamicHost = ["pulumi-resource-pulumi-nodejs", "pulumi-resource-pulumi-nodejs.cmd"];

/**
 * Puts beside a CLI the hosts that it came without: for programs of Node.js ours, for dynamic resources the launchers
 * that `@pulumi/pulumi` brings.
 */
export function completeHosts(directory) {
  if (!has(directory, "pulumi-language-nodejs")) copyOurs(directory);
  if (!has(directory, "pulumi-resource-pulumi-nodejs")) {
    const pulumi = dirname(createRequire(import.meta.url).resolve("@pulumi/pulumi/package.json"));
    dynamicHost.forEach((name) => copy(join(pulumi, name), directory));
  }
}

/** Brings our host in the cache up to this checkout's, where it is ours that stands there. */
export function refreshHosts(directory) {
  if (existsSync(join(directory, "pulumi-language-nodejs.mjs"))) copyOurs(directory);
}

function copyOurs(directory) {
  languageHost.forEach((name) => copy(join(ours, name), directory));
}

function has(directory, name) {
  return existsSync(join(directory, process.platform === "win32" ? `${name}.exe` : name));
}

/** Replaces in one move, since another process may be starting the file. */
function copy(source, directory) {
  const target = join(directory, basename(source));
  const content = readFileSync(source);
  if (existsSync(target) && readFileSync(target).equals(content)) return;
  const partial = `${target}.partial-${process.pid}`;
  writeFileSync(partial, content);
  chmodSync(partial, 0o755);
  renameSync(partial, target);
}
