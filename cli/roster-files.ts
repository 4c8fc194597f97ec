import { mkdir, realpath } from "node:fs/promises";
import { dirname, isAbsolute, join, relative, sep } from "node:path";

import writeFileAtomic from "write-file-atomic";

import { printable } from "../model/rules/printable.js";
import type { RosterSource } from "../roster/index.js";
import { CommandError } from "./failure.js";

/**
 * Writes changed files of a roster. Each file is replaced at once.
 *
 * @throws CommandError before anything is written, when a link would lead a file out of the folder
 */
export async function writeRosterFiles(folder: string, files: readonly RosterSource[]): Promise<void> {
  const real = await realpath(folder);
  for (const { file } of files)
    if (!isWithin(real, await realPathOf(join(folder, file))))
      throw new CommandError(
        `${printable(file)} is behind a link that leaves the roster: nothing was written`,
      );
  for (const { file, text } of files) {
    const path = join(folder, file);
    await mkdir(dirname(path), { recursive: true });
    await writeFileAtomic(path, text);
  }
}

/** Whether a path is a folder or something below it. */
export function isWithin(folder: string, path: string): boolean {
  const way = relative(folder, path);
  return way !== ".." && !way.startsWith(`..${sep}`) && !isAbsolute(way);
}

/** Where a file is, or will be: of what is new, the folder counts. */
async function realPathOf(path: string): Promise<string> {
  try {
    return await realpath(path);
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "ENOENT")) throw error;
    return await realPathOf(dirname(path));
  }
}

/** Such as `2 changes`. */
export function countOfChanges(changes: number): string {
  return changes === 0 ? "no difference" : counted(changes, "change");
}

export function counted(number: number, one: string, several = `${one}s`): string {
  return `${number} ${number === 1 ? one : several}`;
}
