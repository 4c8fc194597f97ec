/** A piece of prose in a file: a string of a program, a doc comment, a paragraph or a table of a page. */
export interface Passage {
  readonly kind: "message" | "docstring" | "page";
  /** Where it begins in its file. */
  readonly start: number;
  /** As long as in the file, so that offsets agree; markup, code and placeholders are blanked. */
  readonly prose: string;
}

/** Stands for quoted code and for values that are filled in, so that "${count} at a time" still reads as a phrase. */
export const placeholder = "\u25a1";

/** Replaces every match with characters of the same length and keeps the line breaks. */
export function blank(text: string, pattern: RegExp, filler = " "): string {
  return text.replaceAll(pattern, (match) => match.replaceAll(/[^\n]/gu, filler));
}
