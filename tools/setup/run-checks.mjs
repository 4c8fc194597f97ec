import { readFileSync } from "node:fs";
import { npm } from "./npm.mjs";

/** @typedef {{ name: string, isPassed: boolean, lines: readonly string[] }} CheckOutcome */

/**
 * Runs the scripts of package.json whose names begin with `check:` one after the other. They print nothing while the
 * tests run beside them.
 *
 * @param {URL} root
 * @returns {Promise<CheckOutcome[]>}
 */
export async function runChecks(root) {
  const { scripts } = JSON.parse(readFileSync(new URL("package.json", root), "utf8"));
  /** @type {CheckOutcome[]} */
  const outcomes = [];
  for (const name of Object.keys(scripts).filter((script) => script.startsWith("check:"))) {
    const { code, lines } = await npm(["run", "--silent", name], root);
    outcomes.push({ name, isPassed: code === 0, lines });
  }
  return outcomes;
}

/**
 * Shows the output of the checks that failed, and counts all of them.
 *
 * @param {readonly CheckOutcome[]} outcomes
 * @param {(text: string) => void} print
 * @returns {import("./run-tests.mjs").TestSums}
 */
export function reportChecks(outcomes, print = console.log) {
  for (const { name, isPassed, lines } of outcomes)
    print(isPassed ? `✔ ${name}` : [`✘ ${name}`, ...lines].join("\n  "));
  const passed = outcomes.filter(({ isPassed }) => isPassed).length;
  return { passed, failed: outcomes.length - passed };
}
