const segmenter = new Intl.Segmenter("en", { granularity: "grapheme" });

/**
 * Breaks words that are wider than a line, so that no table cuts them off: of an id, every character counts. What is not
 * ASCII may be two columns wide, and is taken to be.
 */
export function breakLongWords(text: string, width: number): string {
  return text.replace(/\S+/gu, (word) => {
    let column = 0;
    const pieces = Array.from(segmenter.segment(word), ({ segment }) => {
      const columns = columnsOf(segment);
      const isFull = column + columns > width;
      column = isFull ? columns : column + columns;
      return isFull ? `\n${segment}` : segment;
    });
    return pieces.join("");
  });
}

/** Breaks a text into lines that fit, between words. One that is wider, such as an id, stays whole and can be copied. */
export function wrap(text: string, width: number): string {
  const lines: { text: string; columns: number }[] = [];
  for (const word of text.split(" ")) {
    const columns = columnsOf(word);
    const last = lines.at(-1);
    if (last === undefined || last.columns + 1 + columns > width) lines.push({ text: word, columns });
    else Object.assign(last, { text: `${last.text} ${word}`, columns: last.columns + 1 + columns });
  }
  return lines.map((line) => line.text).join("\n");
}

/** At most: what joins with what is before it takes no column. */
function columnsOf(text: string): number {
  if (/^[\x20-\x7e]*$/u.test(text)) return text.length;
  return Array.from(segmenter.segment(text)).reduce(
    (sum, { segment }) => sum + (/^[\x20-\x7e]$/u.test(segment) ? 1 : 2),
    0,
  );
}
