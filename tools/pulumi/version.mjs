/** The Pulumi CLI that is fetched or built where none is installed. go.mod beside this file names the same. */
export const pinnedVersion = "3.259.0";

/** The oldest CLI that takes over what a dynamic resource reads as its inputs, so that drift shows. */
export const oldestVersion = "3.216.0";

/** Whether `version` (such as "v3.230.1") is a release of the same major number, and not older than `floor`. */
export function isAtLeast(version, floor) {
  const found = toNumbers(version);
  const wanted = toNumbers(floor);
  if (found === undefined || wanted === undefined || found[0] !== wanted[0]) return false;
  const difference = found.map((part, index) => part - wanted[index]).find((part) => part !== 0);
  return (difference ?? 0) >= 0;
}

function toNumbers(version) {
  const match = /^v?(\d+)\.(\d+)\.(\d+)/.exec(version);
  return match?.slice(1).map(Number);
}
