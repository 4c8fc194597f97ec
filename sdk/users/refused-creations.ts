import { claim } from "../create-once.js";
import type { ApprowError } from "../errors.js";
import { ApiError, ConflictError } from "../errors.js";
import { toError } from "../to-error.js";
import { archivedConflicts } from "./archived-conflict.js";
import type { Refused } from "./bulk-creation-call.js";
import { attemptOf, type ByEntry, type Chunk, claimOf, type Entry } from "./bulk-creation-entry.js";
import { findEach, findHolders } from "./identifier-holders.js";
import type { User } from "./user.js";

/**
 * The outcome of entries that the service refused with nothing but words: a conflict when another user, live or archived,
 * has an identifier. When an earlier attempt may have created the users, it may be the reason for the refusal.
 */
export async function explainRefusals(
  chunk: Chunk,
  refused: ByEntry<Refused>,
  mayExist: boolean,
): Promise<ByEntry<User | Error>> {
  if (refused.size === 0) return new Map();
  const refusals = [...refused].map(([entry, { reason }]) => ({
    entry,
    attempt: attemptOf(entry),
    created: entry.created,
    refusal: toRefusal(entry, reason),
  }));
  const holders = await findForSure(chunk, [...refused.keys()], mayExist).catch(() => undefined);
  const [taken, free] = [
    refusals.filter(({ entry }) => holders?.has(entry)),
    refusals.filter(({ entry }) => !holders?.has(entry)),
  ];
  const archived = await archivedConflicts(chunk.api, free, chunk.budget);
  return new Map<Entry, User | Error>([
    ...free.map(({ entry, refusal }, index) => [entry, archived[index] ?? refusal] as const),
    ...taken.map(({ entry, refusal }) => {
      const found = holders?.get(entry) ?? [];
      const outcome = mayExist ? claimFor(chunk, entry, found, refusal) : takenBy(found, refusal);
      return [entry, outcome] as const;
    }),
  ]);
}

/** The found user, if the entry created it, or the conflict with it. */
export function claimFor(
  chunk: Chunk,
  entry: Entry,
  found: readonly User[],
  failure: ApprowError,
): User | Error {
  try {
    return claim(chunk.api, claimOf(chunk, entry), found, failure) ?? failure;
  } catch (error) {
    return toError(error);
  }
}

/** When a user may be one that this call created, a batch that omits the user must not decide. */
async function findForSure(
  chunk: Chunk,
  entries: readonly Entry[],
  mayExist: boolean,
): Promise<ByEntry<readonly User[]>> {
  const found = await findHolders(chunk, entries);
  if (!mayExist) return found;
  const others = await findEach(
    chunk,
    entries.filter((entry) => !found.has(entry)),
  );
  return new Map([...found, ...others]);
}

function toRefusal(entry: Entry, reason: string): ApiError {
  const { operation, trying } = attemptOf(entry);
  const apiMessage = reason === "" ? "no reason given" : reason;
  return new ApiError(`${trying} was refused: ${apiMessage}`, { operation, apiMessage });
}

function takenBy(found: readonly User[], refusal: ApiError): ConflictError {
  const existingIds = found.map(({ id }) => id);
  const { operation, apiMessage, message } = refusal;
  const users = `user ${existingIds.join(" and user ")}`;
  return new ConflictError(
    `${message}; ${users} already ${existingIds.length === 1 ? "has" : "have"} one of its unique values`,
    { operation, apiMessage, existingIds, cause: refusal },
  );
}
