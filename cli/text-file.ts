import { readFile } from "node:fs/promises";
import { resolve } from "node:path";

import { CommandError } from "./failure.js";

/** @throws CommandError that names the file when it cannot be read */
export async function readText(file: string, cwd: string): Promise<string> {
  const text = await readTextIfPresent(file, cwd);
  if (text === undefined) throw new CommandError(`${file} does not exist`);
  return text;
}

/** The same for a file that need not be there. */
export async function readTextIfPresent(file: string, cwd: string): Promise<string | undefined> {
  try {
    return await readFile(resolve(cwd, file), "utf8");
  } catch (cause) {
    if (!(cause instanceof Error)) throw cause;
    if ("code" in cause && cause.code === "ENOENT") return undefined;
    throw new CommandError(`${file} cannot be read: ${cause.message}`, { cause });
  }
}
