import { isNotFound } from "../error-guards.js";
import { inBatches } from "./batches.js";
import { type ByEntry, type Chunk, type Entry, identifiersOf } from "./bulk-creation-entry.js";
import type { User } from "./user.js";
import { batchCall, findCall } from "./user-calls.js";
import { keysOf } from "./user-creation.js";
import { withSent } from "./user-input.js";

/** The users who have an identifier of an entry now. Entries without any are left out. */
export async function findHolders(
  chunk: Chunk,
  entries: readonly Entry[],
): Promise<ByEntry<readonly User[]>> {
  try {
    return await findTogether(chunk, entries);
  } catch (error) {
    // One unknown value can make the service refuse the whole batch.
    if (!isNotFound(error)) throw error;
    return await findEach(chunk, entries);
  }
}

/** The same, one request for each identifier. A batch may omit users who exist. */
export async function findEach(
  { api, budget, fields }: Chunk,
  entries: readonly Entry[],
): Promise<ByEntry<readonly User[]>> {
  const found = await Promise.all(
    entries.map(async (entry) => {
      const { created } = entry;
      const compared = [...new Set([...withSent(fields, created), "createdAt" as const])];
      const finds = keysOf(created).map((key) => findCall({ [key]: created[key] }, compared, false));
      const users = await Promise.all(finds.map((call) => api.send(call, budget)));
      return [entry, users.filter((user) => user !== null)] as const;
    }),
  );
  return new Map(found.filter(([, users]) => users.length > 0));
}

async function findTogether(
  { api, budget }: Chunk,
  entries: readonly Entry[],
): Promise<ByEntry<readonly User[]>> {
  const keys = new Set(entries.flatMap(({ created }) => keysOf(created)));
  const calls = [...keys].flatMap((key) => {
    const values = entries.map(({ created }) => created[key]).filter((value) => typeof value === "string");
    return inBatches(values).map((batch) => batchCall(batch, { queryField: key }));
  });
  const users = (await Promise.all(calls.map((call) => api.send(call, budget)))).flat();
  const holders = new Map(
    users
      .filter((user) => user !== null)
      .flatMap((user) => identifiersOf(user).map((identifier) => [identifier, user] as const)),
  );
  const found = entries.map((entry) => {
    const own = identifiersOf(entry.created).flatMap((identifier) => holders.get(identifier) ?? []);
    const distinct = new Map(own.map((user) => [user.id, user]));
    return [entry, [...distinct.values()]] as const;
  });
  return new Map(found.filter(([, own]) => own.length > 0));
}
