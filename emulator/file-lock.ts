import { createHash, randomUUID } from "node:crypto";
import { once } from "node:events";
import { link, readFile, realpath, rename, rm, writeFile } from "node:fs/promises";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import { z } from "zod";
import { InvalidDataFileError } from "./invalid-data-file.js";

const holder = z.object({ pid: z.int().positive(), port: z.int().optional() });

/** The locks that emulators of this process hold. */
const held = new Set<string>();

/**
 * Keeps a second emulator from a data file: each writes the whole pool, so one would overwrite the other. The lock is in
 * the temporary directory, and the data file stays alone in its own. A lock whose emulator was killed does not count.
 */
export class FileLock {
  readonly #lock: string;

  private constructor(lock: string) {
    this.#lock = lock;
  }

  /** @throws InvalidDataFileError when another emulator uses the file */
  static async acquire(file: string): Promise<FileLock> {
    const lock = await lockOf(file);
    while (!(await tryToCreate(lock))) {
      const user = await userOf(lock);
      if (user !== undefined) {
        throw new InvalidDataFileError(
          `${file} is used by another emulator (${user}); stop that one, or use another file`,
        );
      }
      await rm(lock, { force: true });
    }
    held.add(lock);
    return new FileLock(lock);
  }

  /** Notes the port of the emulator: another process may have its process id later, but not its port as well. */
  async note(port: number): Promise<void> {
    const draft = `${this.#lock}.${randomUUID()}`;
    await writeFile(draft, JSON.stringify({ pid: process.pid, port }));
    await rename(draft, this.#lock);
  }

  async release(): Promise<void> {
    held.delete(this.#lock);
    await rm(this.#lock, { force: true });
  }
}

/** Two paths of one file have one lock. */
async function lockOf(file: string): Promise<string> {
  const inDirectory = async (): Promise<string> => join(await realpath(dirname(file)), basename(file));
  const whole = await realpath(file)
    .catch(inDirectory)
    .catch(() => file);
  const name = createHash("sha256").update(whole).digest("hex").slice(0, 16);
  return join(tmpdir(), `pulumi-approw-emulator-${name}.lock`);
}

/** The lock appears with its content, so that no process ever reads half of it. */
async function tryToCreate(lock: string): Promise<boolean> {
  const draft = `${lock}.${randomUUID()}`;
  await writeFile(draft, JSON.stringify({ pid: process.pid }));
  try {
    await link(draft, lock);
    return true;
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "EEXIST") return false;
    throw error;
  } finally {
    await rm(draft, { force: true });
  }
}

/** The emulator that holds the lock, in words; undefined when it runs no more. */
async function userOf(lock: string): Promise<string | undefined> {
  const text = await readFile(lock, "utf8").catch(() => undefined);
  // It was released in the meantime.
  if (text === undefined) return undefined;
  const { pid, port } = holder.parse(JSON.parse(text));
  if (pid === process.pid) return held.has(lock) ? "in this process" : undefined;
  const isRunning = isAlive(pid) && (port === undefined || (await isListening(port)));
  return isRunning ? `process ${pid}` : undefined;
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    // A process of another user may not be signalled, but it exists.
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}

async function isListening(port: number): Promise<boolean> {
  const socket = connect(port, "127.0.0.1");
  try {
    await once(socket, "connect");
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}
