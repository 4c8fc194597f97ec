import { readFile } from "node:fs/promises";
import writeFileAtomic from "write-file-atomic";
import type { PasswordKey } from "./credentials/password-key.js";
import type { Pool } from "./state/pool.js";
import { store, storedPool, type StoredPool } from "./stored-pool.js";

/** Changes within this time are written together. */
const writeDelayMs = 250;

/** A data file cannot be used. It is not changed. */
export class InvalidDataFileError extends Error {
  override readonly name = "InvalidDataFileError";
}

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

/** Writes the whole pool to the file soon after each change, atomically. */
export class DataFile {
  readonly #path: string;
  readonly #pool: Pool;
  readonly #passwordKey: PasswordKey;
  #timer: NodeJS.Timeout | undefined;
  #writing: Promise<void> = Promise.resolve();
  #closed = false;

  constructor(path: string, pool: Pool, passwordKey: PasswordKey) {
    this.#path = path;
    this.#pool = pool;
    this.#passwordKey = passwordKey;
  }

  /** Schedules a write. If it fails, the next write tries again, at the latest that of `close`. */
  schedule(): void {
    if (this.#closed) return;
    this.#timer ??= setTimeout(() => {
      this.flush().catch(() => undefined);
    }, writeDelayMs);
  }

  /** Writes now, after a running write. Rejects if the file cannot be written. */
  async flush(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const write = this.#writing.then(() => this.#write());
    this.#writing = write.catch(() => undefined);
    await write;
  }

  /** Writes a last time: a delayed request that completes later does not change the file. */
  async close(): Promise<void> {
    this.#closed = true;
    await this.flush();
  }

  #write(): Promise<void> {
    // It contains a private key and password hashes, so only its owner can read it.
    return writeFileAtomic(this.#path, `${JSON.stringify(store(this.#pool, this.#passwordKey))}\n`, {
      mode: 0o600,
    });
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
