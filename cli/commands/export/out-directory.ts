import { lstat, mkdir, mkdtemp, readdir, rmdir, stat } from "node:fs/promises";
import { dirname, join, relative } from "node:path";

import { printable } from "../../../model/rules/printable.js";
import { CommandError } from "../../failure.js";

/**
 * Checks before the pool is read that a project can be written to a directory.
 *
 * @param given the directory as it was given
 * @throws CommandError that says why it cannot be written
 */
export async function assertFree(directory: string, given: string, cwd: string): Promise<void> {
  if (!relative(directory, cwd).startsWith("..") && directory !== dirname(directory))
    throw new CommandError(`--out must not be the current directory or one above it: name a new directory`);
  const parent = await nearestDirectory(dirname(directory), given);
  const found = await lstat(directory).catch(unlessMissing);
  if (found?.isSymbolicLink() === true)
    throw new CommandError(`--out ${given} must not be a link: name the directory itself`);
  if (found !== undefined && !found.isDirectory())
    throw new CommandError(`--out ${given} must be a directory, and it is a file`);
  const entries = found === undefined ? [] : await readdir(directory).catch(refusal(given, directory));
  if (entries.length > 0)
    throw new CommandError(`--out ${given} must be a new or empty directory: it contains ${named(entries)}`);
  const trial = await mkdtemp(join(parent, ".approw-export-")).catch(refusal(given, parent));
  await rmdir(trial);
}

/** Creates a directory below one that exists. On some file systems, Node.js never ends when it creates all of them at once. */
export async function makeDirectory(directory: string): Promise<void> {
  if ((await stat(directory).catch(unlessMissing)) !== undefined) return;
  const parent = dirname(directory);
  if (parent !== directory) await makeDirectory(parent);
  await mkdir(directory);
}

async function nearestDirectory(directory: string, given: string): Promise<string> {
  const found = await stat(directory).catch((error: unknown) =>
    ["ENOENT", "ENOTDIR"].includes(codeOf(error) ?? "") ? undefined : refusal(given, directory)(error),
  );
  if (found?.isDirectory() === true) return directory;
  if (found !== undefined || dirname(directory) === directory)
    throw new CommandError(`--out ${given} cannot be created: ${printable(directory)} is not a directory`);
  return await nearestDirectory(dirname(directory), given);
}

const reasons: Readonly<Record<string, string>> = {
  EACCES: "permission denied",
  EPERM: "permission denied",
  EROFS: "the file system is read-only",
  ENOSPC: "the disk is full",
};

function refusal(given: string, directory: string): (error: unknown) => never {
  return (error) => {
    const code = codeOf(error);
    if (code === undefined) throw error;
    const why = reasons[code] ?? `the system answers ${code}`;
    throw new CommandError(`--out ${given}: cannot write to ${printable(directory)}: ${why}`, {
      cause: error,
    });
  };
}

function named(entries: readonly string[]): string {
  const [first = "", ...others] = [...entries].sort();
  // The roster of a project is updated, so what is missing says why this one is not.
  if (entries.includes("roster") && !entries.includes("Pulumi.yaml"))
    return "roster, but no Pulumi.yaml. To update a roster, --out must name its project";
  return others.length === 0 ? printable(first) : `${printable(first)} and ${others.length} more`;
}

export function unlessMissing(error: unknown): undefined {
  if (codeOf(error) !== "ENOENT") throw error;
  return undefined;
}

function codeOf(error: unknown): string | undefined {
  return error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : undefined;
}
