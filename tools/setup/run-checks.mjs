import { readFileSync } from "node:fs";
import { npm } from "./npm.mjs";

/**
 * Runs the scripts of package.json whose names begin with `check:` one after the other, without a word: the tests run
 * meanwhile, and much of those is waiting.
 *
 * @param {URL} root
 */
export async function runChecks(root) {
  const { scripts } = JSON.parse(readFileSync(new URL("package.json", root), "utf8"));
  const outcomes = [];
  for (const name of Object.keys(scripts).filter((script) => script.startsWith("check:"))) {
    const { code, lines } = await npm(["run", "--silent", name], root);
    outcomes.push({ name, isPassed: code === 0, lines });
  }
  return outcomes;
}

/** Shows what those checks say that failed, and counts them all. */
export function reportChecks(outcomes, print = console.log) {
  for (const { name, isPassed, lines } of outcomes)
    print(isPassed ? `✔ ${name}` : [`✘ ${name}`, ...lines].join("\n  "));
  const passed = outcomes.filter(({ isPassed }) => isPassed).length;
  return { passed, failed: outcomes.length - passed };
}
