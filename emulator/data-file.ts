import { readFile } from "node:fs/promises";
import writeFileAtomic from "write-file-atomic";
import type { PasswordKey } from "./credentials/password-key.js";
import { InvalidDataFileError } from "./invalid-data-file.js";
import type { Pool } from "./state/pool.js";
import { store, storedPool, type StoredPool } from "./stored-pool.js";

/**
 * Reads a data file; undefined if it does not exist yet.
 *
 * @throws InvalidDataFileError when it is not a data file, or has another pool than `userPoolId`
 */
export async function readDataFile(path: string, userPoolId?: string): Promise<StoredPool | undefined> {
  const text = await readIfExists(path);
  if (text === undefined) return undefined;
  const parsed = storedPool.safeParse(parseJson(path, text));
  if (!parsed.success) {
    const where = parsed.error.issues[0]?.path.join(".") ?? "";
    throw new InvalidDataFileError(
      `${path} is not a data file of the emulator (invalid at ${where || "its root"})`,
    );
  }
  if (userPoolId !== undefined && parsed.data.userPoolId !== userPoolId) {
    throw new InvalidDataFileError(
      `${path} contains the user pool ${parsed.data.userPoolId}, not ${userPoolId}; use another file or that id`,
    );
  }
  return parsed.data;
}

/** Writes the whole pool to the file after each change, atomically. */
export class DataFile {
  readonly #path: string;
  readonly #pool: Pool;
  readonly #passwordKey: PasswordKey;
  #running: Promise<void> = Promise.resolve();
  #waiting: Promise<void> | undefined;
  #closed = false;

  constructor(path: string, pool: Pool, passwordKey: PasswordKey) {
    this.#path = path;
    this.#pool = pool;
    this.#passwordKey = passwordKey;
  }

  /**
   * Resolves when the file contains every change that was made before the call. Changes that arrive during a write share
   * the next one. Rejects if the file cannot be written; the next write then tries again.
   */
  async save(): Promise<void> {
    if (!this.#closed) await this.#nextWrite();
  }

  /** Writes a last time: a delayed request that completes later does not change the file. */
  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    await this.#nextWrite();
  }

  #nextWrite(): Promise<void> {
    this.#waiting ??= this.#running.then(() => {
      this.#waiting = undefined;
      const write = this.#write();
      this.#running = write.catch(() => undefined);
      return write;
    });
    return this.#waiting;
  }

  async #write(): Promise<void> {
    const text = `${JSON.stringify(store(this.#pool, this.#passwordKey))}\n`;
    try {
      // It contains a private key and password hashes, so only its owner can read it. A process that is killed loses
      // nothing without fsync, which takes longer than all the rest; only a machine that crashes does.
      await writeFileAtomic(this.#path, text, { mode: 0o600, fsync: false });
    } catch (cause) {
      const reason = cause instanceof Error ? cause.message : String(cause);
      throw new InvalidDataFileError(`cannot write ${this.#path}: ${reason}`, { cause });
    }
  }
}

async function readIfExists(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, "utf8");
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return undefined;
    throw error;
  }
}

function parseJson(path: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new InvalidDataFileError(`${path} is not valid JSON`, { cause: error });
  }
}
