/**
 * The answer without the last half, but at least one entry, of its outermost lists of objects. Counts beside a list do
 * not change, which is how a cut page looks to a client.
 */
export function cutPage(answer: unknown): unknown {
  if (Array.isArray(answer)) {
    const entries: unknown[] = answer;
    return entries.slice(0, Math.floor(entries.length / 2));
  }
  if (typeof answer !== "object" || answer === null) return answer;
  return Object.fromEntries(
    Object.entries(answer).map(([key, value]) => [key, isValueList(value) ? value : cutPage(value)]),
  );
}

/** Lists of plain values, such as `registerSource`, are fields of an object, not pages. */
function isValueList(value: unknown): boolean {
  return Array.isArray(value) && value.every((entry) => typeof entry !== "object");
}
