import { InputError } from "../../model/errors.js";
import { describeMistakes } from "../describe-mistakes.js";
import type { RosterSource } from "../place.js";
import { readRoster } from "../read-roster.js";
import type { Roster } from "../roster.js";
import { compareTexts } from "../write/order.js";
import { planRoster } from "../write/plan-roster.js";
import type { PoolContents } from "../write/pool-contents.js";
import { Additions } from "./additions.js";
import { aboutOf, describeChange, type RosterChange } from "./change.js";
import { AccessComparison } from "./compare-access.js";
import { compareObjects } from "./compare-objects.js";
import { comparePeople } from "./compare-people.js";
import { factsOf } from "./facts.js";
import { HeldAccess } from "./held-access.js";
import { matchPeople } from "./match-people.js";
import { type Comparison, Findings, type Planned, type Unable } from "./planned.js";
import { RosterEdits } from "./roster-edits.js";
import { RosterTree } from "./roster-tree.js";
import { EditError } from "./text-edits.js";
import { YamlFiles } from "./yaml-file.js";

export interface UpdateOptions {
  /** Such as `2026-12-31`. */
  readonly today: string;
  /** The id of the user that a person is known to be, by the key. */
  readonly idOf?: (key: string) => string | undefined;
  /** Which changes are made. Default: all. */
  readonly only?: (change: RosterChange) => boolean;
  /**
   * Whether access is a difference of which the roster says nothing so far, such as a role of a person without `roles`.
   * Default: it is not.
   */
  readonly undeclaredAccess?: boolean;
  /** Whether what is new says `adopt: true`, because a stack that exists does not manage it yet. Default: it does not. */
  readonly adoptsNew?: boolean;
  /** Whether what is new may stand in a file that is new. Default: it may. */
  readonly newFiles?: boolean;
}

export interface UpdatedRoster {
  /** Only those that are new or changed. */
  readonly files: readonly RosterSource[];
  readonly changes: readonly RosterChange[];
  readonly unable: readonly Unable[];
}

/**
 * A change can make another difference visible, as a new custom field says how values are read, and one that could not be
 * written possible, as when the last person goes whose value had the previous type.
 */
const mostRounds = 8;

/**
 * Brings a roster in line with what the pool has, by small edits: the difference of the files is what has drifted.
 *
 * @throws InputError when the roster has mistakes
 */
export function updateRoster(
  sources: readonly RosterSource[],
  contents: PoolContents,
  options: UpdateOptions,
): UpdatedRoster {
  const { only = () => true } = options;
  const { roster, mistakes } = readRoster(sources);
  if (mistakes.length > 0) throw new InputError(describeMistakes(mistakes, sources));
  const changes = new Map<string, RosterChange>();
  const rejected = new Map<string, Failure>();
  const pool = inPool(sources, contents);
  let current: ReadSources = { sources, roster };
  let changesAtRejection = 0;
  for (let round = 0; round < mostRounds; round += 1) {
    const { comparison, findings } = compare(current, pool, options);
    const { chosen, unable } = choose(
      findings,
      (change) => !rejected.has(identityOf(change)) && only(change),
    );
    if (chosen.length === 0 && rejected.size > 0 && changes.size > changesAtRejection) {
      rejected.clear();
      changesAtRejection = changes.size;
      continue;
    }
    if (chosen.length === 0) {
      const files = changedFiles(sources, current.sources);
      const others = findings.planned.flatMap(({ change }) => {
        const failure = rejected.get(identityOf(change));
        return failure === undefined ? [] : [unableOf(change, failure)];
      });
      return { files, changes: [...changes.values()], unable: [...unable, ...others] };
    }
    const attempt = makeChanges(current, comparison.tree, chosen);
    current = attempt.result;
    for (const { change } of attempt.made) changes.set(identityOf(change), change);
    for (const { planned, failure } of attempt.failed) {
      const again = failure.isOfForm ? inUsualForm(current, planned, pool, options) : undefined;
      if (again !== undefined) {
        current = again;
        changes.set(identityOf(planned.change), planned.change);
      } else rejected.set(identityOf(planned.change), failure);
    }
  }
  throw new Error("the roster differs from the pool after each change");
}

