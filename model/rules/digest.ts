import { createHmac, randomBytes, timingSafeEqual } from "node:crypto";

/**
 * A salted hash by which a later run sees whether a declared secret has changed: `<salt>.<hmac-sha256>`.
 * A fast hash is enough: the digest is itself encrypted in the state, beside the encrypted secret, and diff must
 * hash thousands of them one after the other.
 */
export function makeDigest(secret: string, salt = randomBytes(12).toString("base64url")): string {
  return `${salt}.${createHmac("sha256", salt).update(secret).digest("base64url")}`;
}

export function matchesDigest(secret: string, digest: string): boolean {
  const salt = digest.slice(0, digest.indexOf("."));
  const [expected, actual] = [Buffer.from(digest), Buffer.from(makeDigest(secret, salt))];
  return expected.length === actual.length && timingSafeEqual(expected, actual);
}
