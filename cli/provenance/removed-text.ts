/**
 * The lines of a text that a later one lacks, and those between them: all that differs is in there. In lower case, for a
 * search that may find too much and must not find too little.
 */
export function removedText(before: string, after: string): string {
  const [old, now] = [linesIn(before), linesIn(after)];
  const shorter = Math.min(old.length, now.length);
  let start = 0;
  while (start < shorter && old[start] === now[start]) start += 1;
  let end = 0;
  while (end < shorter - start && old.at(-1 - end) === now.at(-1 - end)) end += 1;
  return old
    .slice(start, old.length - end)
    .join("\n")
    .toLowerCase();
}

/** Git may have changed the ends of lines. */
function linesIn(text: string): string[] {
  return text.replaceAll("\r", "").split("\n");
}