/** Files and what they say. */
interface ReadSources {
  readonly sources: readonly RosterSource[];
  readonly roster: Roster;
}

/** What the comparisons know of the pool. */
type InPool = Pick<Comparison, "contents" | "held" | "plan"> & { readonly trees: YamlFiles };

function inPool(sources: readonly RosterSource[], contents: PoolContents): InPool {
  const layout = sources.some(({ file }) => /(?:^|\/)people\/[^/]+\.ya?ml$/u.test(file)) ? "by-group" : "one";
  return {
    contents,
    held: new HeldAccess(contents),
    plan: planRoster(contents, { layout }),
    trees: new YamlFiles(),
  };
}

function compare(
  { sources, roster }: ReadSources,
  { contents, held, plan, trees }: InPool,
  { today, idOf, undeclaredAccess = false, adoptsNew = false, newFiles = true }: UpdateOptions,
): { comparison: Comparison; findings: Findings } {
  const tree = new RosterTree(
    sources.map((source) => trees.of(source)),
    roster,
  );
  const matched = matchPeople([...roster.people.values()], contents.users, idOf);
  const known = { roster, tree, contents, plan, held, matched, today };
  const comparison: Comparison = { ...known, undeclaredAccess, adoptsNew, newFiles };
  const findings = new Findings();
  const additions = new Additions(comparison, findings);
  const access = new AccessComparison(comparison, additions.refersTo, findings);
  compareObjects(comparison, additions, access, findings);
  comparePeople(comparison, additions, access, findings);
  return { comparison, findings };
}

/** The wanted changes that can be made, with what they need. */
function choose(
  { planned, unable }: Findings,
  only: (change: RosterChange) => boolean,
): { chosen: Planned[]; unable: Unable[] } {
  const refused = new Set(
    planned.filter(({ isImplied, partOf, change }) => isImplied !== true && !only(partOf?.change ?? change)),
  );
  const isPossible = (each: Planned, above: readonly Planned[] = []): boolean =>
    !refused.has(each) &&
    each.needs.every((needed) => above.includes(needed) || isPossible(needed, [...above, each]));
  const wanted = planned.filter((each) => each.isImplied !== true && !refused.has(each));
  const possible = wanted.filter((each) => isPossible(each));
  const chosen = new Set<Planned>();
  const addWithNeeds = (each: Planned): void => {
    if (chosen.has(each)) return;
    chosen.add(each);
    each.needs.forEach(addWithNeeds);
  };
  possible.forEach(addWithNeeds);
  const others = wanted
    .filter((each) => !chosen.has(each))
    .map(({ change, needs }): Unable => ({
      message: `not without what it refers to: ${describeChange(change)}`,
      about: aboutOf(change),
      missing: needs.filter((needed) => !isPossible(needed)).map((needed) => needed.change),
      ...(change.place && { place: change.place }),
    }));
  return { chosen: planned.filter((each) => chosen.has(each)), unable: [...unable, ...others] };
}

/** Why changes cannot be made. */
interface Failure {
  readonly message: string;
  /** Whether it is because of how the file is written. */
  readonly isOfForm: boolean;
}

interface Attempt {
  readonly result: ReadSources;
  readonly made: readonly Planned[];
  readonly failed: readonly { readonly planned: Planned; readonly failure: Failure }[];
}

