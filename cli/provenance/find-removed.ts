import {
  LineFinder,
  type Lines,
  linesOf,
  ParsedFiles,
  readRoster,
  type RosterSource,
  type Wanted,
} from "../../roster/index.js";
import type { Commit } from "./commit.js";
import {
  changesOf,
  type Change,
  Contents,
  isIn,
  type Listing,
  listingOf,
  nameInRoster,
  type RosterInGit,
  rostersInGit,
  sourcesAt,
} from "./history.js";
import { removedText } from "./removed-text.js";
import type { Repositories } from "./repositories.js";

/** How far back a line is looked for, and how many revisions are read for it: a large roster takes a second for each few. */
const mostCommits = 100;
const mostReadings = 40;

/** A line that a roster had. */
export interface Removed {
  /** As they were before. */
  readonly lines: Lines;
  /** What removed them; undefined if the removal is not committed. */
  readonly commit: Commit | undefined;
}

interface RosterNow {
  readonly paths: readonly string[];
  readonly cwd: string;
  readonly sources: readonly RosterSource[];
  readonly finder: LineFinder;
}

/**
 * What removed the lines that a roster does not have any more: the newest commit before which the roster has the line and
 * after which it does not. A revision with mistakes says nothing.
 */
export async function findRemoved(
  wanted: readonly Wanted[],
  now: RosterNow,
  repositories: Repositories,
): Promise<ReadonlyMap<Wanted, Removed>> {
  const found = new Map<Wanted, Removed>();
  if (wanted.length === 0) return found;
  for (const roster of await rostersInGit(now.paths, now.cwd, repositories)) {
    const left = wanted.filter((each) => !found.has(each));
    await new Search(roster, now, repositories, found).search(left);
  }
  return found;
}

class Search {
  readonly #git;
  readonly #contents: Contents;
  readonly #others: readonly RosterSource[];
  readonly #parsed = new ParsedFiles();
  /** Of the last revision that was read. The next one has most of its files too. */
  #listing: Listing = new Map();
  #readings = 0;

  constructor(
    readonly roster: RosterInGit,
    readonly now: RosterNow,
    repositories: Repositories,
    readonly found: Map<Wanted, Removed>,
  ) {
    this.#git = repositories.git;
    this.#contents = new Contents(this.#git, roster.repository.top);
    this.#others = now.sources.filter(({ file }) => !isIn(file, roster.roots));
  }

  async search(wanted: readonly Wanted[]): Promise<void> {
    const words = new Map(wanted.map((each) => [each, wordsOf(each, this.now.finder)]));
    await this.#searchUncommitted(words);
    for (const change of await changesOf(this.#git, this.roster, mostCommits)) {
      if (words.size === 0 || this.#readings >= mostReadings) return;
      await this.#searchChange(change, words);
      this.#contents.keep(this.#listing.values());
    }
  }

  /** What the files in the directory lack of the last commit. */
  async #searchUncommitted(words: Map<Wanted, readonly string[]>): Promise<void> {
    const listing = await listingOf(this.#git, this.roster, "HEAD");
    const contents = listing && (await this.#contents.read([...listing.values()]));
    if (listing === undefined || contents === undefined) return;
    const now = new Map(this.now.sources.map(({ file, text }) => [file, text]));
    const texts = [...listing].map(([path, id]) => {
      const name = nameInRoster(path, this.roster.roots) ?? path;
      return removedText(contents.get(id) ?? "", now.get(name) ?? "");
    });
    const named = namedIn(texts.join("\n"), words);
    if (named.length === 0) return;
    const before = this.#read(listing, contents);
    for (const each of named) {
      const lines = before?.find(each)?.lines;
      if (lines !== undefined) this.#settle(each, { lines, commit: undefined }, words);
    }
  }

  async #searchChange({ hash, commit, files }: Change, words: Map<Wanted, readonly string[]>): Promise<void> {
    const pairs = [...files.values()].filter(([before]) => before !== undefined);
    const changed = await this.#contents.read(pairs.flat().filter((id) => id !== undefined));
    if (pairs.length === 0 || changed === undefined) return;
    const texts = pairs.map(([before = "", after = ""]) =>
      removedText(changed.get(before) ?? "", changed.get(after) ?? ""),
    );
    const named = namedIn(texts.join("\n"), words);
    if (named.length === 0) return;
    const listing = await listingOf(this.#git, this.roster, `${hash}^`);
    const contents = listing && (await this.#contents.read([...listing.values(), ...changed.keys()]));
    if (listing === undefined || contents === undefined) return;
    const before = this.#read(listing, contents);
    const had = named.flatMap((each) => {
      const lines = before?.find(each)?.lines;
      return lines === undefined ? [] : [{ each, lines }];
    });
    const after = had.length === 0 ? undefined : this.#read(withChanges(listing, files), contents);
    for (const { each, lines } of after === undefined ? [] : had)
      if (after?.find(each) === undefined) this.#settle(each, { lines, commit }, words);
  }

  #settle(each: Wanted, removed: Removed, words: Map<Wanted, readonly string[]>): void {
    this.found.set(each, removed);
    words.delete(each);
  }

  /** The day does not matter: access that has ended keeps its lines. */
  #read(listing: Listing, contents: ReadonlyMap<string, string>): LineFinder | undefined {
    this.#readings += 1;
    this.#listing = listing;
    const sources = sourcesAt(listing, contents, this.roster.roots, this.#others);
    const { roster, mistakes } = readRoster(sources, this.#parsed.parse);
    return mistakes.length > 0 ? undefined : new LineFinder(linesOf(roster, ""));
  }
}

function withChanges(before: Listing, files: Change["files"]): Listing {
  const listing = new Map(before);
  for (const [path, [, after]] of files)
    if (after === undefined) listing.delete(path);
    else listing.set(path, after);
  return listing;
}

/** A template gives access under its own name, and an alias under that of its anchor. */
const indirect = /template|<<|\*\w/u;

/** Those that a removed text may be about. Reading a revision takes long, so most of them are left out before. */
function namedIn(removed: string, words: ReadonlyMap<Wanted, readonly string[]>): Wanted[] {
  if (removed.trim() === "") return [];
  const isIndirect = indirect.test(removed);
  return [...words].flatMap(([each, its]) =>
    isIndirect || its.some((word) => removed.includes(word)) ? [each] : [],
  );
}

/** Without one of these words, no line gives what is wanted. A roster may call a group by its code or by a key. */
function wordsOf({ of, what }: Wanted, now: LineFinder): string[] {
  const words =
    of.is === "person"
      ? [...of.keys, ...[...of.identity.values()].flatMap((values) => [...values])]
      : [of.code];
  if (of.is === "object") words.push(...now.keysOf(of));
  if (what.is === "field") words.push(what.field.split(".").at(-1) ?? "");
  if (what.is === "access")
    words.push(
      what.code,
      ...now.keysOf({ kind: kindOf[what.edge], namespace: what.namespace, code: what.code }),
    );
  return words.map((word) => word.toLowerCase()).filter((word) => word !== "");
}

const kindOf = { group: "Group", role: "Role", policy: "Policy" } as const;
