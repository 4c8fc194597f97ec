import { realpath } from "node:fs/promises";
import { basename, dirname, resolve } from "node:path";

import { type Commit, toCommit } from "./commit.js";
import { inParallel } from "./in-parallel.js";
import type { Repositories } from "./repositories.js";

/** The commit of a line, from 1; undefined if it is not committed, or not known. */
type CommitOfLine = (line: number) => Commit | undefined;

/** More processes at once do not make git faster. */
const mostAtOnce = 4;

/** Which commits wrote the lines of files, with one call of git for each file. */
export async function blameFiles(
  files: Iterable<string>,
  cwd: string,
  repositories: Repositories,
): Promise<ReadonlyMap<string, CommitOfLine>> {
  const blamed = new Map<string, CommitOfLine>();
  await inParallel([...new Set(files)], mostAtOnce, async (file) => {
    blamed.set(file, await blame(resolve(cwd, file), repositories));
  });
  return blamed;
}

async function blame(path: string, repositories: Repositories): Promise<CommitOfLine> {
  const none: CommitOfLine = () => undefined;
  const file = await realpath(path).catch(() => undefined);
  const repository = file === undefined ? undefined : await repositories.of(dirname(file));
  if (file === undefined || repository === undefined) return none;
  // In the directory of the file, git finds the repository itself, also that of a submodule.
  const args = ["blame", "--porcelain", "--root", "--no-textconv", "--encoding=UTF-8", "--", basename(file)];
  const answer = await repositories.git.ask(dirname(file), args);
  return answer === undefined ? none : commitsIn(answer.toString(), repository.shallow);
}

/** A line as git announces it: the commit, the old and the present number. */
const announced = /^(?<hash>[\da-f]{40,64}) \d+ (?<line>\d+)/u;

const notCommitted = /^0+$/u;

/** What git says of a commit stands at the first of its lines. */
function commitsIn(porcelain: string, shallow: ReadonlySet<string>): CommitOfLine {
  const hashes: string[] = [];
  const facts = new Map<string, Map<string, string>>();
  let current = new Map<string, string>();
  for (const text of porcelain.split("\n")) {
    // A tab comes before the line of the file itself.
    if (text.startsWith("\t")) continue;
    const { hash, line } = announced.exec(text)?.groups ?? {};
    if (hash === undefined) {
      const space = text.indexOf(" ");
      if (space > 0) current.set(text.slice(0, space), text.slice(space + 1));
      continue;
    }
    hashes[Number(line)] = hash;
    current = facts.get(hash) ?? new Map<string, string>();
    facts.set(hash, current);
  }
  const commits = new Map(
    [...facts].map(([hash, fact]) => {
      const [author = "", time = "", subject = ""] = ["author", "author-time", "summary"].map((name) =>
        fact.get(name),
      );
      const isKnown = !notCommitted.test(hash) && !shallow.has(hash);
      return [hash, isKnown ? toCommit(hash, author, time, subject) : undefined] as const;
    }),
  );
  return (line) => commits.get(hashes[line] ?? "");
}
