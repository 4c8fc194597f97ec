import { distance } from "fastest-levenshtein";

/** The known word that `word` was most likely meant to be; undefined when none is close. */
export function closest(word: string, known: readonly string[]): string | undefined {
  const best = known
    .map((candidate) => ({ candidate, edits: distance(word.toLowerCase(), candidate.toLowerCase()) }))
    .sort((one, other) => one.edits - other.edits)[0];
  // Further apart than a third of the word, a suggestion is noise.
  return best !== undefined && best.edits <= Math.max(2, Math.floor(word.length / 3))
    ? best.candidate
    : undefined;
}
