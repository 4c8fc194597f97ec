import type { z } from "zod";
import { hashPassword } from "../credentials/password-hash.js";
import { ManagementError } from "../errors.js";
import type { UniqueKey } from "../state/user-store.js";
import type { Service } from "./service.js";

const minPasswordLength = 6;

/** The code of an update if another user has the value. Our choice: only the code for creates is recorded. */
const takenOnUpdate: Record<UniqueKey, number> = {
  username: 2034,
  email: 2200,
  phone: 2035,
  externalId: 2026,
};

/** Checks a body against a schema; refuses it with code 500 and the path of the first mistake. */
export function parseInput<T extends z.ZodType>(schema: T, value: unknown): z.output<T> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  const where = issue?.path.join(".") ?? "";
  throw new ManagementError(500, `${where || "The body"}: ${issue?.message ?? "invalid"}`);
}

/** The fields of a user as the service stores them. */
export function asStored<Given extends object>({ behaviour }: Service, given: Given): Given {
  if (behaviour.storedText === "asSent") return given;
  const trim = (value: unknown): unknown => (typeof value === "string" ? value.trim() : value);
  return Object.fromEntries(Object.entries(given).map(([name, value]) => [name, trim(value)])) as Given;
}

/** A stored password: a hash and its salt, or without a salt the value that the client wants to keep unchanged. */
export interface StoredPassword {
  value: string | null;
  salt: string | null;
}

/** Decrypts, checks and hashes a password from a request. */
export function receivePassword(
  { passwordKey }: Service,
  ciphertext: string,
  keepPassword: boolean,
): StoredPassword {
  const plain = passwordKey.decrypt(ciphertext);
  refuseShort(plain);
  return keepPassword ? { value: plain, salt: null } : hashPassword(plain);
}

export function refuseShort(password: string): void {
  if (password.length < minPasswordLength) throw new ManagementError(2029);
}

export function refuseTakenOnUpdate(key: UniqueKey | undefined): void {
  if (key !== undefined) throw new ManagementError(takenOnUpdate[key]);
}
