import { spawnSync } from "node:child_process";
import { accessSync, constants, realpathSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import process from "node:process";
import { cachedInstallation } from "./cache.mjs";
import { isAtLeast, oldestVersion } from "./version.mjs";

/**
 * @typedef {object} PulumiCli
 * @property {string} command the program to start
 * @property {string} directory holds the program and, unless they are on PATH, its hosts
 * @property {string} version such as "3.259.0"
 */

/** What a CLI needs beside it or on PATH to run programs of Node.js with dynamic resources. */
const hosts = ["pulumi-language-nodejs", "pulumi-resource-pulumi-nodejs"];

/**
 * The Pulumi CLI to use: the one on PATH if it is new enough and complete, otherwise the cached one, if any.
 *
 * @returns {PulumiCli | undefined}
 */
export function findPulumiCli() {
  return inspect(onPath("pulumi")) ?? inspect(executable(join(cachedInstallation(), "bin"), "pulumi"));
}

/**
 * PATH with the CLI first and the Node.js that runs this second: the CLI starts its hosts by name.
 *
 * @param {PulumiCli} cli
 */
export function pathWith(cli) {
  return [cli.directory, dirname(process.execPath), process.env["PATH"]].filter(Boolean).join(delimiter);
}

/**
 * @param {string | undefined} command
 * @returns {PulumiCli | undefined}
 */
function inspect(command) {
  if (command === undefined) return undefined;
  const directory = dirname(realpathSync(command));
  if (!hosts.every((host) => executable(directory, host) ?? onPath(host))) return undefined;

  const { status, stdout } = spawnSync(command, ["version"], {
    encoding: "utf8",
    env: { ...process.env, PULUMI_SKIP_UPDATE_CHECK: "true" },
  });
  const version = status === 0 ? stdout.trim().replace(/^v/, "") : "";
  return isAtLeast(version, oldestVersion) ? { command, directory, version } : undefined;
}

/** @param {string} name */
function onPath(name) {
  const directories = (process.env["PATH"] ?? "").split(delimiter).filter(Boolean);
  return directories.map((directory) => executable(directory, name)).find(Boolean);
}

/**
 * The file in `directory` that runs as `name`, if there is one.
 *
 * @param {string} directory
 * @param {string} name
 */
function executable(directory, name) {
  const endings = process.platform === "win32" ? [".exe", ".cmd"] : [""];
  return endings.map((ending) => join(directory, name + ending)).find(isExecutable);
}

/** @param {string} file */
function isExecutable(file) {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
