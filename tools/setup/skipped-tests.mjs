/**
 * A reporter of vitest. At the end of a run it says how many tests were skipped for which reason, so that such a run does not
 * count as a complete one. Tests without a reason are for another platform.
 */
export default class SkippedTests {
  /** @param {ReadonlyArray<import("vitest/node").TestModule>} modules */
  onTestRunEnd(modules) {
    const tests = modules.flatMap(({ children }) => [...children.allTests("skipped")]);
    for (const line of linesOf(tests.map((test) => reasonOf(test.result())))) console.log(line);
  }
}

/**
 * @param {readonly (string | undefined)[]} reasons one for each skipped test
 * @returns {string[]}
 */
export function linesOf(reasons) {
  const given = reasons.filter((reason) => reason !== undefined);
  return [...new Set(given)].map((reason) => {
    const count = given.filter((other) => other === reason).length;
    return `SKIPPED: ${count} ${count === 1 ? "test" : "tests"}, because ${reason}`;
  });
}

/** @param {import("vitest/node").TestResult} result */
function reasonOf(result) {
  return result.state === "skipped" ? result.note : undefined;
}
