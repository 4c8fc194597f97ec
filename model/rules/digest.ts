import { createHmac, randomBytes, timingSafeEqual } from "node:crypto";

import { digestsIn } from "./bookkeeping.js";
import type { Properties } from "./record.js";

/**
 * A salted hash by which a later run sees whether a declared secret has changed: `<salt>.<hmac-sha256>`.
 * A fast hash is enough: the digest is itself encrypted in the state, beside the encrypted secret, and diff must
 * hash thousands of them one after the other.
 */
export function makeDigest(secret: string, salt = randomBytes(12).toString("base64url")): string {
  return `${salt}.${createHmac("sha256", salt).update(secret).digest("base64url")}`;
}

/**
 * Whether the state holds the digest of a declared value: of a secret, or of a value that the service keeps in another
 * spelling.
 */
export function isDigested(state: Properties, name: string, declared: unknown): boolean {
  const digest = digestsIn(state)[name];
  return digest !== undefined && typeof declared === "string" && matchesDigest(declared, digest);
}

export function matchesDigest(secret: string, digest: string): boolean {
  const salt = digest.slice(0, digest.indexOf("."));
  const [expected, actual] = [Buffer.from(digest), Buffer.from(makeDigest(secret, salt))];
  return expected.length === actual.length && timingSafeEqual(expected, actual);
}
