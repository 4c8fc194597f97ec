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
import { type Change, changesOf } from "./changes.js";
import { Contents } from "./contents.js";
import { type Listing, listingOf, sourcesAt } from "./listing.js";
import { type RemovedText, removedText } from "./removed-text.js";
import type { Repositories } from "./repositories.js";
import { isIn, nameInRoster, type RosterInGit, rostersInGit } from "./roster-in-git.js";

/**
 * How far back lines are looked for, and how many revisions are read for that. The reading takes most of the time: with 2,000
 * people, a second for each few.
 */
const mostCommits = 100;
const mostReadings = 30;

/** Their contents are read together: a call of git takes longer than most of them. */
const changesAtOnce = 8;

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
  /** Those that may be needed again. Without a finder, a revision has mistakes. */
  #revisions: { readonly listing: Listing; readonly finder: LineFinder | undefined }[] = [];
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
    const left = new Set(wanted.map((each) => soughtOf(each, this.now.finder)));
    await this.#searchUncommitted(left);
    const changes = await changesOf(this.#git, this.roster, mostCommits);
    for (let index = 0; index < changes.length; index += changesAtOnce) {
      if (left.size === 0 || this.#readings >= mostReadings) return;
      const some = changes.slice(index, index + changesAtOnce);
      const contents = await this.#contents.read(some.flatMap(changedContents));
      if (contents !== undefined) for (const change of some) await this.#searchChange(change, contents, left);
      this.#contents.keep(this.#listing.values());
    }
  }

  /** What the files in the directory lack of the last commit. */
  async #searchUncommitted(left: Set<Sought>): Promise<void> {
    const listing = await listingOf(this.#git, this.roster, "HEAD");
    const contents = listing && (await this.#contents.read([...listing.values()]));
    if (listing === undefined || contents === undefined) return;
    this.#listing = listing;
    const now = new Map(this.now.sources.map(({ file, text }) => [file, text]));
    const removed = [...listing].map(([path, id]) => {
      const name = nameInRoster(path, this.roster.roots) ?? path;
      return removedText(contents.get(id) ?? "", now.get(name) ?? "");
    });
    for (const { each, lines } of this.#hadIn(namedIn(removed, left), listing, contents))
      this.#settle(each, { lines, commit: undefined }, left);
  }

  async #searchChange(
    { hash, commit, files }: Change,
    changed: ReadonlyMap<string, string>,
    left: Set<Sought>,
  ): Promise<void> {
    const removed = [...files.values()].flatMap(([before, after = ""]) =>
      before === undefined ? [] : [removedText(changed.get(before) ?? "", changed.get(after) ?? "")],
    );
    const named = namedIn(removed, left);
    if (named.length === 0 || this.#readings >= mostReadings) return;
    const listing = await listingOf(this.#git, this.roster, `${hash}^`);
    if (listing === undefined) return;
    const afterwards = withChanges(listing, files);
    const contents = await this.#contents.read([...listing.values(), ...afterwards.values()]);
    if (contents === undefined) return;
    this.#listing = listing;
    const had = this.#hadIn(named, listing, contents);
    const after = had.length === 0 ? undefined : this.#read(afterwards, contents);
    this.#keepOnly(listing);
    if (after === undefined) return;
    for (const { each, lines } of had)
      if (after.find(each.known) === undefined) this.#settle(each, { lines, commit }, left);
  }

  /** Those that the roster gave in a revision. */
  #hadIn(
    named: readonly Sought[],
    listing: Listing,
    contents: ReadonlyMap<string, string>,
  ): { each: Sought; lines: Lines }[] {
    const roster = named.length === 0 ? undefined : this.#read(listing, contents);
    return named.flatMap((each) => {
      const lines = roster?.find(each.known)?.lines;
      return lines === undefined ? [] : [{ each, lines }];
    });
  }

  #settle(each: Sought, removed: Removed, left: Set<Sought>): void {
    this.found.set(each.asked, removed);
    left.delete(each);
  }

  #read(listing: Listing, contents: ReadonlyMap<string, string>): LineFinder | undefined {
    const known = this.#revisions.find((revision) => isSameListing(revision.listing, listing));
    if (known !== undefined) return known.finder;
    const finder = this.#readAnew(listing, contents);
    this.#revisions.push({ listing, finder });
    return finder;
  }

  /** The revision before a commit is mostly the one after the next commit that is looked at. */
  #keepOnly(listing: Listing): void {
    this.#revisions = this.#revisions.filter((revision) => isSameListing(revision.listing, listing));
  }

  /** The day does not matter: access that has ended keeps its lines. */
  #readAnew(listing: Listing, contents: ReadonlyMap<string, string>): LineFinder | undefined {
    this.#readings += 1;
    const sources = sourcesAt(listing, contents, this.roster.roots, this.#others);
    const { roster, mistakes } = readRoster(sources, this.#parsed.parse);
    return mistakes.length > 0 ? undefined : new LineFinder(linesOf(roster, ""));
  }
}

