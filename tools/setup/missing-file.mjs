/**
 * Whether reading a file failed because there is no such file.
 *
 * @param {unknown} cause
 */
export function isMissingFile(cause) {
  return cause instanceof Error && "code" in cause && cause.code === "ENOENT";
}
