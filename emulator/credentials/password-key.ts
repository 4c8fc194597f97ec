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
  readonly publicPem: string;
  readonly privatePem: string;
  readonly #privateKey: KeyObject;

  constructor(privatePem: string) {
    this.privatePem = privatePem;
    this.#privateKey = createPrivateKey(privatePem);
    this.publicPem = createPublicKey(this.#privateKey).export({ type: "spki", format: "pem" }).toString();
  }

  static generate(): PasswordKey {
    const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 1024 });
    return new PasswordKey(privateKey.export({ type: "pkcs8", format: "pem" }).toString());
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
