/**
 * The first line of what an error says.
 *
 * @param {unknown} cause
 */
export function firstLineOf(cause) {
  return (cause instanceof Error ? cause.message : String(cause)).split("\n")[0];
}
