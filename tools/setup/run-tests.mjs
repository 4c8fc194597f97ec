import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runProgram } from "./run-program.mjs";

/**
 * Runs vitest on this terminal.
 *
 * @param {URL} root
 * @param {string[]} args passed to vitest
 * @returns {Promise<{ passed: number, failed: number }>}
 */
export async function runTests(root, args) {
  const directory = mkdtempSync(join(tmpdir(), "approw-tests-"));
  const report = join(directory, "report.json");
  try {
    const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${report}`];
    const code = await runProgram(["node_modules/vitest/vitest.mjs", "run", ...reporters, ...args], {
      cwd: root,
    });
    return sumUp(readReport(report), code);
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

/**
 * Counts a file that could not be run as one failure. So are errors outside of all tests, of which only the exit code
 * tells.
 */
export function sumUp({ numPassedTests: passed, numFailedTests, testResults }, code) {
  const brokenFiles = testResults.filter(
    (file) => file.status === "failed" && file.assertionResults.length === 0,
  );
  const failed = numFailedTests + brokenFiles.length;
  return { passed, failed: failed === 0 && code !== 0 ? 1 : failed };
}

/** Vitest writes none when it was stopped or had nothing to run. */
function readReport(file) {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch (cause) {
    if (cause.code === "ENOENT") return { numPassedTests: 0, numFailedTests: 0, testResults: [] };
    throw cause;
  }
}
