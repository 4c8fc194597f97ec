import {
  constants,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  privateDecrypt,
} from "node:crypto";
import type { KeyObject } from "node:crypto";
import { ManagementError } from "../errors.js";

/** The RSA key that clients encrypt passwords with: 1024 bits and PKCS#1 v1.5, as in the service. */
export class PasswordKey {
  #known: KeyObject | undefined;

  /** Without a PEM, the key is generated on first use, because that takes a while and many pools never need it. */
  constructor(privatePem?: string) {
    if (privatePem !== undefined) this.#known = createPrivateKey(privatePem);
  }

  get publicPem(): string {
    return createPublicKey(this.#privateKey).export({ type: "spki", format: "pem" }).toString();
  }

  get privatePem(): string {
    return this.#privateKey.export({ type: "pkcs8", format: "pem" }).toString();
  }

  get #privateKey(): KeyObject {
    return (this.#known ??= generateKeyPairSync("rsa", { modulusLength: 1024 }).privateKey);
  }

  /**
   * The plain text of a base64 ciphertext.
   *
   * The padding is removed here because Node.js refuses to remove PKCS#1 v1.5 padding, or returns random bytes. That
   * protects remote servers against timing attacks, but is not needed on loopback.
   *
   * @throws ManagementError 2016 when the text was not encrypted with the public key
   */
  decrypt(ciphertext: string): string {
    const block = this.#decryptBlock(Buffer.from(ciphertext, "base64"));
    const end = block.indexOf(0, 2);
    if (block[0] !== 0 || block[1] !== 2 || end < 10) throw new ManagementError(2016);
    return block.subarray(end + 1).toString("utf8");
  }

  #decryptBlock(ciphertext: Buffer): Buffer {
    try {
      return privateDecrypt({ key: this.#privateKey, padding: constants.RSA_NO_PADDING }, ciphertext);
    } catch {
      throw new ManagementError(2016);
    }
  }
}
