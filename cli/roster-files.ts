import { mkdir } from "node:fs/promises";
import { dirname, join } from "node:path";

import writeFileAtomic from "write-file-atomic";

import type { RosterSource } from "../roster/index.js";

/** Writes changed files of a roster. Each file is replaced at once. */
export async function writeRosterFiles(folder: string, files: readonly RosterSource[]): Promise<void> {
  for (const { file, text } of files) {
    const path = join(folder, file);
    await mkdir(dirname(path), { recursive: true });
    await writeFileAtomic(path, text);
  }
}

/** Such as `2 changes`. */
export function countOfChanges(changes: number): string {
  return changes === 0 ? "no difference" : counted(changes, "change");
}

export function counted(number: number, one: string, several = `${one}s`): string {
  return `${number} ${number === 1 ? one : several}`;
}
