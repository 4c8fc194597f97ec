import { mkdirSync, renameSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import process from "node:process";
import { firstLineOf } from "../setup/first-line.mjs";
import { SetupError } from "../setup/setup-error.mjs";
import { buildCli } from "./build-cli.mjs";
import { cachedInstallation, cachedPrograms } from "./cache.mjs";
import { downloadCli } from "./download-cli.mjs";
import { findPulumiCli } from "./find-cli.mjs";
import { completeHosts, refreshHosts } from "./hosts.mjs";
import { oldestVersion, pinnedVersion } from "./version.mjs";

/**
 * Puts a CLI into `installation`, or throws an error whose first line says why it could not.
 *
 * @typedef {(installation: string, version: string) => Promise<unknown>} FetchCli
 */

/** @type {{ title: string, fetch: FetchCli }[]} */
const sources = [
  { title: "download", fetch: downloadCli },
  { title: "build", fetch: buildCli },
];

/**
 * The Pulumi CLI: the one on PATH, or the cached one, or one that is downloaded or built now and cached.
 *
 * @returns {Promise<import("./find-cli.mjs").PulumiCli>}
 * @throws {SetupError} when none can be had; it says what to install
 */
export async function getPulumiCli() {
  const installation = cachedInstallation();
  refreshHosts(cachedPrograms());
  const found = findPulumiCli();
  if (found !== undefined) return found;

  const reasons = [];
  for (const { title, fetch } of sources) {
    try {
      await install(fetch, installation);
    } catch (cause) {
      const reason = `${title}: ${firstLineOf(cause)}`;
      process.stderr.write(`  ${reason}\n`);
      reasons.push(reason);
      continue;
    }
    const installed = findPulumiCli();
    if (installed !== undefined) return installed;
    reasons.push(`${title}: the result does not run on this machine`);
  }
  throw new SetupError("no Pulumi CLI was found, and none could be downloaded or built:", [
    `PATH: no version ${oldestVersion} or newer with its Node.js host`,
    ...reasons,
    "Install Pulumi (https://www.pulumi.com/docs/install) or Go (https://go.dev/dl) and run the command again.",
  ]);
}

/**
 * Downloads or builds into a directory of this process and moves it into place when it is complete.
 *
 * @param {FetchCli} fetch
 * @param {string} installation
 */
async function install(fetch, installation) {
  const partial = `${installation}.partial-${process.pid}`;
  const discard = () => rmSync(partial, { recursive: true, force: true });
  mkdirSync(join(partial, "bin"), { recursive: true });
  process.once("exit", discard);
  try {
    await fetch(partial, pinnedVersion);
    completeHosts(join(partial, "bin"));
    publish(partial, installation);
  } finally {
    discard();
    process.off("exit", discard);
  }
}

/**
 * Replaces what is there, which was not usable, unless another process has just published the same CLI.
 *
 * @param {string} partial
 * @param {string} installation
 */
function publish(partial, installation) {
  if (findPulumiCli() !== undefined) return;
  mkdirSync(dirname(installation), { recursive: true });
  rmSync(installation, { recursive: true, force: true });
  renameSync(partial, installation);
}
