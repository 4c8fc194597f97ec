/**
 * A text from the pool for the eyes of a reviewer: anybody may choose their name, so what would move the cursor, change
 * colours or turn the direction of the line, and what no text format may hold, is shown by its number.
 */
export function printable(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\uFFFE\uFFFF]/gu, (character) => {
    const point = character.codePointAt(0) ?? 0;
    return `\\u{${point.toString(16)}}`;
  });
}
