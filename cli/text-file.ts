import { readFile } from "node:fs/promises";
import { resolve } from "node:path";

import { InputError } from "../model/errors.js";

/** @throws InputError that names the file when it cannot be read */
export async function readText(file: string, cwd: string): Promise<string> {
  const text = await readTextIfPresent(file, cwd);
  if (text === undefined) throw new InputError(`${file} does not exist`);
  return text;
}

/** The same for an optional file: undefined when it does not exist. */
export async function readTextIfPresent(file: string, cwd: string): Promise<string | undefined> {
  try {
    return decode(file, await readFile(resolve(cwd, file)));
  } catch (cause) {
    if (cause instanceof InputError) throw cause;
    if (!(cause instanceof Error)) throw cause;
    if ("code" in cause && cause.code === "ENOENT") return undefined;
    throw new InputError(`${file} cannot be read: ${cause.message}`, { cause });
  }
}

/** Windows writes a byte order mark ahead of UTF-8, and its shell redirects into UTF-16. */
function decode(file: string, bytes: Buffer): string {
  const isUtf16 = (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff);
  if (isUtf16) throw new InputError(`${file} is UTF-16: save it as UTF-8`);
  return bytes.toString("utf8").replace(/^\uFEFF/u, "");
}
