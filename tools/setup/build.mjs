import { existsSync, readdirSync, rmSync, statSync, utimesSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import process from "node:process";
import { withProgress } from "./progress.mjs";
import { bundlePlugin } from "./plugin.mjs";
import { runQuietly } from "./run-quietly.mjs";
import { SetupError } from "./setup-error.mjs";
import { vendorModules } from "./vendor.mjs";

/** What the compiled package is made of. */
const sources = [
  "sdk",
  "model",
  "provider",
  "roster",
  "drift",
  "plan",
  "cli",
  "emulator",
  "schema.json",
  "tsconfig.json",
  "tsconfig.build.json",
  "package-lock.json",
];

/**
 * Without the check of the types, which is done by default, the build takes half the time.
 *
 * @typedef {{ checkTypes?: boolean }} BuildOptions
 */

/**
 * Compiles the package into `dist/` unless nothing changed since the last time.
 *
 * @param {URL} root
 * @param {BuildOptions} options
 */
export async function build(root, { checkTypes = true } = {}) {
  const directory = fileURLToPath(root);
  const record = join(directory, "dist", ".tsbuildinfo");
  const newest = Math.max(...sources.map((name) => newestChange(join(directory, name))));
  if (changedAt(record) >= newest) return;

  // Edits made while the compiler runs count as newer.
  const startedAt = Date.now();
  const compiler = join(directory, "node_modules", "typescript", "bin", "tsc");
  const args = [compiler, "-p", "tsconfig.build.json", ...(checkTypes ? [] : ["--noCheck"])];
  const { code, lines } = await withProgress("Compiling the package (a few seconds)", () =>
    runQuietly(process.execPath, args, { cwd: directory }),
  );
  // The compiler keeps its record when it fails, and does not touch it when a change had no effect on what it emits.
  if (existsSync(record)) setTime(record, 0);
  if (code !== 0) throw new SetupError("the package does not compile:", lines);
  removeLeftovers(directory);
  await vendorModules(directory);
  await bundlePlugin(directory);
  setTime(record, startedAt);
}

/**
 * The compiler keeps the output of sources that are gone, and a package would ship it.
 *
 * @param {string} directory
 */
function removeLeftovers(directory) {
  const output = join(directory, "dist");
  const compiled = readdirSync(output, { encoding: "utf8", recursive: true }).filter(
    (path) => /\.(js|d\.ts)$/.test(path) && !/^(?:vendor|plugin)\b/.test(path),
  );
  for (const path of compiled) {
    const source = path.replace(/\.(js|d\.ts)$/, ".ts");
    if (!existsSync(join(directory, source))) rmSync(join(output, path));
  }
}

/**
 * Directories count too: their time reveals removed files.
 *
 * @param {string} path
 * @returns {number}
 */
function newestChange(path) {
  const stats = statSync(path, { throwIfNoEntry: false });
  if (stats === undefined) return 0;
  if (!stats.isDirectory()) return stats.mtimeMs;
  return Math.max(stats.mtimeMs, ...readdirSync(path).map((name) => newestChange(join(path, name))));
}

/** @param {string} file */
function changedAt(file) {
  return statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0;
}

/**
 * @param {string} file
 * @param {number} milliseconds
 */
function setTime(file, milliseconds) {
  utimesSync(file, milliseconds / 1000, milliseconds / 1000);
}
