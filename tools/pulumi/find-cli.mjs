import { spawnSync } from "node:child_process";
import { realpathSync } from "node:fs";
import { delimiter, dirname } from "node:path";
import process from "node:process";
import { cachedPrograms } from "./cache.mjs";
import { executable, onPath } from "./executables.mjs";
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
  return inspect(onPath("pulumi")) ?? inspect(executable(cachedPrograms(), "pulumi"));
}

/**
 * PATH with the CLI first and the Node.js that runs this second: the CLI starts its hosts by name. Last comes what was
 * built for a CLI that is not cached itself.
 *
 * @param {PulumiCli} cli
 */
export function pathWith(cli) {
  return [cli.directory, dirname(process.execPath), process.env["PATH"], cachedPrograms()]
    .filter(Boolean)
    .join(delimiter);
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
