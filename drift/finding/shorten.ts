/** A string of at most so many characters. Users choose their own names, and a report must stay readable. */
export function cut(text: string, most: number): string {
  if (text.length <= most) return text;
  // Half of a surrogate pair is no character.
  return `${text.slice(0, most - 1).replace(/\p{Cs}$/u, "")}…`;
}

/** The first words of a list, and how many more there are: `a, b, c, and 297 more`. */
export function listed(words: readonly string[], most: number): string {
  // One word takes no more room than the remark that there is one more.
  if (words.length <= most + 1) return words.join(", ");
  return `${words.slice(0, most).join(", ")}, and ${words.length - most} more`;
}

/**
 * Two different texts, each cut to so many characters in a way that the difference stays in sight: what both begin with
 * is left out where it would fill them.
 */
export function cutPair(one: string, other: string, most: number): [string, string] {
  if (one.length <= most && other.length <= most) return [one, other];
  const context = Math.floor(most / 4);
  const start = Math.max(0, firstDifference(one, other) - context);
  const fromStart = (text: string): string =>
    cut(start === 0 ? text : `…${text.slice(start).replace(/^\p{Cs}/u, "")}`, most);
  return [fromStart(one), fromStart(other)];
}

function firstDifference(one: string, other: string): number {
  let index = 0;
  while (index < one.length && one[index] === other[index]) index += 1;
  return index;
}
