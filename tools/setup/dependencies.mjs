import { readFileSync } from "node:fs";
import { isMissingFile } from "./missing-file.mjs";
import { npm } from "./npm.mjs";
import { withProgress } from "./progress.mjs";
import { SetupError } from "./setup-error.mjs";

/** @typedef {Record<string, { version?: string, optional?: boolean, link?: boolean }>} Packages */

/**
 * Runs `npm ci` unless everything in package-lock.json is installed. No package here needs its install scripts.
 *
 * @param {URL} root
 */
export async function installDependencies(root) {
  if (areInstalled(root)) return;
  const { code, lines } = await withProgress("Installing the packages (about a minute)", () =>
    npm(["ci", "--ignore-scripts"], root),
  );
  if (code !== 0) throw new SetupError("npm ci failed:", lines);
}

/**
 * Compares versions, not times: npm writes the lock file after the packages. npm's own record of what it installed
 * leaves out optional packages for other platforms.
 *
 * @param {URL} root
 */
export function areInstalled(root) {
  const wanted = readPackages(new URL("package-lock.json", root));
  const installed = readPackages(new URL("node_modules/.package-lock.json", root));
  if (wanted === undefined)
    throw new SetupError("package-lock.json is missing: this is not a complete checkout");
  if (installed === undefined) return false;
  return Object.entries(wanted)
    .filter(([path, { optional }]) => path !== "" && !optional)
    .every(([path, { version, link }]) => link || installed[path]?.version === version);
}

/**
 * @param {URL} file
 * @returns {Packages | undefined}
 */
function readPackages(file) {
  try {
    return JSON.parse(readFileSync(file, "utf8")).packages;
  } catch (cause) {
    if (isMissingFile(cause)) return undefined;
    throw cause;
  }
}
