import type { KeyObject } from "node:crypto";
import { constants, createPublicKey, publicEncrypt } from "node:crypto";
import type { Budget } from "../http/budget.js";
import { InvalidInputError } from "../errors.js";

/** Encrypts a password for the service, with its public key in PEM form. */
export type EncryptPassword = (plain: string, publicKey: string) => string | Promise<string>;

/** PKCS#1 v1.5 padding takes 11 bytes of the key's length. */
const paddingBytes = 11;

/**
 * RSA, PKCS#1 v1.5, base64, as the service expects it.
 *
 * @throws InvalidInputError when the password is longer than the key allows (117 bytes of UTF-8 for 1024 bits)
 */
export function encryptWithRsa(plain: string, publicKey: string): string {
  const bytes = Buffer.from(plain, "utf8");
  const key = toKey(publicKey);
  const longest = (key.asymmetricKeyDetails?.modulusLength ?? 0) / 8 - paddingBytes;
  if (bytes.length > longest) {
    throw new InvalidInputError(
      `password must have at most ${longest} bytes for the public key of this service, but has ${bytes.length}`,
      { operation: "encryptPassword", field: "password" },
    );
  }
  return publicEncrypt({ key, padding: constants.RSA_PKCS1_PADDING }, bytes).toString("base64");
}

/** Whether a string is a key that `encryptWithRsa` can use. */
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
    const message = "publicKey must be a public key in PEM format";
    throw new InvalidInputError(message, { operation: "encryptPassword", field: "publicKey", cause });
  }
}

/** Encrypts passwords. The key is fetched once, and again after the service could not decrypt a password. */
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

  /** Fetches the key again for the next password: the service may have a new one. */
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
