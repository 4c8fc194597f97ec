/**
 * A string from the pool, safe to print. Users may choose their names, so characters that would move the cursor, change
 * colours or turn the direction of the line, and those that no text format may hold, are shown by their number.
 */
export function printable(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\uFFFE\uFFFF]/gu, (character) => {
    const point = character.codePointAt(0) ?? 0;
    return `\\u{${point.toString(16)}}`;
  });
}
