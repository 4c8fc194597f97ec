import type { Claim } from "../create-once.js";
import type { Api } from "../http/api.js";
import type { Budget } from "../http/budget.js";
import type { Attempt } from "../http/transport.js";
import { holdsAllSent } from "./same-user.js";
import type { User } from "./user.js";
import type { NewUser } from "./user-creation.js";
import { tryingToCreate } from "./user-creation.js";
import type { UserField } from "./user-fields.js";
import { uniqueUserFields, userField } from "./user-fields.js";
import type { WireFields } from "./user-input.js";

export const createManyOperation = "users.createMany";

/** A user to create, identified by its place in the input. */
export interface Entry extends Pick<NewUser, "created" | "updated" | "secrets"> {
  readonly index: number;
}

export type ByEntry<Value> = Map<Entry, Value>;

/** What the requests of one chunk share. */
export interface Chunk {
  readonly api: Api;
  readonly budget: Budget;
  readonly fields: readonly UserField[];
}

export function attemptOf({ created }: Entry): Attempt {
  return { operation: createManyOperation, trying: tryingToCreate(created) };
}

/** What tells the user of an entry from others. */
export function claimOf({ budget }: Chunk, entry: Entry): Claim<User> {
  return {
    call: attemptOf(entry),
    budget,
    idOf: ({ id }) => id,
    createdAt: ({ createdAt }) => createdAt,
    isAsSent: (user) => holdsAllSent(user, entry.created),
  };
}

/** The values that identify a user in the pool, to compare them. */
export function identifiersOf(user: WireFields): string[] {
  return uniqueUserFields.flatMap((key) => {
    const value = user[key];
    if (typeof value !== "string") return [];
    return [JSON.stringify([key, userField(key).caseBlind ? value.toLowerCase() : value])];
  });
}
