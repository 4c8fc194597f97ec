import type { KeyObject } from "node:crypto";
import { constants, createPublicKey, publicEncrypt } from "node:crypto";
import type { Budget } from "../http/budget.js";
import { InvalidInputError } from "../errors.js";

/** Encrypts a password for the service, with its public key in PEM form. */
export type EncryptPassword = (plain: string, publicKey: string) => string | Promise<string>;

/** PKCS#1 v1.5 needs 11 bytes of the key's length for itself. */
const paddingBytes = 11;

/**
 * RSA, PKCS#1 v1.5, base64: what the service decrypts.
 *
 * @throws InvalidInputError when the password is longer than the key can carry (117 bytes of UTF-8 for 1024 bits)
 */
export function encryptWithRsa(plain: string, publicKey: string): string {
  const bytes = Buffer.from(plain, "utf8");
  const key = toKey(publicKey);
  const longest = (key.asymmetricKeyDetails?.modulusLength ?? 0) / 8 - paddingBytes;
  if (bytes.length > longest) {
    throw new InvalidInputError(
      `the password is too long: the service's key takes ${longest} bytes, and it has ${bytes.length}`,
      { operation: "encryptPassword", field: "password" },
    );
  }
  return publicEncrypt({ key, padding: constants.RSA_PKCS1_PADDING }, bytes).toString("base64");
}

/** Whether a text is a key that `encryptWithRsa` can use. */
export function isPublicKey(pem: string): boolean {
  try {
    return createPublicKey(pem).asymmetricKeyType === "rsa";
  } catch {
    return false;
  }
}

function toKey(pem: string): KeyObject {
  try {
    return createPublicKey(pem);
  } catch (cause) {
    const message = "the public key for passwords is not a PEM public key";
    throw new InvalidInputError(message, { operation: "encryptPassword", field: "publicKey", cause });
  }
}

/** Encrypts passwords with a key that is fetched once, and again after the service could not decrypt. */
export class PasswordCipher {
  readonly #encrypt: EncryptPassword;
  readonly #fetchKey: (budget: Budget) => Promise<string>;
  #key: Promise<string> | undefined;

  constructor(fetchKey: (budget: Budget) => Promise<string>, encrypt: EncryptPassword) {
    this.#fetchKey = fetchKey;
    this.#encrypt = encrypt;
  }

  async encrypt(plain: string, budget: Budget): Promise<string> {
    return await this.#encrypt(plain, await this.#publicKey(budget));
  }

  /** For when the service cannot decrypt what was encrypted with it: perhaps it has another one by now. */
  forgetKey(): void {
    this.#key = undefined;
  }

  async #publicKey(budget: Budget): Promise<string> {
    if (this.#key === undefined) {
      const key = this.#fetchKey(budget);
      this.#key = key;
      key.catch(() => {
        this.forgetKey();
      });
    }
    return await this.#key;
  }
}
