/** A text of at most so many characters. Users choose their own names, and a report must stay readable. */
export function cut(text: string, most: number): string {
  if (text.length <= most) return text;
  // Half of a surrogate pair is no character.
  return `${text.slice(0, most - 1).replace(/\p{Cs}$/u, "")}…`;
}

/** The first words of a list, and how many more there are: `a, b, c and 297 more`. */
export function listed(words: readonly string[], most: number): string {
  // One word takes no more room than the remark that there is one more.
  if (words.length <= most + 1) return words.join(", ");
  return `${words.slice(0, most).join(", ")} and ${words.length - most} more`;
}
