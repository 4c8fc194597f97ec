import { readFile } from "node:fs/promises";
import writeFileAtomic from "write-file-atomic";
import { z } from "zod";
import type { PasswordKey } from "./credentials/password-key.js";
import { groupRecord, namespaceRecord, roleRecord, type Pool } from "./state/pool.js";
import { userRecord } from "./state/user-store.js";

/** Changes that come within this time are written together. */
const writeDelayMs = 250;

const storedPool = z.object({
  version: z.literal(1),
  userPoolId: z.string(),
  tokenGeneration: z.int(),
  /** The private key with which passwords are decrypted, as PEM. */
  passwordKey: z.string(),
  namespaces: z.array(namespaceRecord),
  groups: z.array(groupRecord),
  roles: z.array(roleRecord),
  users: z.array(userRecord.extend({ groupIds: z.array(z.string()), roleIds: z.array(z.string()) })),
});

export type StoredPool = z.infer<typeof storedPool>;

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

/** Fills a new pool with what was stored. */
export function restore(pool: Pool, stored: StoredPool): void {
  pool.tokenGeneration = stored.tokenGeneration;
  for (const namespace of stored.namespaces) pool.namespaces.set(namespace.code, namespace);
  for (const group of stored.groups) pool.groups.put(group);
  for (const role of stored.roles) pool.roles.put(role);
  for (const { groupIds, roleIds, ...user } of stored.users) {
    pool.users.replace(user);
    for (const groupId of groupIds) pool.memberships.add(user.id, groupId);
    for (const roleId of roleIds) pool.assignments.add(user.id, roleId);
  }
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
    const { id, tokenGeneration, namespaces, groups, roles, users, memberships, assignments } = this.#pool;
    const stored: StoredPool = {
      version: 1,
      userPoolId: id,
      tokenGeneration,
      passwordKey: this.#passwordKey.privatePem,
      namespaces: [...namespaces.values()],
      groups: groups.all(),
      roles: roles.all(),
      users: users.all().map((user) => ({
        ...user,
        groupIds: memberships.targetsOf(user.id),
        roleIds: assignments.targetsOf(user.id),
      })),
    };
    // It holds a private key and password hashes: for the owner's eyes only.
    return writeFileAtomic(this.#path, `${JSON.stringify(stored)}\n`, { mode: 0o600 });
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
