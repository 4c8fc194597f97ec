import { handOutOnce } from "../create-once.js";
import { isApiError, isTransportError } from "../error-guards.js";
import type { ApprowError } from "../errors.js";
import { NotSupportedError } from "../errors.js";
import type { Api } from "../http/api.js";
import type { Call } from "../http/call.js";
import { toError } from "../to-error.js";
import { createManyCall, Refused } from "./bulk-creation-call.js";
import {
  attemptOf,
  type ByEntry,
  type Chunk,
  createManyOperation,
  type Entry,
} from "./bulk-creation-entry.js";
import { findHolders } from "./identifier-holders.js";
import { claimFor, explainRefusals } from "./refused-creations.js";
import type { User } from "./user.js";
import { completeUser } from "./user-creation.js";
import type { UserField } from "./user-fields.js";

/** The maximum of users in one request. */
const maxUsersPerCreation = 100;

/** The outcome for one user: the user, or the reason why there is none or why it is not known. */
export type CreateManyOutcome =
  { readonly index: number; readonly user: User } | { readonly index: number; readonly error: Error };

/**
 * Creates users, up to 100 in one request, each with its own outcome in the order of the input.
 *
 * @throws NotSupportedError when the service does not know the operation. No user was created
 */
export async function createUsers(
  api: Api,
  fields: readonly UserField[],
  newUsers: readonly Omit<Entry, "index">[],
): Promise<CreateManyOutcome[]> {
  const entries = newUsers.map((newUser, index) => ({ ...newUser, index }));
  const create = async (part: readonly Entry[]): Promise<CreateManyOutcome[]> => {
    const chunk = { api, fields, budget: api.newBudget() };
    const results = await createChunk(chunk, part, false);
    return await Promise.all([...results].map(([entry, result]) => complete(chunk, entry, result)));
  };
  const [first = [], ...others] = inChunks(entries);
  // Alone, because it shows whether the service knows the operation. After it, every failure belongs to single users.
  const outcomes = [await create(first)];
  const later = others.map((part) =>
    create(part).catch((error: unknown) => part.map(({ index }) => ({ index, error: toError(error) }))),
  );
  const all = [...outcomes, ...(await Promise.all(later))].flat();
  // A cancelled call throws, unless that would lose users who are created.
  if (all.every((outcome) => "error" in outcome)) api.newBudget().signal?.throwIfAborted();
  return all.toSorted((a, b) => a.index - b.index);
}

/**
 * Creates the users of one request. After an attempt with an unknown outcome, all of them are looked up: those who are
 * there and new count as created, and only the others are sent again.
 *
 * @param mayExist whether an earlier attempt may have created some of them
 */
async function createChunk(
  chunk: Chunk,
  entries: readonly Entry[],
  mayExist: boolean,
): Promise<ByEntry<User | Error>> {
  if (entries.length === 0) return new Map();
  let isLost = mayExist;
  const call: Call<ByEntry<User | Error | Refused>> = {
    ...createManyCall(entries),
    findDone: async (failure) => {
      isLost ||= !isUnknownPath(failure);
      const found = await findHolders(chunk, entries).catch(() => {
        chunk.budget.signal?.throwIfAborted();
        // The lookup failed as well: report the unknown outcome.
        throw failure;
      });
      if (found.size === 0) {
        if (isUnknownPath(failure)) throw failure;
        return undefined;
      }
      const missing = entries.filter((entry) => !found.has(entry));
      const claimed = claimAll(chunk, found, failure);
      return new Map<Entry, User | Error>([...claimed, ...(await createChunk(chunk, missing, true))]);
    },
  };
  let results: ByEntry<User | Error | Refused>;
  try {
    results = await chunk.api.send(call, chunk.budget);
  } catch (error) {
    return await afterFailure(chunk, entries, toError(error), isLost);
  }
  const settled: ByEntry<User | Error> = new Map();
  const refused: ByEntry<Refused> = new Map();
  for (const [entry, result] of results) {
    if (result instanceof Refused) refused.set(entry, result);
    else settled.set(entry, result);
  }
  return new Map([...settled, ...(await explainRefusals(chunk, refused, isLost))]);
}

/**
 * After the service has refused the whole request, halves it until the entry that it objects to is alone. It may have
 * created a part of the users, so all of them are looked up first.
 */
async function afterFailure(
  chunk: Chunk,
  entries: readonly Entry[],
  failure: Error,
  isLost: boolean,
): Promise<ByEntry<User | Error>> {
  const isUnknown = isUnknownPath(failure);
  const error = isUnknown ? notSupported(failure) : failure;
  if (isUnknown && !isLost) throw error;
  const failed = new Map<Entry, User | Error>(entries.map((entry) => [entry, error]));
  if (!isApiError(failure) || failure.operation !== createManyOperation) return failed;
  const found = await findHolders(chunk, entries).catch(() => undefined);
  if (found === undefined) return failed;
  const claimed = claimAll(chunk, found, failure);
  const missing = entries.filter((entry) => !found.has(entry));
  const isAboutOne = !isUnknown && ["API", "CONFLICT", "NOT_FOUND"].includes(failure.code);
  if (!isAboutOne || entries.length === 1) return new Map([...failed, ...claimed]);
  const middle = Math.ceil(missing.length / 2);
  const halves = [missing.slice(0, middle), missing.slice(middle)];
  const results = await Promise.all(halves.map((half) => createChunk(chunk, half, true)));
  return new Map([...claimed, ...results.flatMap((half) => [...half])]);
}

function claimAll(
  chunk: Chunk,
  found: ByEntry<readonly User[]>,
  failure: ApprowError,
): ByEntry<User | Error> {
  return new Map([...found].map(([entry, users]) => [entry, claimFor(chunk, entry, users, failure)]));
}

async function complete(
  { api, fields, budget }: Chunk,
  entry: Entry,
  result: User | Error,
): Promise<CreateManyOutcome> {
  const { index } = entry;
  if (result instanceof Error) return { index, error: result };
  try {
    handOutOnce(api, attemptOf(entry), result.id);
    return { index, user: await completeUser(api, fields, entry, result, createManyOperation, budget) };
  } catch (error) {
    return { index, error: toError(error) };
  }
}

/** HTTP 404 without a code of the service: the service, or the gateway in front of it, has no such path. */
function isUnknownPath(error: Error): boolean {
  if (isTransportError(error)) return error.status === 404;
  if (!isApiError(error) || error.operation !== createManyOperation) return false;
  return error.status === 404 && (error.apiCode ?? 404) === 404;
}

function notSupported(cause: Error): NotSupportedError {
  const message =
    "creating several users in one request failed: the service does not support it; create each user alone";
  return new NotSupportedError(message, { operation: createManyOperation, cause });
}

function inChunks(entries: readonly Entry[]): Entry[][] {
  const count = Math.ceil(entries.length / maxUsersPerCreation);
  return Array.from({ length: count }, (_, index) =>
    entries.slice(index * maxUsersPerCreation, (index + 1) * maxUsersPerCreation),
  );
}
