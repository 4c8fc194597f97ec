/** What a read after a refused request says of one entry. If the read fails as well, that is not known. */
export type Finding = boolean | "gone" | "unread";

/**
 * The entries of a refused request that are not done. `isDone` reads one, and `note` hears what it says. Where the service
 * says that the holder of an entry does not exist, the entry has failed for good.
 */
export async function findOpen<Entry>(
  entries: readonly Entry[],
  isDone: (entry: Entry) => Promise<boolean | "gone">,
  note: (entry: Entry, finding: Finding) => void,
): Promise<Entry[]> {
  const findings = await Promise.all(entries.map((entry) => isDone(entry).catch((): Finding => "unread")));
  for (const [index, entry] of entries.entries()) note(entry, findings[index] ?? "unread");
  // An entry that was not read keeps the first error, which says more.
  return entries.filter((_entry, index) => findings[index] === false || findings[index] === "unread");
}
