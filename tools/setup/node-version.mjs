import { readFileSync } from "node:fs";
import process from "node:process";
import { SetupError } from "./setup-error.mjs";

/**
 * @param {URL} root
 * @param {string} version
 * @throws {SetupError} when `engines` of package.json does not include the Node.js that runs this
 */
export function checkNodeVersion(root, version = process.versions.node) {
  const { engines } = JSON.parse(readFileSync(new URL("package.json", root), "utf8"));
  if (isInRange(version, engines.node)) return;
  throw new SetupError(`Node.js ${version} is not supported; the version must match ${engines.node}`, [
    "Install Node.js 22 or 24 from https://nodejs.org/en/download and run the command again.",
  ]);
}

/**
 * Knows the two forms that `engines` uses: `^20.19.0` (this major, at least that) and `>=22.12.0`, joined by `||`.
 *
 * @param {string} version
 * @param {string} range
 */
export function isInRange(version, range) {
  return range.split("||").some((part) => {
    const [, operator, floor] = /^\s*(\^|>=)(\S+)\s*$/.exec(part) ?? [];
    if (floor === undefined) throw new Error(`package.json has a range of an unknown form: ${part}`);
    const isNewEnough = version.localeCompare(floor, "en", { numeric: true }) >= 0;
    const isSameMajor = version.split(".")[0] === floor.split(".")[0];
    return isNewEnough && (operator === ">=" || isSameMajor);
  });
}
