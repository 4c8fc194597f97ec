import { closest } from "../model/rules/closest.js";
import { quoted } from "./mistakes.js";

const longestWord = 100;

/** Says what a word was meant to be, as long as that takes no time to speak of: a roster may be all mistakes. */
export class Suggestions {
  #comparisons = 1_000_000;

  closest(word: string, known: readonly string[]): string | undefined {
    this.#comparisons -= known.length;
    if (this.#comparisons < 0 || word.length > longestWord) return undefined;
    return closest(word, known);
  }

  /** Such as `, did you mean "email"?`; empty when no known word is close. */
  hint(word: string, known: readonly string[]): string {
    const suggestion = this.closest(word, known);
    return suggestion === undefined ? "" : `, did you mean ${quoted(suggestion)}?`;
  }
}
