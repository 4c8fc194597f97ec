import { mkdir, mkdtemp, rename, rm, rmdir, writeFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";

import type { RosterPlan } from "../../../roster/write/plan.js";
import { importFileText } from "./import-file.js";
import { makeDirectory, unlessMissing } from "./out-directory.js";
import { type ProjectFormat, projectFiles } from "./project-files.js";

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
  await makeDirectory(dirname(directory));
  const beside = await mkdtemp(`${directory}.export-`);
  try {
    const project = join(beside, "project");
    for (const { path, text } of files) {
      await mkdir(dirname(join(project, path)), { recursive: true });
      await writeFile(join(project, path), text);
    }
    await rmdir(directory).catch(unlessMissing);
    await rename(project, directory);
  } finally {
    await rm(beside, { recursive: true, force: true });
  }
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
