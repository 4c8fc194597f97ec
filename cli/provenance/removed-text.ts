/** What a change took from a file, in lower case: for a search that may find too much and should not find too little. */
export interface RemovedText {
  /** The lines that the file lacks afterwards, and those between them. */
  readonly lines: string;
  /** The lines with the keys that they belong to: of a role, the line of its person. */
  readonly keys: string;
}

export function removedText(before: string, after: string): RemovedText {
  const [old, now] = [linesIn(before), linesIn(after)];
  const shorter = Math.min(old.length, now.length);
  let start = 0;
  while (start < shorter && old[start] === now[start]) start += 1;
  let end = 0;
  while (end < shorter - start && old.at(-1 - end) === now.at(-1 - end)) end += 1;
  const lines = old.slice(start, old.length - end);
  return { lines: joined(lines), keys: joined(keysAbove(old, start)) };
}

/** The lines above a line that it is nested in, by their indentation. */
function keysAbove(lines: readonly string[], start: number): string[] {
  const keys: string[] = [];
  let depth = indentation(lines[start] ?? "");
  for (let index = start - 1; index >= 0 && depth > 0; index -= 1) {
    const line = lines[index] ?? "";
    if (line.trim() === "" || indentation(line) >= depth) continue;
    depth = indentation(line);
    keys.push(line);
  }
  return keys;
}

/** The dash of a list may stand below its key. */
function indentation(line: string): number {
  const { length } = /^\s*/u.exec(line)?.[0] ?? "";
  return line.startsWith("-", length) ? length + 1 : length;
}

/** Git may have changed the ends of lines. */
function linesIn(text: string): string[] {
  return text.replaceAll("\r", "").split("\n");
}

function joined(lines: readonly string[]): string {
  return lines.join("\n").toLowerCase();
}
