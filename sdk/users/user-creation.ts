import { createOnce } from "../create-once.js";
import { isConflict } from "../error-guards.js";
import { PartialCreateError } from "../errors.js";
import type { Api } from "../http/api.js";
import type { Budget } from "../http/budget.js";
import { archivedConflicts } from "./archived-conflict.js";
import { holdsAllSent } from "./same-user.js";
import type { User } from "./user.js";
import { createCall, findCall, updateCall } from "./user-calls.js";
import type { UserField } from "./user-fields.js";
import { uniqueUserFields } from "./user-fields.js";
import type { WireFields } from "./user-input.js";
import { withSent } from "./user-input.js";
import type { CreateUserOptions } from "./user-options.js";

const operation = "users.create";

/** A checked user, its password encrypted. */
export interface NewUser {
  /** Fields that `createUser` accepts. */
  readonly created: WireFields;
  /** Fields that only `updateUser` accepts. */
  readonly updated: WireFields;
  readonly options: CreateUserOptions;
  /** Strings that no message may show. */
  readonly secrets: readonly string[];
}

/** Creates a user once, then sets the fields that the API accepts on update only. Returns the id, the given fields and those sent. */
export async function createUser(
  api: Api,
  fields: readonly UserField[],
  newUser: NewUser,
  budget: Budget,
): Promise<User> {
  const user = await createBareUser(api, fields, newUser, budget);
  return await completeUser(api, fields, newUser, user, operation, budget);
}

/**
 * Sets the fields of a new user that the API accepts on update only.
 *
 * @throws PartialCreateError when that fails
 */
export async function completeUser(
  api: Api,
  fields: readonly UserField[],
  { updated, secrets }: Pick<NewUser, "updated" | "secrets">,
  user: User,
  by: string,
  budget: Budget,
): Promise<User> {
  const names = Object.keys(updated);
  if (names.length === 0) return user;
  try {
    const changed = await api.send(updateCall(user.id, updated, fields, secrets), budget);
    return { ...user, ...changed };
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    const message = `user ${user.id} was created, but without ${names.join(", ")}: ${reason}; set them with users.update`;
    throw new PartialCreateError(message, { operation: by, user, cause });
  }
}

async function createBareUser(
  api: Api,
  givenFields: readonly UserField[],
  { created, options, secrets }: NewUser,
  budget: Budget,
): Promise<User> {
  const fields = withSent(givenFields, created);
  const keys = keysOf(created);
  const call = createCall(tryingToCreate(created), fields, created, options, secrets);
  const once = createOnce(api, {
    call,
    budget,
    lookUps: keys.map((key) => () => {
      const compared = new Set([...fields, "createdAt" as const]);
      return api.send(findCall({ [key]: created[key] }, [...compared], false), budget);
    }),
    idOf: ({ id }) => id,
    isIdPermanent: true,
    createdAt: ({ createdAt }) => createdAt,
    isAsSent: (user) => holdsAllSent(user, created),
  });
  try {
    return await once;
  } catch (error) {
    if (!isConflict(error) || error.existingIds.length > 0) throw error;
    const [archived] = await archivedConflicts(api, [{ attempt: call, created, refusal: error }], budget);
    throw archived ?? error;
  }
}

/** The identifying fields that are sent. */
export function keysOf(created: WireFields): (typeof uniqueUserFields)[number][] {
  return uniqueUserFields.filter((key) => typeof created[key] === "string");
}

export function tryingToCreate(created: WireFields): string {
  const keys = keysOf(created);
  return `creating a user${keys.length === 0 ? "" : ` with ${keys.join(", ")}`}`;
}
