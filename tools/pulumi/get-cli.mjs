import { mkdirSync, renameSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import process from "node:process";
import { SetupError } from "../setup/setup-error.mjs";
import { buildCli } from "./build-cli.mjs";
import { cachedInstallation } from "./cache.mjs";
import { downloadCli } from "./download-cli.mjs";
import { findPulumiCli } from "./find-cli.mjs";
import { completeHosts, refreshHosts } from "./hosts.mjs";
import { oldestVersion, pinnedVersion } from "./version.mjs";

/** How to come by a CLI where none is found; each throws with one line that says why it could not. */
const sources = [
  { title: "download", fetch: downloadCli },
  { title: "build", fetch: buildCli },
];

/**
 * The Pulumi CLI: one on PATH, else the cached one, else one that is downloaded or built now and cached.
 *
 * @returns {Promise<import("./find-cli.mjs").PulumiCli>}
 * @throws SetupError when there is no way to one; it says what to install
 */
export async function getPulumiCli() {
  const installation = cachedInstallation();
  refreshHosts(join(installation, "bin"));
  const found = findPulumiCli();
  if (found !== undefined) return found;

  const reasons = [];
  for (const { title, fetch } of sources) {
    try {
      await install(fetch, installation);
    } catch (cause) {
      reasons.push(`${title}: ${cause.message.split("\n")[0]}`);
      process.stderr.write(`  ${reasons.at(-1)}\n`);
      continue;
    }
    const installed = findPulumiCli();
    if (installed !== undefined) return installed;
    reasons.push(`${title}: what it brought does not run here`);
  }
  throw new SetupError("there is no Pulumi CLI, and no way to get one:", [
    `PATH: none of version ${oldestVersion} or newer with its Node.js host`,
    ...reasons,
    "Install Pulumi (https://www.pulumi.com/docs/install) or Go (https://go.dev/dl), and run the command again.",
  ]);
}

/** Fetches into a directory of this process and moves it into place when it is complete. */
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

/** What stands there was not found to be usable, unless another process has just put the same there. */
function publish(partial, installation) {
  if (findPulumiCli() !== undefined) return;
  mkdirSync(dirname(installation), { recursive: true });
  rmSync(installation, { recursive: true, force: true });
  renameSync(partial, installation);
}
