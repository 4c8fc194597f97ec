import { realpath, stat } from "node:fs/promises";
import { dirname, relative, resolve, sep } from "node:path";

import { isRosterFile, type RosterSource } from "../../roster/index.js";
import { type Commit, toCommit } from "./commit.js";
import type { Git } from "./git.js";
import type { Repositories, Repository } from "./repositories.js";

/** A file or folder of a roster, in a repository. */
interface Root {
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

/** Files by their paths in the repository, each with the id of its content. */
export type Listing = ReadonlyMap<string, string>;

/** A commit that changed the roster. */
export interface Change {
  readonly hash: string;
  readonly commit: Commit | undefined;
  /** Content ids before and after, by path; undefined where there is no file. */
  readonly files: ReadonlyMap<string, readonly [before: string | undefined, after: string | undefined]>;
}

/** The repositories of the files and folders of a roster. What is in none has no history. */
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

/** The commits that changed the roster, newest first. Merges change nothing that their parents did not change. */
export async function changesOf(
  git: Git,
  { repository, roots }: RosterInGit,
  most: number,
): Promise<Change[]> {
  const answer = await git.ask(repository.top, [
    "log",
    `--max-count=${most}`,
    "--no-merges",
    "--topo-order",
    "--raw",
    "-z",
    "--no-abbrev",
    "--no-renames",
    "--encoding=UTF-8",
    "--format=%H%x00%aN%x00%at%x00%s",
    "HEAD",
    "--",
    ...pathsOf(roots),
  ]);
  return answer === undefined ? [] : changesIn(answer.toString(), roots);
}

/** `:100644 100644 BEFORE AFTER M`; links and submodules have other modes. */
const raw = /^\n?:(?<mode>\d+) (?<newMode>\d+) (?<before>[\da-f]+) (?<after>[\da-f]+) \w+$/u;

function changesIn(log: string, roots: readonly Root[]): Change[] {
  const changes: Change[] = [];
  const parts = log.split("\0");
  for (let index = 0; index + 3 < parts.length;) {
    const [hash = "", author = "", time = "", subject = ""] = parts.slice(index, index + 4);
    index += 4;
    const files = new Map<string, [string | undefined, string | undefined]>();
    for (let found = raw.exec(parts[index] ?? ""); found !== null; found = raw.exec(parts[index] ?? "")) {
      const path = parts[index + 1] ?? "";
      index += 2;
      const { mode = "", newMode = "", before = "", after = "" } = found.groups ?? {};
      if (nameInRoster(path, roots) !== undefined)
        files.set(path, [isFile(mode) ? before : undefined, isFile(newMode) ? after : undefined]);
    }
    changes.push({ hash, commit: toCommit(hash, author, time, subject), files });
  }
  return changes;
}

function isFile(mode: string): boolean {
  return mode.startsWith("100");
}

/** The files of the roster in a commit; undefined if git cannot say. */
export async function listingOf(
  git: Git,
  { repository, roots }: RosterInGit,
  revision: string,
): Promise<Listing | undefined> {
  const answer = await git.ask(repository.top, [
    "ls-tree",
    "-r",
    "-z",
    "--full-tree",
    revision,
    "--",
    ...pathsOf(roots),
  ]);
  if (answer === undefined) return undefined;
  const listing = new Map<string, string>();
  for (const entry of answer.toString().split("\0")) {
    const {
      mode = "",
      id = "",
      path = "",
    } = /^(?<mode>\d+) \w+ (?<id>[\da-f]+)\t(?<path>.*)$/su.exec(entry)?.groups ?? {};
    if (isFile(mode) && nameInRoster(path, roots) !== undefined) listing.set(path, id);
  }
  return listing;
}

/** The paths of the roots for git. The top itself has no name. */
function pathsOf(roots: readonly Root[]): string[] {
  return roots.some(({ path }) => path === "") ? [] : roots.map(({ path }) => path);
}

/** Reads contents by their ids. It keeps those of the last readings, because most files are in the next one too. */
export class Contents {
  #known = new Map<string, string>();

  constructor(
    readonly git: Git,
    readonly directory: string,
  ) {}

  /** Undefined if git lacks one of them, as a partial clone may. */
  async read(ids: readonly string[]): Promise<ReadonlyMap<string, string> | undefined> {
    const missing = [...new Set(ids)].filter((id) => !this.#known.has(id));
    if (missing.length > 0) {
      const answer = await this.git.ask(this.directory, ["cat-file", "--batch"], `${missing.join("\n")}\n`);
      for (const [id, text] of answer === undefined ? [] : blobsIn(answer)) this.#known.set(id, text);
    }
    return ids.every((id) => this.#known.has(id)) ? this.#known : undefined;
  }

  /** Forgets all but these. */
  keep(ids: Iterable<string>): void {
    const kept = new Set(ids);
    this.#known = new Map([...this.#known].filter(([id]) => kept.has(id)));
  }
}

/** `ID blob SIZE`, the content and a newline for each. */
function blobsIn(answer: Buffer): [id: string, text: string][] {
  const blobs: [string, string][] = [];
  for (let offset = 0; offset < answer.length;) {
    const end = answer.indexOf("\n", offset);
    const { id, size } =
      /^(?<id>[\da-f]+) blob (?<size>\d+)$/u.exec(answer.toString("latin1", offset, end))?.groups ?? {};
    offset = end + 1;
    if (id === undefined) continue;
    blobs.push([id, answer.toString("utf8", offset, offset + Number(size))]);
    offset += Number(size) + 1;
  }
  return blobs;
}

/** A roster as it was, from contents and from what is in no or another repository. */
export function sourcesAt(
  listing: Listing,
  contents: ReadonlyMap<string, string>,
  roots: readonly Root[],
  others: readonly RosterSource[],
): RosterSource[] {
  const files = [...listing].map(([path, id]) => ({
    file: nameInRoster(path, roots) ?? path,
    text: contents.get(id) ?? "",
  }));
  const names = new Set(files.map(({ file }) => file));
  return [...files, ...others.filter(({ file }) => !names.has(file))];
}