function isSameListing(one: Listing, other: Listing): boolean {
  return one.size === other.size && [...one].every(([path, id]) => other.get(path) === id);
}

/** The ids of what the changed files contain, before and after. */
function changedContents({ files }: Change): string[] {
  return [...files.values()].flatMap(([before, after]) =>
    before === undefined ? [] : [before, ...(after === undefined ? [] : [after])],
  );
}

function withChanges(before: Listing, files: Change["files"]): Listing {
  const listing = new Map(before);
  for (const [path, [, after]] of files)
    if (after === undefined) listing.delete(path);
    else listing.set(path, after);
  return listing;
}

/** What is looked for in old revisions. */
interface Sought {
  readonly asked: Wanted;
  /** The same with all keys that the person has or had. */
  readonly known: Wanted;
  /** How a roster may write it: keys and unique values of a person, keys and codes of an object. */
  readonly subject: readonly string[];
  /** Keys and codes of what the subject has. */
  readonly access: readonly string[];
}

/** Sections that give access to people whom they do not name. */
const shared = /^(?:templates|defaults)\s*:/mu;

/** Those that a change may be about. Reading a revision takes long, so most changes are ruled out before. */
function namedIn(removed: readonly RemovedText[], left: ReadonlySet<Sought>): Sought[] {
  const texts = removed
    .filter(({ lines }) => lines.trim() !== "")
    .map(({ lines, keys }) => ({ all: `${keys}\n${lines}`, lines }));
  return [...left].filter(({ subject, access }) =>
    texts.some(
      ({ all, lines }) =>
        subject.some((word) => hasWord(all, word)) ||
        (shared.test(all) && access.some((word) => hasWord(lines, word))),
    ),
  );
}

/** Whether text has a word that is not a part of a longer one, as `ada` is of `adalbert`. */
function hasWord(text: string, word: string): boolean {
  for (let start = text.indexOf(word); start !== -1; start = text.indexOf(word, start + 1))
    if (!isOfWord(text.charAt(start - 1)) && !isOfWord(text.charAt(start + word.length))) return true;
  return false;
}

function isOfWord(character: string): boolean {
  return /^[\p{L}\p{N}]/u.test(character);
}

/** A roster may call a group by its code or by a key. */
function soughtOf(asked: Wanted, now: LineFinder): Sought {
  const { of, what } = asked;
  const access =
    what.is === "access"
      ? [what.code, ...now.keysOf({ kind: kindOf[what.edge], namespace: what.namespace, code: what.code })]
      : [];
  if (of.is === "object")
    return { asked, known: asked, subject: searched([of.code, ...now.keysOf(of)]), access: searched(access) };
  const { key, previously = [] } = now.person(of) ?? {};
  const keys = [...new Set([...of.keys, ...(key === undefined ? [] : [key]), ...previously])];
  const values = [...of.identity.values()].flatMap((each) => [...each]);
  const known = { of: { ...of, keys }, what };
  return { asked, known, subject: searched([...keys, ...values]), access: searched(access) };
}

function searched(words: readonly string[]): string[] {
  return [...new Set(words.map((word) => word.toLowerCase()))].filter((word) => word !== "");
}

const kindOf = { group: "Group", role: "Role", policy: "Policy" } as const;
