import { isConflict } from "./error-guards.js";
import type { ApprowError } from "./errors.js";
import { ConflictError } from "./errors.js";
import type { Api } from "./http/api.js";
import type { Budget } from "./http/budget.js";
import type { Call } from "./http/call.js";
import type { Attempt } from "./http/transport.js";

/** What tells the object that a call created from others. */
export interface Claim<Created> {
  readonly call: Attempt;
  readonly budget: Budget;
  /** The identity. The code of a group or role can be reused after a deletion, the id of a user cannot. */
  readonly idOf: (created: Created) => string;
  readonly createdAt: (created: Created) => string | null | undefined;
  /** Whether it has every value that was sent. */
  readonly isAsSent: (created: Created) => boolean;
}

export interface Creation<Created> extends Claim<Created> {
  readonly call: Call<Created>;
  /** One lookup per unique key: returns the object that has the key now. */
  readonly lookUps: readonly (() => Promise<Created | null>)[];
  readonly isIdPermanent: boolean;
}

/**
 * Creates an object exactly once. After an attempt with an unknown outcome, the object is looked up by each of its unique
 * keys. When there is none, the attempt is repeated. A found object counts as created by this call when it has every value
 * that was sent, was created since the first attempt, and was returned to no other call of this
 * client. Any other object may have existed before.
 *
 * @throws ConflictError when another object has one of the keys
 */
export async function createOnce<Created>(api: Api, creation: Creation<Created>): Promise<Created> {
  const { call, budget, lookUps, idOf, isIdPermanent } = creation;
  const canBeFound = lookUps.length > 0;
  const created = await api.send(
    canBeFound
      ? {
          ...call,
          findDone: (failure) => findCreated(api, creation, failure),
          afterLostResponse: async (refusal) => {
            const found = isConflict(refusal) ? await findCreated(api, creation, refusal) : undefined;
            if (found === undefined) throw refusal;
            return found;
          },
        }
      : call,
    budget,
  );
  if (isIdPermanent) handOutOnce(api, call, idOf(created));
  return created;
}

/**
 * Two concurrent calls can create the same object, one with a lost response: the first one to finish gets it.
 *
 * @throws ConflictError when another call got it
 */
export function handOutOnce(api: Api, { operation, trying }: Attempt, id: string): void {
  if (api.handOut(id)) return;
  const apiMessage = `${id} was created by another call of this client`;
  throw new ConflictError(`${trying} failed: ${apiMessage}`, { operation, apiMessage, existingIds: [id] });
}

/** The object that an earlier attempt created, if any. @throws ConflictError when it was not created by this call */
async function findCreated<Created>(
  api: Api,
  creation: Creation<Created>,
  failure: ApprowError,
): Promise<Created | undefined> {
  const { budget, lookUps } = creation;
  const results = await Promise.all(lookUps.map((lookUp) => lookUp())).catch(() => {
    budget.signal?.throwIfAborted();
    // The lookup failed as well: report the unknown outcome.
    throw failure;
  });
  const found = results.filter((result) => result !== null);
  return claim(api, creation, found, failure);
}

/**
 * The one of the found objects that the call created. Undefined: none was found.
 *
 * @throws ConflictError when it was not created by this call
 */
export function claim<Created>(
  api: Api,
  { call: { operation, trying }, budget, idOf, createdAt, isAsSent }: Claim<Created>,
  found: readonly Created[],
  cause: ApprowError,
): Created | undefined {
  const [first] = found;
  if (first === undefined) return undefined;
  const ids = [...new Set(found.map(idOf))];
  const isPossible = ids.length === 1 && isAsSent(first);
  const isNew = isPossible ? api.isSince(budget.firstAttemptMs(), Date.parse(createdAt(first) ?? "")) : "no";
  if (isNew === "yes") return first;
  const apiMessage = `${ids.join(" and ")} already ${ids.length === 1 ? "has" : "have"} one of its unique values`;
  const doubt =
    isNew === "no"
      ? "and was not created by this call"
      : "and it is not known whether this call created it; compare the clock of this machine with that of the service";
  throw new ConflictError(`${trying} failed: ${apiMessage} ${doubt}`, {
    operation,
    apiMessage,
    existingIds: ids,
    cause,
  });
}
