import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";
import process from "node:process";

/**
 * The file that runs as `name` in the first directory of PATH that has one.
 *
 * @param {string} name
 */
export function onPath(name) {
  const directories = (process.env["PATH"] ?? "").split(delimiter).filter(Boolean);
  return directories.map((directory) => executable(directory, name)).find(Boolean);
}

/**
 * The file in `directory` that runs as `name`, if there is one.
 *
 * @param {string} directory
 * @param {string} name
 */
export function executable(directory, name) {
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
