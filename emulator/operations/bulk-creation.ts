import { z } from "zod";
import { hashPassword } from "../credentials/password-hash.js";
import { ManagementError } from "../errors.js";
import { createUserInput } from "../state/user-fields.js";
import type { UserRecord } from "../state/user-store.js";
import type { Service } from "./service.js";
import { asStored, parseInput, refuseShort, type StoredPassword } from "./user-input.js";
import { addUser } from "./users.js";

const maxBatch = 100;

const body = z.object({ users: z.array(z.unknown()), rawPassword: z.boolean().nullish() });

/** The outcome of one entry: a user, or the reason why there is none. */
export interface Creation {
  success: boolean;
  errMsg: string | null;
  user: UserRecord | null;
}

/** Creates up to 100 users. Each entry has its own outcome, in the order of the request. */
export function createUsers(service: Service, request: unknown): Creation[] {
  const { users, rawPassword } = parseInput(body, request);
  if (users.length > maxBatch) throw new ManagementError(500, "At most 100 users can be created at once");
  return users.map((entry) => createOne(service, entry, rawPassword ?? false));
}

function createOne(service: Service, entry: unknown, isRaw: boolean): Creation {
  try {
    const input = asStored(service, parseInput(createUserInput, entry));
    const password =
      typeof input.password === "string" ? storedPassword(service, input.password, isRaw) : undefined;
    return { success: true, errMsg: null, user: addUser(service, input, password) };
  } catch (error) {
    if (!(error instanceof ManagementError)) throw error;
    return { success: false, errMsg: error.message, user: null };
  }
}

/** Passwords arrive in plain text. Unless the request says so, the service may keep one that fits no login. */
function storedPassword({ behaviour }: Service, plain: string, isRaw: boolean): StoredPassword {
  refuseShort(plain);
  return isRaw || behaviour.bulkPassword === "usable" ? hashPassword(plain) : { value: plain, salt: null };
}
