import type { z } from "zod";
import { hashPassword } from "../credentials/password-hash.js";
import { ManagementError } from "../errors.js";
import type { UniqueKey } from "../state/user-store.js";
import type { Service } from "./service.js";

const minPasswordLength = 6;

/** Which code an update answers with when somebody else holds the value. Ours: only that of creates is recorded. */
const takenOnUpdate: Record<UniqueKey, number> = {
  username: 2034,
  email: 2200,
  phone: 2035,
  externalId: 2026,
};

/** Checks a body against a schema; what does not fit is refused with code 500 and the path of the first mistake. */
export function parseInput<T extends z.ZodType>(schema: T, value: unknown): z.output<T> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  const where = issue?.path.join(".") ?? "";
  throw new ManagementError(500, `${where || "The body"}: ${issue?.message ?? "invalid"}`);
}

/** A password as stored: a hash and its salt, or without salt whatever was handed over to be kept as it is. */
export interface StoredPassword {
  value: string | null;
  salt: string | null;
}

/** The password as it is to be stored, from the ciphertext that came. */
export function receivePassword(
  { passwordKey }: Service,
  ciphertext: string,
  keepPassword: boolean,
): StoredPassword {
  const plain = passwordKey.decrypt(ciphertext);
  if (plain.length < minPasswordLength) throw new ManagementError(2029);
  return keepPassword ? { value: plain, salt: null } : hashPassword(plain);
}

export function refuseTakenOnUpdate(key: UniqueKey | undefined): void {
  if (key !== undefined) throw new ManagementError(takenOnUpdate[key]);
}
