/**
 * The entries of a refused request that are not done. `isDone` reads one; where the service says that the holder of an
 * entry does not exist, the entry has failed for good, and `onGone` notes it.
 */
export async function findOpen<Entry>(
  entries: readonly Entry[],
  isDone: (entry: Entry) => Promise<boolean | "gone">,
  onGone: (entry: Entry) => void,
): Promise<Entry[]> {
  // If the read fails as well, the entry counts as open and keeps the first error, which says more.
  const states = await Promise.all(entries.map((entry) => isDone(entry).catch(() => false)));
  for (const [index, entry] of entries.entries()) if (states[index] === "gone") onGone(entry);
  return entries.filter((_entry, index) => states[index] === false);
}
