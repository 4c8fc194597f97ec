import { isConflict } from "./error-guards.js";
import type { ApprowError } from "./errors.js";
import { ConflictError } from "./errors.js";
import type { Api } from "./http/api.js";
import { mayBeDone } from "./http/api.js";
import type { Budget } from "./http/budget.js";

export interface Creation<Created> {
  readonly operation: string;
  readonly trying: string;
  readonly budget: Budget;
  readonly send: () => Promise<Created>;
  /** For each unique key of what is to be created: who bears it now. */
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
 * each of its unique keys. Nobody found: repeat. Found, as sent, created no earlier than our first attempt by the
 * service's own clock (give or take 5 s), and given to no other call of this client: that is what we created. Anything
 * else is somebody else's.
 *
 * @throws ConflictError when somebody else bears one of the keys
 */
export async function createOnce<Created>(api: Api, creation: Creation<Created>): Promise<Created> {
  const created = await findOrCreate(api, creation);
  const { operation, trying, idOf, isIdForEver } = creation;
  const id = idOf(created);
  // Two calls that ask for the same at once, one with a lost answer: the first to be answered has it.
  if (!isIdForEver || api.handOut(id)) return created;
  const apiMessage = `${id} was created by another call of this client`;
  throw new ConflictError(`${trying} failed: ${apiMessage}`, { operation, apiMessage, existingIds: [id] });
}

async function findOrCreate<Created>(api: Api, creation: Creation<Created>): Promise<Created> {
  const { operation, budget, send, lookUps } = creation;
  let isPerhapsDone = false;
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await send();
    } catch (error) {
      const isLost = mayBeDone(error, operation);
      const isPerhapsOurs = isPerhapsDone && isConflict(error);
      if ((!isLost && !isPerhapsOurs) || lookUps.length === 0) throw error;
      if (isLost) {
        isPerhapsDone = true;
        await api.waitToRepeat(operation, error, attempt, budget);
      }
      const answers = await Promise.all(lookUps.map((lookUp) => lookUp())).catch(() => {
        // Looking it up failed as well: that the outcome is unknown is the news.
        throw error;
      });
      const found = answers.filter((answer) => answer !== null);
      const [first] = found;
      if (first !== undefined)
        return claim(creation, found, first, api.serviceTime(budget.firstAttemptMs()), error);
      if (!isLost) throw error;
    }
  }
}

function claim<Created>(
  { operation, trying, idOf, createdAt, isAsSent }: Creation<Created>,
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