/** Makes all changes that can be made. If they cannot all be, halves of them are tried, down to those that are in the way. */
function makeChanges(from: ReadSources, tree: RosterTree, chosen: readonly Planned[]): Attempt {
  let [result, made]: [ReadSources, readonly Planned[]] = [from, []];
  const failed: { planned: Planned; failure: Failure }[] = [];
  const add = (some: readonly Planned[]): void => {
    const edited = edit(from, tree, [...made, ...some]);
    const [first, ...others] = some;
    if (!("message" in edited)) [result, made] = [edited, [...made, ...some]];
    else if (first !== undefined && others.length === 0) failed.push({ planned: first, failure: edited });
    else {
      const half = Math.ceil(some.length / 2);
      add(some.slice(0, half));
      add(some.slice(half));
    }
  };
  add(chosen);
  return { result, made, failed };
}

/** Makes a change in a file that is first written as the library writes it. Undefined: it cannot be made there either. */
function inUsualForm(
  { sources }: ReadSources,
  { change }: Planned,
  pool: InPool,
  options: UpdateOptions,
): ReadSources | undefined {
  const former = sources.find(({ file }) => file === change.file);
  if (former === undefined) return undefined;
  const usual = merged(sources, [pool.trees.of(former).normalized()]);
  const read = { sources: usual, roster: readRoster(usual).roster };
  const { comparison, findings } = compare(read, pool, options);
  const same = findings.planned.filter((each) => identityOf(each.change) === identityOf(change));
  if (same.length === 0) return undefined;
  const edited = edit(read, comparison.tree, same);
  return "message" in edited ? undefined : edited;
}

function unableOf(change: RosterChange, { message }: Failure): Unable {
  return {
    message: `cannot be written: ${describeChange(change)}: ${message}`,
    about: aboutOf(change),
    ...(change.place && { place: change.place }),
  };
}

/** The files with the changes, unless they would say anything else. */
function edit(
  { sources, roster }: ReadSources,
  tree: RosterTree,
  chosen: readonly Planned[],
): ReadSources | Failure {
  const edits = new RosterEdits(tree);
  for (const { apply } of chosen) apply(edits);
  let files: readonly RosterSource[];
  try {
    files = edits.result();
  } catch (error) {
    if (!(error instanceof EditError)) throw error;
    return { message: error.message, isOfForm: true };
  }
  const edited = merged(sources, files);
  const { roster: next, mistakes } = readRoster(edited);
  const [mistake] = mistakes;
  if (mistake !== undefined) return { message: mistake.message, isOfForm: false };
  const foreign = foreignFact(factsOf(roster), factsOf(next), chosen);
  if (foreign !== undefined) return { message: "it would change something else, too", isOfForm: true };
  return { sources: edited, roster: next };
}

/** A fact that changed although no change is about it. */
function foreignFact(
  before: ReadonlyMap<string, string>,
  after: ReadonlyMap<string, string>,
  chosen: readonly Planned[],
): string | undefined {
  const touched = new Set(chosen.flatMap(({ touches }) => touches));
  const isTouched = (path: string): boolean => {
    for (let length = path.length; length > 0; length = path.lastIndexOf(",", length - 1))
      if (touched.has(path.slice(0, length))) return true;
    return false;
  };
  return [...new Set([...before.keys(), ...after.keys()])].find(
    (path) => before.get(path) !== after.get(path) && !isTouched(path),
  );
}

function merged(sources: readonly RosterSource[], files: readonly RosterSource[]): RosterSource[] {
  const texts = new Map(sources.map(({ file, text }) => [file, text]));
  for (const { file, text } of files) texts.set(file, text);
  return [...texts].map(([file, text]) => ({ file, text }));
}

function changedFiles(before: readonly RosterSource[], after: readonly RosterSource[]): RosterSource[] {
  const texts = new Map(before.map(({ file, text }) => [file, text]));
  return after
    .filter(({ file, text }) => texts.get(file) !== text)
    .sort((one, other) => compareTexts(one.file, other.file));
}

function identityOf(change: RosterChange): string {
  const { kind, subject, key } = change;
  const detail =
    change.kind === "field" ? [change.field] : "edge" in change ? [change.edge, change.code] : [];
  return JSON.stringify([kind, subject, key, ...detail]);
}
