import { readFileSync } from "node:fs";
import process from "node:process";
import { SetupError } from "./setup-error.mjs";

/** @throws SetupError when `engines` of package.json leaves out the Node.js that runs this. */
export function checkNodeVersion(root, version = process.versions.node) {
  const { engines } = JSON.parse(readFileSync(new URL("package.json", root), "utf8"));
  if (isInRange(version, engines.node)) return;
  throw new SetupError(`Node.js ${version} is too old or not supported: ${engines.node} is needed`, [
    "Install Node.js 22 or 24 from https://nodejs.org/en/download, and run the command again.",
  ]);
}

/** The two forms that `engines` uses: `^20.19.0` (this major, at least that) and `>=22.12.0`, joined by `||`. */
export function isInRange(version, range) {
  return range.split("||").some((part) => {
    const [, operator, floor] = /^\s*(\^|>=)(\S+)\s*$/.exec(part) ?? [];
    if (operator === undefined)
      throw new Error(`the range ${part} of package.json has a form that is not known`);
    const isNewEnough = version.localeCompare(floor, "en", { numeric: true }) >= 0;
    const isSameMajor = version.split(".")[0] === floor.split(".")[0];
    return isNewEnough && (operator === ">=" || isSameMajor);
  });
}
