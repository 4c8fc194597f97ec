import { readdirSync, readFileSync, realpathSync, statSync } from "node:fs";
import { isAbsolute, join, relative, resolve, sep } from "node:path";
import process from "node:process";

import { InputError } from "../model/errors.js";
import { printable } from "../model/rules/printable.js";
import { type RosterSource, shownFile } from "./place.js";

const mebibyte = 1024 * 1024;
const largest = 16 * mebibyte;

/**
 * Reads files and folders of a roster. A folder is read whole, without hidden files and files of other endings. Links may lead
 * to other places in the folder and in the working directory, and nowhere else: whoever writes a roster must not get to see
 * what the one who checks it can read.
 *
 * @param cwd the directory in which relative paths begin
 * @param onUnread called with the name of each file that was probably meant to be read, and has another ending
 * @throws InputError that says of every path what is wrong with it
 */
export function readRosterFiles(
  paths: readonly string[],
  cwd: string = process.cwd(),
  onUnread: (file: string) => void = () => undefined,
): RosterSource[] {
  const files = new Map<string, string>();
  const problems: string[] = [];
  for (const path of paths) {
    try {
      const { read, unread, root } = filesIn(path, cwd);
      if (read.length === 0) problems.push(`${shownFile(path)} contains no .yaml or .yml file`);
      for (const file of read) {
        const real = realpathSync(file);
        const name = shownFile(nameOf(file, cwd));
        if (!isWithin(root, real) && !isWithin(realpathSync(cwd), real))
          problems.push(`${name} is behind a link that leaves the roster`);
        else if (!isRosterFile(real))
          problems.push(`${name} is a link to a file that does not end in .yaml or .yml`);
        else if (!files.has(real)) files.set(real, file);
      }
      for (const file of unread) onUnread(nameOf(file, cwd));
    } catch (error) {
      problems.push(reasonOf(path, error));
    }
  }
  if (paths.length === 0) problems.push("no file or folder is given");
  const sources: RosterSource[] = [];
  for (const file of files.values()) {
    const name = nameOf(file, cwd);
    try {
      sources.push({ file: name, text: textOf(shownFile(name), file) });
    } catch (error) {
      problems.push(reasonOf(name, error));
    }
  }
  if (problems.length > 0) throw new InputError(inShort(problems));
  return sources.sort((one, other) => (one.file < other.file ? -1 : 1));
}

interface FilesOfPath {
  readonly read: readonly string[];
  readonly unread: readonly string[];
  /** The real path in which links may lead anywhere. */
  readonly root: string;
}

/** Follows links, because a roster may be put together with them. */
function filesIn(path: string, cwd: string): FilesOfPath {
  const full = resolve(cwd, path);
  const found = statSync(full);
  // A path in the working directory stays there. Any other one was chosen by whoever runs this.
  const root = isWithin(resolve(cwd), full) ? realpathSync(cwd) : realpathSync(full);
  if (found.isDirectory()) {
    const below = filesBelow(full, path, []);
    const read = below.filter((file) => isRosterFile(file));
    return { read, unread: below.filter((file) => !isRosterFile(file)), root };
  }
  if (!found.isFile()) throw new InputError(`${shownFile(path)} is not a file or folder`);
  if (!isRosterFile(full)) throw new InputError(`${shownFile(path)} must end in .yaml or .yml`);
  return { read: [full], unread: [], root };
}

/** The files of a roster, and those that look like some. */
function filesBelow(folder: string, given: string, above: readonly string[]): string[] {
  const real = realpathSync(folder);
  if (above.includes(real))
    throw new InputError(`${shownFile(given)} contains a link to a folder that contains the link`);
  return readdirSync(folder)
    .filter((name) => !name.startsWith("."))
    .sort()
    .flatMap((name) => {
      const path = join(folder, name);
      const found = statSync(path, { throwIfNoEntry: false });
      if (found?.isDirectory() === true) return filesBelow(path, `${given}/${name}`, [...above, real]);
      if (found === undefined && isRosterFile(name))
        throw new InputError(`${shownFile(`${given}/${name}`)} is a link to a file that does not exist`);
      return found?.isFile() === true && looksLikeRosterFile(name) ? [path] : [];
    });
}

function looksLikeRosterFile(name: string): boolean {
  return /\.ya?ml[\s.]*$/iu.test(name);
}

/** Whether a path is a folder or something in it. */
function isWithin(folder: string, path: string): boolean {
  const way = relative(folder, path);
  return way !== ".." && !way.startsWith(`..${sep}`) && !isAbsolute(way);
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
  const shown = shownFile(path);
  if (error.code === "ENOENT") return `${shown} does not exist`;
  if (error.code === "ELOOP") return `${shown} is a link that leads to itself`;
  return `${shown} cannot be read: ${printable(error.message)}`;
}

const mostProblems = 20;

function inShort(problems: readonly string[]): string {
  const rest = problems.length - mostProblems;
  return [...problems.slice(0, mostProblems), ...(rest > 0 ? [`and ${rest} more`] : [])].join("\n");
}
