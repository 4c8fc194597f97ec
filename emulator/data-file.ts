import { readFile } from "node:fs/promises";
import writeFileAtomic from "write-file-atomic";
import type { PasswordKey } from "./credentials/password-key.js";
import type { Pool } from "./state/pool.js";
import { store, storedPool, type StoredPool } from "./stored-pool.js";

/** Changes that come within this time are written together. */
const writeDelayMs = 250;

/** A data file that cannot be used. It is left as it is. */
export class InvalidDataFileError extends Error {
  override readonly name = "InvalidDataFileError";
}

/**
 * Reads a data file; undefined where there is none yet.
 *
 * @throws InvalidDataFileError when it holds something else, or another pool than `userPoolId`.
 */
export async function readDataFile(path: string, userPoolId?: string): Promise<StoredPool | undefined> {
  const text = await readIfPresent(path);
  if (text === undefined) return undefined;
  const parsed = storedPool.safeParse(parseJson(path, text));
  if (!parsed.success) {
    const where = parsed.error.issues[0]?.path.join(".") ?? "";
    throw new InvalidDataFileError(`${path} is no data file of the emulator (at ${where || "its root"})`);
  }
  if (userPoolId !== undefined && parsed.data.userPoolId !== userPoolId) {
    throw new InvalidDataFileError(
      `${path} holds the user pool ${parsed.data.userPoolId}, not ${userPoolId}: take another file or that id`,
    );
  }
  return parsed.data;
}

/** Keeps the file in step with the pool: soon after each change, whole, and in one atomic step. */
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

  /** Has the pool written within a moment. Should that fail, the next write tries again, `flush` at the latest. */
  schedule(): void {
    if (this.#closed) return;
    this.#timer ??= setTimeout(() => {
      this.flush().catch(() => undefined);
    }, writeDelayMs);
  }

  /** Writes now, after whatever is being written. Rejects when the file cannot be written. */
  async flush(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const write = this.#writing.then(() => this.#write());
    this.#writing = write.catch(() => undefined);
    await write;
  }

  /** Writes for the last time: a request that was held up and comes through after this changes no file. */
  async close(): Promise<void> {
    this.#closed = true;
    await this.flush();
  }

  #write(): Promise<void> {
    // It holds a private key and password hashes: for the owner's eyes only.
    return writeFileAtomic(this.#path, `${JSON.stringify(store(this.#pool, this.#passwordKey))}\n`, {
      mode: 0o600,
    });
  }
}

async function readIfPresent(path: string): Promise<string | undefined> {
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
    throw new InvalidDataFileError(`${path} is not JSON`, { cause: error });
  }
}
