import { readFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { npm } from "./npm.mjs";
import { withProgress } from "./progress.mjs";

/**
 * Runs the scripts of package.json whose names begin with `check:`, as many at a time as there are processors, and
 * shows what those say that fail.
 *
 * @param {URL} root
 * @param {(text: string) => void} print
 * @returns {Promise<{ passed: number, failed: number }>}
 */
export async function runChecks(root, print = console.log) {
  const { scripts } = JSON.parse(readFileSync(new URL("package.json", root), "utf8"));
  const names = Object.keys(scripts).filter((name) => name.startsWith("check:"));
  const outcomes = await withProgress("Checking the sources (about a minute)", (report) =>
    runAll(names, root, report),
  );

  for (const { name, isPassed, lines } of outcomes)
    print(isPassed ? `✔ ${name}` : [`✘ ${name}`, ...lines].join("\n  "));
  const passed = outcomes.filter(({ isPassed }) => isPassed).length;
  return { passed, failed: outcomes.length - passed };
}

async function runAll(names, root, report) {
  const waiting = [...names];
  const outcomes = [];
  const lane = async () => {
    for (let name = waiting.shift(); name !== undefined; name = waiting.shift()) {
      const { code, lines } = await npm(["run", "--silent", name], root);
      outcomes.push({ name, isPassed: code === 0, lines });
      report(`${outcomes.length} of ${names.length}`);
    }
  };
  await Promise.all(Array.from({ length: availableParallelism() }, lane));
  return outcomes;
}
