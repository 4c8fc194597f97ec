import { type Commit, toCommit } from "./commit.js";
import type { Git } from "./git.js";
import { isFile } from "./listing.js";
import { nameInRoster, pathsOf, type Root, type RosterInGit } from "./roster-in-git.js";

/** A commit that changed the roster. */
export interface Change {
  readonly hash: string;
  readonly commit: Commit | undefined;
  /** Content ids before and after, by path; undefined where there is no file. */
  readonly files: ReadonlyMap<string, readonly [before: string | undefined, after: string | undefined]>;
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
