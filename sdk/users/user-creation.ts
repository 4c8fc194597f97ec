import { createOnce } from "../create-once.js";
import { PartialCreateError } from "../errors.js";
import type { Api } from "../http/api.js";
import type { Budget } from "../http/budget.js";
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
  const { updated, secrets } = newUser;
  const user = await createBareUser(api, fields, newUser, budget);
  const names = Object.keys(updated);
  if (names.length === 0) return user;
  try {
    const changed = await api.send(updateCall(user.id, updated, fields, secrets), budget);
    return { ...user, ...changed };
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    const message = `user ${user.id} was created, but without ${names.join(", ")}: ${reason}; set them with users.update`;
    throw new PartialCreateError(message, { operation, user, cause });
  }
}

async function createBareUser(
  api: Api,
  givenFields: readonly UserField[],
  { created, options, secrets }: NewUser,
  budget: Budget,
): Promise<User> {
  const fields = withSent(givenFields, created);
  const keys = uniqueUserFields.filter((key) => typeof created[key] === "string");
  const trying = `creating a user${keys.length === 0 ? "" : ` with ${keys.join(", ")}`}`;
  const call = createCall(trying, fields, created, options, secrets);
  return await createOnce(api, {
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
}
