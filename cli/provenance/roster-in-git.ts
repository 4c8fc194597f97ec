import { realpath, stat } from "node:fs/promises";
import { dirname, relative, resolve, sep } from "node:path";

import { isRosterFile } from "../../roster/index.js";
import type { Repositories, Repository } from "./repositories.js";

/** A file or folder of a roster, in a repository. */
export interface Root {
  /** As the files of the roster call it. */
  readonly name: string;
  /** Relative to the top of the repository; empty for the top itself. */
  readonly path: string;
  readonly isFolder: boolean;
}

/** The parts of a roster that are in one repository. */
export interface RosterInGit {
  readonly repository: Repository;
  readonly roots: readonly Root[];
}

/** The repositories of the files and folders of a roster. Those outside of git have no history. */
export async function rostersInGit(
  paths: readonly string[],
  cwd: string,
  repositories: Repositories,
): Promise<RosterInGit[]> {
  const found = new Map<string, { repository: Repository; roots: Root[] }>();
  for (const given of paths) {
    const full = resolve(cwd, given);
    const real = await realpath(full).catch(() => undefined);
    if (real === undefined) continue;
    const isFolder = (await stat(real)).isDirectory();
    const repository = await repositories.of(isFolder ? real : dirname(real));
    if (repository === undefined) continue;
    const known = found.get(repository.top) ?? { repository, roots: [] };
    found.set(repository.top, known);
    const name = relative(resolve(cwd), full).split(sep).join("/");
    known.roots.push({ name, path: relative(repository.top, real).split(sep).join("/"), isFolder });
  }
  return [...found.values()];
}

/** What a roster calls a file of the repository; undefined if the file is not part of it. */
export function nameInRoster(path: string, roots: readonly Root[]): string | undefined {
  for (const root of roots) {
    if (!root.isFolder && root.path === path) return root.name;
    const inside =
      root.path === ""
        ? path
        : path.startsWith(`${root.path}/`)
          ? path.slice(root.path.length + 1)
          : undefined;
    if (!root.isFolder || inside === undefined) continue;
    const isHidden = inside.split("/").some((part) => part.startsWith("."));
    if (isRosterFile(path) && !isHidden) return root.name === "" ? inside : `${root.name}/${inside}`;
  }
  return undefined;
}

/** Whether a file of a roster is one of these, or in one of these. */
export function isIn(file: string, roots: readonly Root[]): boolean {
  return roots.some(({ name, isFolder }) =>
    isFolder ? (name === "" ? !file.startsWith("../") : file.startsWith(`${name}/`)) : file === name,
  );
}

/** The paths of the roots for git. The top itself has no name. */
export function pathsOf(roots: readonly Root[]): string[] {
  return roots.some(({ path }) => path === "") ? [] : roots.map(({ path }) => path);
}
