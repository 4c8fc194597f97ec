import { z } from "zod";

/** What an exported state holds in place of a secret, by its key and value. The secret is not read. */
const signature = { key: "4dabf18193072939515e22adb298388d", value: "1b47061264138c4ac30d75fd1eb44270" };

export const secret = z
  .looseObject({ [signature.key]: z.literal(signature.value) })
  .transform(() => undefined);

/** Whether a value as a whole is a secret. */
export function isSecret(value: unknown): boolean {
  return typeof value === "object" && value !== null && secret.safeParse(value).success;
}

/** Whether a value or a part of it is a secret. */
export function holdsSecret(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return false;
  return isSecret(value) || Object.values(value).some(holdsSecret);
}
