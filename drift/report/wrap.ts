import wrapAnsi from "wrap-ansi";

// Version 7 measures widths as cli-table3 does. With another measure, the table would cut off what was wrapped for it.

/** Breaks text into lines that fit, between words. A longer word, such as an id, stays whole and can be copied. */
export function wrap(text: string, width: number): string {
  return wrapAnsi(text, width);
}

/** The same for a cell of a table, where a longer word is broken too: the table would cut it off. */
export function wrapCell(text: string, width: number): string {
  return wrapAnsi(text, width, { hard: true });
}
