import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { isMissingFile } from "./missing-file.mjs";
import { runProgram } from "./run-program.mjs";

/** @typedef {{ passed: number, failed: number }} TestSums */

/**
 * The part of vitest's JSON report that is read here.
 *
 * @typedef {object} VitestReport
 * @property {number} numPassedTests
 * @property {number} numFailedTests
 * @property {{ status: string, assertionResults: unknown[] }[]} testResults
 */

/**
 * Runs vitest on this terminal.
 *
 * @param {URL} root
 * @param {readonly string[]} args passed to vitest
 * @returns {Promise<TestSums>}
 */
export async function runTests(root, args) {
  const directory = mkdtempSync(join(tmpdir(), "approw-tests-"));
  const report = join(directory, "report.json");
  try {
    const reporters = ["default", "json", "./tools/setup/skipped-tests.mjs"].map(
      (name) => `--reporter=${name}`,
    );
    const flags = [...reporters, `--outputFile.json=${report}`];
    const code = await runProgram(["node_modules/vitest/vitest.mjs", "run", ...flags, ...args], {
      cwd: root,
    });
    return sumUp(readReport(report), code);
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

/**
 * Counts a file that could not be run as one failure. An error outside of all tests is one too; only the exit code
 * reveals it.
 *
 * @param {VitestReport} report
 * @param {number} code
 * @returns {TestSums}
 */
export function sumUp({ numPassedTests: passed, numFailedTests, testResults }, code) {
  const brokenFiles = testResults.filter(
    (file) => file.status === "failed" && file.assertionResults.length === 0,
  );
  const failed = numFailedTests + brokenFiles.length;
  return { passed, failed: failed === 0 && code !== 0 ? 1 : failed };
}

/**
 * Vitest writes no report when it was stopped or had nothing to run.
 *
 * @param {string} file
 * @returns {VitestReport}
 */
function readReport(file) {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch (cause) {
    if (isMissingFile(cause)) return { numPassedTests: 0, numFailedTests: 0, testResults: [] };
    throw cause;
  }
}
