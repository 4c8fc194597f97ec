import { readdirSync, readFileSync, realpathSync, statSync } from "node:fs";
import { join, relative, resolve, sep } from "node:path";
import process from "node:process";

import { InputError } from "../model/errors.js";
import type { RosterSource } from "./place.js";

const mebibyte = 1024 * 1024;
const largest = 16 * mebibyte;

/**
 * Reads files and folders of a roster. A folder is read whole, without hidden files and files of other endings.
 *
 * @param cwd the directory in which relative paths begin
 * @throws InputError that says of every path what is wrong with it
 */
export function readRosterFiles(paths: readonly string[], cwd: string = process.cwd()): RosterSource[] {
  const files = new Map<string, string>();
  const problems: string[] = [];
  for (const path of paths) {
    try {
      const found = filesIn(path, cwd);
      if (found.length === 0) problems.push(`${path} contains no .yaml or .yml file`);
      for (const file of found) if (!files.has(realpathSync(file))) files.set(realpathSync(file), file);
    } catch (error) {
      problems.push(reasonOf(path, error));
    }
  }
  if (paths.length === 0) problems.push("no file or folder is given");
  const sources: RosterSource[] = [];
  for (const file of files.values()) {
    const name = nameOf(file, cwd);
    try {
      sources.push({ file: name, text: textOf(name, file) });
    } catch (error) {
      problems.push(reasonOf(name, error));
    }
  }
  if (problems.length > 0) throw new InputError(inShort(problems));
  return sources.sort((one, other) => (one.file < other.file ? -1 : 1));
}

/** Follows links, because a roster may be put together with them. */
function filesIn(path: string, cwd: string): string[] {
  const full = resolve(cwd, path);
  const found = statSync(full);
  if (found.isDirectory()) return filesBelow(full, path, []);
  if (!found.isFile()) throw new InputError(`${path} is not a file or folder`);
  if (!isRosterFile(full)) throw new InputError(`${path} must end in .yaml or .yml`);
  return [full];
}

function filesBelow(folder: string, given: string, above: readonly string[]): string[] {
  const real = realpathSync(folder);
  if (above.includes(real))
    throw new InputError(`${given} contains a link to a folder that contains the link`);
  return readdirSync(folder)
    .filter((name) => !name.startsWith("."))
    .sort()
    .flatMap((name) => {
      const path = join(folder, name);
      const found = statSync(path, { throwIfNoEntry: false });
      if (found?.isDirectory() === true) return filesBelow(path, `${given}/${name}`, [...above, real]);
      if (found === undefined && isRosterFile(name))
        throw new InputError(`${given}/${name} is a link to a file that does not exist`);
      return found?.isFile() === true && isRosterFile(name) ? [path] : [];
    });
}

export function isRosterFile(name: string): boolean {
  return /\.ya?ml$/u.test(name);
}

function textOf(name: string, file: string): string {
  const { size } = statSync(file);
  if (size > largest)
    throw new InputError(
      `${name} has ${Math.ceil(size / mebibyte)} MiB; a file may have ${largest / mebibyte}: split it`,
    );
  const bytes = readFileSync(file);
  const isUtf16 = (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff);
  if (isUtf16) throw new InputError(`${name} is UTF-16: save it as UTF-8`);
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch (cause) {
    throw new InputError(`${name} is not valid UTF-8: save it as UTF-8`, { cause });
  }
}

function nameOf(file: string, cwd: string): string {
  return relative(resolve(cwd), file).split(sep).join("/");
}

function reasonOf(path: string, error: unknown): string {
  if (error instanceof InputError) return error.message;
  if (!(error instanceof Error && "code" in error)) throw error;
  if (error.code === "ENOENT") return `${path} does not exist`;
  if (error.code === "ELOOP") return `${path} is a link that leads to itself`;
  return `${path} cannot be read: ${error.message}`;
}

const mostProblems = 20;

function inShort(problems: readonly string[]): string {
  const rest = problems.length - mostProblems;
  return [...problems.slice(0, mostProblems), ...(rest > 0 ? [`and ${rest} more`] : [])].join("\n");
}
