import { randomBytes, scryptSync } from "node:crypto";

/** Far below what a real service needs: thousands of test users are to be created within seconds. */
const scryptCost = 128;

interface PasswordHash {
  /** 32 hexadecimal digits, the form in which the service shows it. */
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
