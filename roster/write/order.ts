/** Sorts by text, the same on every machine: by code unit, without a language. */
export function sortedBy<Entry>(entries: Iterable<Entry>, textOf: (entry: Entry) => string): Entry[] {
  return [...entries].sort((one, other) => compareTexts(textOf(one), textOf(other)));
}

export function compareTexts(one: string, other: string): number {
  if (one === other) return 0;
  return one < other ? -1 : 1;
}

/** The entries with the same text, in their order. */
export function groupedBy<Entry>(
  entries: Iterable<Entry>,
  textOf: (entry: Entry) => string,
): Map<string, Entry[]> {
  const groups = new Map<string, Entry[]>();
  for (const entry of entries) {
    const text = textOf(entry);
    const group = groups.get(text);
    if (group === undefined) groups.set(text, [entry]);
    else group.push(entry);
  }
  return groups;
}
