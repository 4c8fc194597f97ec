/**
 * Writes the last line of a run and returns its exit code. A run in which nothing passed proves nothing.
 *
 * @param {import("./run-tests.mjs").TestSums} sums
 * @param {(text: string) => void} print
 */
export function conclude({ passed, failed }, print = console.log) {
  print(`\n${passed} passed, ${failed} failed`);
  return passed > 0 && failed === 0 ? 0 : 1;
}
