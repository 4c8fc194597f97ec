/**
 * Writes the last line of a run and returns its exit code. A run in which nothing passed has proved nothing.
 *
 * @param {{ passed: number, failed: number }} sums
 * @param {(text: string) => void} print
 */
export function conclude({ passed, failed }, print = console.log) {
  print(`\n${passed} passed, ${failed} failed`);
  return passed > 0 && failed === 0 ? 0 : 1;
}
