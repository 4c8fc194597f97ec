import { homedir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { pinnedVersion } from "./version.mjs";

/** @typedef {Record<string, string | undefined>} Environment */

/**
 * Where a downloaded or built CLI is kept: `PULUMI_APPROW_CACHE`, or the platform's directory for caches. It is
 * outside the repository so that all checkouts share it.
 *
 * @param {Environment} env
 * @param {NodeJS.Platform} platform
 */
export function cacheDirectory(env = process.env, platform = process.platform) {
  return env["PULUMI_APPROW_CACHE"] || join(platformCache(env, platform), "approw-pulumi");
}

/**
 * The cached installation: the CLI and its hosts are in `bin/`, as Pulumi's own installer lays it out.
 *
 * @param {Environment} env
 * @param {NodeJS.Platform} platform
 */
export function cachedInstallation(env = process.env, platform = process.platform) {
  return join(cacheDirectory(env, platform), pinnedVersion);
}

/** The directory of the programs in that installation. */
export function cachedPrograms() {
  return join(cachedInstallation(), "bin");
}

/**
 * @param {Environment} env
 * @param {NodeJS.Platform} platform
 */
function platformCache(env, platform) {
  if (platform === "win32") return env["LOCALAPPDATA"] || join(homedir(), "AppData", "Local");
  if (env["XDG_CACHE_HOME"]) return env["XDG_CACHE_HOME"];
  return platform === "darwin" ? join(homedir(), "Library", "Caches") : join(homedir(), ".cache");
}
