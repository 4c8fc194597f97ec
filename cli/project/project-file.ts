import { existsSync } from "node:fs";
import { join, relative, sep } from "node:path";

import { projectFileNames } from "./project-file-names.js";

/** The project's file, as a URI relative to the directory that the program was started in: `infra/Pulumi.yaml`. */
export function projectFileOf(project: string, startedIn: string): string {
  const name = projectFileNames.find((candidate) => existsSync(join(project, candidate))) ?? "Pulumi.yaml";
  return relative(startedIn, join(project, name)).split(sep).map(encodeURIComponent).join("/");
}
