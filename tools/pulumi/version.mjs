/** The Pulumi CLI that is downloaded or built if none is installed. It must match go.mod beside this file. */
export const pinnedVersion = "3.259.0";

/** The oldest CLI that stores the inputs that a dynamic resource reads, so that drift shows. */
export const oldestVersion = "3.216.0";

/**
 * Whether `version` (such as "v3.230.1") is a release with the same major number that is not older than `floor`.
 *
 * @param {string} version
 * @param {string} floor
 */
export function isAtLeast(version, floor) {
  const found = toNumbers(version);
  const wanted = toNumbers(floor);
  if (found === undefined || wanted === undefined || found[0] !== wanted[0]) return false;
  const difference = found.map((part, index) => part - (wanted[index] ?? 0)).find((part) => part !== 0);
  return (difference ?? 0) >= 0;
}

/** @param {string} version */
function toNumbers(version) {
  const match = /^v?(\d+)\.(\d+)\.(\d+)/.exec(version);
  return match?.slice(1).map(Number);
}
