import stringWidth from "string-width";

import { withoutCommand } from "./log-line.js";

/** Breaks text into lines that fit, between words. A longer word, such as an id, stays whole and can be copied. */
export function wrap(text: string, width: number): string {
  return text
    .split("\n")
    .flatMap((line) => wrapWords(line.split(" "), width))
    .map(withoutCommand)
    .join("\n");
}

/** The lines of a cell of a table, where a longer word is broken too. */
export function wrapCell(text: string, width: number): string[] {
  const words = text.split(" ").flatMap((word) => breakWord(word, width));
  return wrapWords(words, width);
}

/** Lines neither begin nor end with blanks; blanks between words on one line stay. Each word is measured once. */
function wrapWords(words: readonly string[], width: number): string[] {
  const lines: string[][] = [[]];
  let used = 0;
  for (const word of words) {
    const needed = stringWidth(word);
    const line = lines.at(-1) ?? [];
    if (line.length === 0) {
      if (word === "") continue;
      line.push(word);
      used = needed;
    } else if (used + 1 + needed > width) {
      lines.push(word === "" ? [] : [word]);
      used = needed;
    } else {
      line.push(word);
      used += 1 + needed;
    }
  }
  return lines.map((line) => line.join(" ").trimEnd());
}

function breakWord(word: string, width: number): string[] {
  if (stringWidth(word) <= width) return [word];
  const pieces: string[] = [];
  let piece = "";
  let used = 0;
  for (const character of word) {
    const needed = stringWidth(character);
    if (used + needed > width && piece !== "") {
      pieces.push(piece);
      piece = "";
      used = 0;
    }
    piece += character;
    used += needed;
  }
  return [...pieces, piece];
}
