import { isConflict } from "./error-guards.js";
import type { ApprowError } from "./errors.js";
import { ConflictError } from "./errors.js";
import type { Api } from "./http/api.js";
import type { Budget } from "./http/budget.js";
import type { Call } from "./http/call.js";

export interface Creation<Created> {
  readonly call: Call<Created>;
  readonly budget: Budget;
  /** For each unique key of what is to be created: what has it now. */
  readonly lookUps: readonly (() => Promise<Created | null>)[];
  /** What it is known by: the code of a group or role can be given again after a deletion, the id of a user cannot. */
  readonly idOf: (created: Created) => string;
  readonly isIdForEver: boolean;
  readonly createdAt: (created: Created) => string | null | undefined;
  /** Whether it holds everything that was sent. */
  readonly isAsSent: (created: Created) => boolean;
}

/** The service writes times to the second, on clocks of several machines. */
const clockSlackMs = 5000;

/**
 * Creates something exactly once. An attempt with an unknown outcome is never simply repeated: it is looked up by
 * each of its unique keys. Nothing found: repeat. Found, as sent, created no earlier than our first attempt by the
 * service's own clock (give or take 5 s), and given to no other call of this client: that is what we created. Anything
 * else was there already.
 *
 * @throws ConflictError when something else has one of the keys
 */
export async function createOnce<Created>(api: Api, creation: Creation<Created>): Promise<Created> {
  const { call, budget, lookUps, idOf, isIdForEver } = creation;
  const canBeFound = lookUps.length > 0;
  const created = await api.send(
    canBeFound
      ? {
          ...call,
          findDone: (failure) => findCreated(api, creation, failure),
          afterLostAnswer: async (refusal) => {
            const found = isConflict(refusal) ? await findCreated(api, creation, refusal) : undefined;
            if (found === undefined) throw refusal;
            return found;
          },
        }
      : call,
    budget,
  );
  const id = idOf(created);
  // Two calls that ask for the same at once, one with a lost answer: the first to be answered has it.
  if (!isIdForEver || api.handOut(id)) return created;
  const { operation, trying } = call;
  const apiMessage = `${id} was created by another call of this client`;
  throw new ConflictError(`${trying} failed: ${apiMessage}`, { operation, apiMessage, existingIds: [id] });
}

/** What an earlier attempt has created; undefined when there is nothing. @throws ConflictError when it is not ours */
async function findCreated<Created>(
  api: Api,
  creation: Creation<Created>,
  failure: ApprowError,
): Promise<Created | undefined> {
  const { budget, lookUps } = creation;
  const answers = await Promise.all(lookUps.map((lookUp) => lookUp())).catch(() => {
    // The look-up failed as well: that the outcome is unknown is the news.
    throw failure;
  });
  const found = answers.filter((answer) => answer !== null);
  const [first] = found;
  if (first === undefined) return undefined;
  return claim(creation, found, first, api.serviceTime(budget.firstAttemptMs()), failure);
}

function claim<Created>(
  { call: { operation, trying }, idOf, createdAt, isAsSent }: Creation<Created>,
  found: readonly Created[],
  first: Created,
  firstSentAt: Date | undefined,
  cause: ApprowError,
): Created {
  const ids = [...new Set(found.map(idOf))];
  const createdMs = Date.parse(createdAt(first) ?? "");
  const isNew = firstSentAt !== undefined && createdMs >= firstSentAt.getTime() - clockSlackMs;
  if (ids.length === 1 && isNew && isAsSent(first)) return first;
  const apiMessage = `${ids.join(" and ")} already ${ids.length === 1 ? "has" : "have"} one of its unique values`;
  throw new ConflictError(`${trying} failed: ${apiMessage}, and was not made by this call`, {
    operation,
    apiMessage,
    existingIds: ids,
    cause,
  });
}
