const segmenter = new Intl.Segmenter("en", { granularity: "grapheme" });

/**
 * Breaks words that are wider than a line, so that no table cuts them off: of an id, every character counts. What is not
 * ASCII may be two columns wide, and is taken to be.
 */
export function breakLongWords(text: string, width: number): string {
  return text.replace(/\S+/gu, (word) => {
    let column = 0;
    const pieces = Array.from(segmenter.segment(word), ({ segment }) => {
      const columns = /^[\x20-\x7e]$/u.test(segment) ? 1 : 2;
      const isFull = column + columns > width;
      column = isFull ? columns : column + columns;
      return isFull ? `\n${segment}` : segment;
    });
    return pieces.join("");
  });
}
