import { randomBytes, scryptSync } from "node:crypto";

/** Far too low for a real service, but thousands of test users must be created within seconds. */
const scryptCost = 128;

interface PasswordHash {
  /** 32 hexadecimal digits, as the service shows it. */
  value: string;
  salt: string;
}

export function hashPassword(plain: string): PasswordHash {
  const salt = randomBytes(16).toString("hex");
  return { value: hashWith(plain, salt), salt };
}

export function hashWith(plain: string, salt: string): string {
  return scryptSync(plain, salt, 16, { N: scryptCost }).toString("hex");
}
