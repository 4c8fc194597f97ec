import type { RosterSource } from "../../roster/index.js";
import type { Git } from "./git.js";
import { nameInRoster, pathsOf, type Root, type RosterInGit } from "./roster-in-git.js";

/** Files by their paths in the repository, each with the id of its content. */
export type Listing = ReadonlyMap<string, string>;

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

/** Links and submodules have other modes. */
export function isFile(mode: string): boolean {
  return mode.startsWith("100");
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
