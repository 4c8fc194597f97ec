import { mkdir, mkdtemp, readdir, rename, rm, rmdir, writeFile } from "node:fs/promises";
import { basename, dirname, join, relative } from "node:path";

import type { RosterPlan } from "../../../roster/write/plan.js";
import { CommandError } from "../../failure.js";
import { importFileText } from "./import-file.js";
import { type ProjectFormat, projectFiles } from "./project-files.js";

/** The folder in DIR where an export keeps what it has read. */
export const keptFolder = ".approw-export";

export interface ProjectOptions {
  readonly directory: string;
  readonly format: ProjectFormat;
  readonly userPoolId: string;
}

/**
 * Writes the project. Its files appear in the directory all together, or not at all: they are written beside it, and the
 * directory is renamed.
 */
export async function writeProject(
  plan: RosterPlan,
  { directory, format, userPoolId }: ProjectOptions,
): Promise<void> {
  const files = [
    ...projectFiles(plan, projectName(directory), format),
    { path: "import.json", text: importFileText(plan, userPoolId, format) },
  ];
  await mkdir(dirname(directory), { recursive: true });
  const beside = await mkdtemp(`${directory}.export-`);
  try {
    const project = join(beside, "project");
    for (const { path, text } of files) {
      await mkdir(dirname(join(project, path)), { recursive: true });
      await writeFile(join(project, path), text);
    }
    await rm(join(directory, keptFolder), { recursive: true, force: true });
    await rmdir(directory).catch(unlessMissing);
    await rename(project, directory);
  } finally {
    await rm(beside, { recursive: true, force: true });
  }
}

/**
 * @param given the directory as it was given
 * @throws CommandError when the directory has files that are not of an interrupted export
 */
export async function assertFree(directory: string, given: string, cwd: string): Promise<void> {
  if (!relative(directory, cwd).startsWith("..") && directory !== dirname(directory))
    throw new CommandError(`--out must not be the current directory or one above it: name a new directory`);
  const entries = await readdir(directory).catch((error: unknown) => {
    unlessMissing(error);
    return [];
  });
  if (entries.every((name) => name === keptFolder)) return;
  throw new CommandError(`--out ${given} must be a new or empty directory: it contains ${named(entries)}`);
}

function named(entries: readonly string[]): string {
  const [first = "", ...others] = entries.filter((name) => name !== keptFolder).sort();
  return others.length === 0 ? first : `${first} and ${others.length} more`;
}

function unlessMissing(error: unknown): void {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  if (code !== "ENOENT") throw error;
}

/** Names of projects have letters, digits, dashes, underscores and dots only. */
function projectName(directory: string): string {
  const name = basename(directory)
    .replace(/[^\w.-]+/gu, "-")
    .replace(/^[-.]+|[-.]+$/gu, "")
    .toLowerCase()
    .slice(0, 100);
  return name === "" ? "people" : name;
}
