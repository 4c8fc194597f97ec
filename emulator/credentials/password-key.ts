import {
  constants,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  privateDecrypt,
} from "node:crypto";
import type { KeyObject } from "node:crypto";
import { ManagementError } from "../errors.js";

/** The RSA key with which clients encrypt passwords: 1024 bits and PKCS#1 v1.5, as the service has it. */
export class PasswordKey {
  #known: KeyObject | undefined;

  /** Without a key, one is made when it is asked for: that takes a while, and many a pool never sees a password. */
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
   * The padding is removed here because Node refuses, or answers with noise, where it is asked to remove PKCS#1
   * v1.5 itself: a guard against timing attacks from afar, which a server on loopback need not fear.
   *
   * @throws ManagementError 2016 when the text was not encrypted with the public key.
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
