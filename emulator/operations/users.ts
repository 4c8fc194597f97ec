import { z } from "zod";
import { ManagementError } from "../errors.js";
import { newObjectId } from "../state/object-id.js";
import {
  blankFields,
  createUserInput,
  mergeFields,
  updateUserInput,
  type FieldUpdates,
} from "../state/user-fields.js";
import { identity, type IdentityRecord, type UserRecord } from "../state/user-store.js";
import { applyToAll } from "./bulk.js";
import { parseNewUserValues } from "./custom-fields.js";
import { success, type CommonMessage, type Service } from "./service.js";
import {
  asStored,
  parseInput,
  receivePassword,
  refuseTakenOnUpdate,
  type StoredPassword,
} from "./user-input.js";

const defaultPhoto = "https://usercontents.approw.com/approw-avatar.png";

/** A new user must have at least one of these fields. */
const identifiers = ["username", "email", "phone", "externalId", "unionid", "openid"] as const;

const createArgs = z.object({
  userInfo: createUserInput,
  /** Custom data. */
  params: z.string().nullish(),
  identity: identity.nullish(),
  keepPassword: z.boolean().nullish(),
  /** Accepted without effect: users do not log in to the emulator. */
  resetPasswordOnFirstLogin: z.boolean().nullish(),
});

export function createUser(service: Service, args: unknown): UserRecord {
  const { userInfo, params, identity, keepPassword } = parseInput(createArgs, args);
  const customData = parseNewUserValues(service, params);
  const password =
    typeof userInfo.password === "string"
      ? receivePassword(service, userInfo.password, keepPassword ?? false)
      : undefined;
  const user = addUser(service, asStored(service, userInfo), password, identity ?? undefined);
  for (const { field, value } of customData) {
    service.pool.customData.putValue({ targetType: "USER", targetId: user.id, key: field.key, value });
  }
  return user;
}

/**
 * Adds a user with the defaults of the service.
 *
 * @throws ManagementError 2231 without a field that identifies the user, 2026 when another user has a unique key
 */
export function addUser(
  { pool, now }: Service,
  given: FieldUpdates,
  password: StoredPassword | undefined,
  identity?: IdentityRecord,
): UserRecord {
  if (!identity && !identifiers.some((key) => given[key])) {
    throw new ManagementError(2231, "A user must have a username, email, phone, external id or identity");
  }
  if (pool.users.takenKey(given) !== undefined) throw new ManagementError(2026);
  const createdAt = now();
  const record: UserRecord = {
    id: newObjectId(createdAt),
    createdAt,
    updatedAt: createdAt,
    status: "Activated",
    fields: mergeFields(
      {
        ...blankFields,
        emailVerified: false,
        phoneVerified: false,
        blocked: false,
        isDeleted: false,
        loginsCount: 0,
        gender: "U",
        registerSource: ["import:manual"],
        photo: defaultPhoto,
      },
      { ...given, password: password?.value ?? null },
    ),
    passwordSalt: password?.salt ?? null,
    identities: identity ? [identity] : [],
    token: null,
    sessionGeneration: 0,
  };
  pool.users.add(record);
  return record;
}

/** Writes the fields in the request: null clears a field, an absent field does not change. */
export function updateUser(service: Service, id: string, updates: unknown): UserRecord {
  const { pool, now } = service;
  const before = findChangeable(service, id);
  const input = asStored(service, parseInput(updateUserInput, updates));
  refuseTakenOnUpdate(pool.users.takenKey(input, id));

  const password = nextPassword(service, before, input.password);
  const after: UserRecord = {
    ...before,
    updatedAt: now(),
    fields: mergeFields(before.fields, { ...input, password: password.value }),
    passwordSalt: password.salt,
    sessionGeneration: before.sessionGeneration + (revokesSessions(input.tokenExpiredAt, now()) ? 1 : 0),
  };
  pool.users.replace(after);
  return after;
}

export function deleteUser(service: Service, id: string): CommonMessage {
  const { pool, behaviour } = service;
  if (behaviour.deleteMissing === "ok" && !readById(service, id)) return success("User deleted");
  pool.removeUser(findDeletable(service, id).id);
  return success("User deleted");
}

export function deleteUsers(service: Service, ids: readonly string[]): CommonMessage {
  const { pool } = service;
  applyToAll(
    service,
    ids,
    (id) => findDeletable(service, id),
    (user) => {
      pool.removeUser(user.id);
    },
  );
  return success("Users deleted");
}

/** Ends every session of these users. */
export function kickUsers(service: Service, ids: readonly string[]): CommonMessage {
  const { pool } = service;
  applyToAll(
    service,
    ids,
    (id) => findById(service, id),
    (user) => {
      pool.users.replace({ ...user, sessionGeneration: user.sessionGeneration + 1 });
    },
  );
  return success("Users kicked");
}

/** The user with this id, if the service shows one. */
export function readById({ pool, behaviour }: Service, id: string): UserRecord | undefined {
  const user = pool.users.get(id);
  return user?.status === "Archived" && behaviour.archivedById === "hidden" ? undefined : user;
}

/** @throws ManagementError 2004 when there is no user with this id */
export function findById(service: Service, id: string): UserRecord {
  const user = readById(service, id);
  if (!user) throw new ManagementError(2004);
  return user;
}

/** @throws ManagementError 2004 when there is no user with this id, 500 when the user is archived */
export function findChangeable(service: Service, id: string): UserRecord {
  const user = findById(service, id);
  if (user.status === "Archived") throw new ManagementError(500, "An archived user cannot be changed");
  return user;
}

/** Null clears the password, an absent one does not change it. */
function nextPassword(
  service: Service,
  { fields, passwordSalt }: UserRecord,
  update: string | null | undefined,
): StoredPassword {
  if (typeof update === "string") return receivePassword(service, update, false);
  return update === null ? { value: null, salt: null } : { value: fields.password, salt: passwordSalt };
}

function findDeletable(service: Service, id: string): UserRecord {
  const { pool, behaviour } = service;
  if (id === pool.ownerId) throw new ManagementError(2212);
  const user = readById(service, id);
  if (!user) throw new ManagementError(behaviour.deleteMissing === "2210" ? 2210 : 2004);
  return user;
}

function revokesSessions(tokenExpiredAt: string | null | undefined, now: number): boolean {
  return typeof tokenExpiredAt === "string" && Date.parse(tokenExpiredAt) <= now;
}
