/** Why a roster cannot hold a value as it is. It knows no null, and no number that another reader could change. */
export function mistakeInWritten(value: unknown): string | undefined {
  if (value === null || value === undefined) return "a roster cannot hold null";
  if (typeof value === "string") return isWellFormed(value) ? undefined : brokenText;
  if (typeof value === "number")
    return isKept(value) ? undefined : "the number cannot be written without a loss";
  if (typeof value !== "object") return undefined;
  const entries = Array.isArray(value) ? value.map((item) => ["", item] as const) : Object.entries(value);
  for (const [key, part] of entries) {
    const mistake = isWellFormed(key) ? mistakeInWritten(part) : brokenText;
    if (mistake !== undefined) return mistake;
  }
  return undefined;
}

const brokenText = "the string contains half of a character";

/** Half of a pair of code units is in no file. */
function isWellFormed(text: string): boolean {
  return !/\p{Cs}/u.test(text);
}

/** In decimal digits it is the same number. */
function isKept(number: number): boolean {
  return (
    /^-?\d+(?:\.\d+)?$/u.test(String(number)) && (!Number.isInteger(number) || Number.isSafeInteger(number))
  );
}
