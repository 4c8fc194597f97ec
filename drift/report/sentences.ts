import { printable } from "../../model/rules/printable.js";
import { labelOfUrn } from "../../model/rules/urn.js";
import type { NotRead } from "../completeness/not-read.js";
import { type Entry, entryKinds } from "../finding/entry.js";
import { cut } from "../finding/shorten.js";
import { type Mark, Shown } from "../finding/show.js";
import { subjectKeyOf } from "../finding/subject.js";
import { momentOf } from "./moment.js";
import type { Report } from "./view.js";

// The sentences that several formats of all reports share.

/** A resource, line or id of which a reader sees so many. */
const mostOfAKind = 3;

const longestPath = 300;

/** The pools of the report: `User pool 59f86b…`, or `User pools 59f86b… and 5f2a3c…`. None if no login was accepted. */
export function poolsOf({ pools }: Pick<Report, "pools">): string {
  if (pools.length === 0) return "No user pool";
  return `User ${pools.length === 1 ? "pool" : "pools"} ${pools.map(({ userPoolId }) => userPoolId).join(" and ")}`;
}

/** The outcome in one line: `3 high, 1 low; 2 accepted`. */
export function summaryOf(
  { counts, completeness }: Pick<Report, "completeness" | "counts">,
  nouns: string,
): string {
  const { high, medium, low, accepted } = counts;
  const open = Object.entries({ high, medium, low }).filter(([, count]) => count > 0);
  const none = completeness.complete ? `no ${nouns}` : `no ${nouns} in what was read`;
  const found = open.length === 0 ? none : open.map(([severity, count]) => `${count} ${severity}`).join(", ");
  return accepted === 0 ? found : `${found}; ${accepted} accepted`;
}

/** How many count where not all do: ` (3 at or above --fail-on medium)`. */
export function thresholdOf(
  entries: readonly Entry[],
  counts: (entry: Entry) => boolean,
  option: string,
): string {
  const open = entries.filter(({ accepted }) => accepted === undefined);
  const counting = open.filter(counts).length;
  return counting === open.length ? "" : ` (${counting === 0 ? "none" : counting} at or above ${option})`;
}

/** What makes the report incomplete, a line each. Formats show it in their first lines. */
export function gapsOf({ completeness }: Pick<Report, "completeness">): string[] {
  return completeness.notRead.filter(({ counts }) => counts).map(toGap);
}

/** What does not make it incomplete, in one sentence. */
export function limitsOf({ completeness }: Pick<Report, "completeness">): string {
  const messages = completeness.notRead.filter(({ counts }) => !counts).map(({ message }) => message);
  return messages.length === 0 ? "" : `Not read: ${messages.join("; ")}.`;
}

function toGap({ message }: NotRead): string {
  return `Not read: ${message}.`;
}

/** `a`, `a and b`, or `a, b and c`. */
export function enumerated(words: readonly string[]): string {
  const last = words.at(-1) ?? "";
  return words.length < 2 ? last : `${words.slice(0, -1).join(", ")} and ${last}`;
}

/** Whole percent. 100 means all and 0 means none. */
export function percent(part: number, whole: number): number {
  if (part === 0 || part === whole) return part === 0 ? 0 : 100;
  return Math.min(99, Math.max(1, Math.round((100 * part) / whole)));
}

/** What there is to decide, for each kind of entry in the report. */
export function decisionsOf(entries: readonly Entry[]): string[] {
  const found = new Set<string>(entries.map(({ kind }) => kind));
  return Object.entries(entryKinds).flatMap(([kind, { title, decision }]) =>
    found.has(kind) ? [`${title}: ${decision}`] : [],
  );
}

/** The resources that an entry concerns, such as `User ada in dev`. */
export function ownersOf({ owners }: Entry): string[] {
  return first(owners, "resource", ({ source, urn }) =>
    new Shown(unmarked).line(`${labelOfUrn(urn)} in ${source}`),
  );
}

/**
 * The lines behind an entry, with the commits that wrote or removed them:
 * `people/eng.yaml:12, commit 1a2b3c4 by Ada Lovelace on 2026-11-20: "Ada joins"`.
 */
export function originsOf({ origins = [] }: Pick<Entry, "origins">, mark: Mark = unmarked): string[] {
  const shown = new Shown(mark);
  return first(origins, "line", ({ file, line, is, commit }) => {
    const place = mark(`${cut(printable(file), longestPath)}:${line}`);
    if (commit === undefined) return is === "removed" ? `${place}, removed` : place;
    const { hash, author, date, subject } = commit;
    // A hash stays outside of marks, so that GitHub links it to the commit.
    const short = /^[\da-f]{7,}$/u.test(hash) ? hash.slice(0, 7) : shown.text(hash);
    const day = momentOf(date)?.slice(0, 10) ?? shown.text(date);
    const did = is === "removed" ? "removed in commit" : "commit";
    return `${place}, ${did} ${short} by ${shown.text(author)} on ${day}: ${shown.value(subject)}`;
  });
}

/** What a planned change repairs, or what repairs a finding. */
export function repairsOf(entry: Entry, mark: Mark = unmarked): string[] {
  const shown = new Shown(mark);
  if ("repairs" in entry)
    return first(entry.repairs ?? [], "finding", (id) => `repairs the finding ${shown.line(id)}`);
  if (!("repairedBy" in entry)) return [];
  return first(entry.repairedBy ?? [], "change", (id) => `repaired by the planned change ${shown.line(id)}`);
}

/** The first few in words, and how many more there are. */
function first<Value>(values: readonly Value[], what: string, toWords: (value: Value) => string): string[] {
  const shown = values.slice(0, mostOfAKind).map(toWords);
  const more = values.length - shown.length;
  return more === 0 ? shown : [...shown, `and ${plural(more, `other ${what}`, `other ${what}s`)}`];
}

/** The time that the service knows: of the last change of the user or object, or of its creation. */
export function timeOf(entry: Entry): string | undefined {
  switch (entry.kind) {
    case "field-changed":
      return entry.userChangedAt;
    case "object-changed":
      return entry.objectChangedAt;
    case "user-unmanaged":
    case "object-unmanaged":
      return entry.createdAt;
    default:
      return undefined;
  }
}

/** The same in words; empty where the service knows none. A value that is not clearly a time went through `mark`. */
export function sinceOf(entry: Entry, mark: Mark = unmarked): string {
  const time = timeOf(entry);
  if (time === undefined) return "";
  const moment = (value: string): string => momentOf(value) ?? new Shown(mark).line(value);
  if ("declared" in entry) return `changed at or before ${moment(time)}`;
  return `created at ${moment(time)}${lastLoginOf(entry, moment)}`;
}

/** Empty where the service does not say when the user last logged in. */
function lastLoginOf(entry: Entry, moment: (time: string) => string): string {
  if (entry.kind !== "user-unmanaged" || entry.lastLogin === undefined) return "";
  return entry.lastLogin === null ? ", has never logged in" : `, last login at ${moment(entry.lastLogin)}`;
}

/** The title of an entry, and whether an earlier report lacks it. */
export function titleOf(entry: Entry): string {
  const { title } = entryKinds[entry.kind];
  return "isNew" in entry && entry.isNew === true ? `New: ${title}` : title;
}

/** Entries by what they are about, each list with a heading. */
interface EntryBlock {
  readonly heading: "Object" | "User";
  readonly entries: readonly Entry[];
}

/**
 * The entries about users, then those about objects. Those of one user or object are next to each other, in the order of
 * their first entry.
 */
export function blocksOf(entries: readonly Entry[]): EntryBlock[] {
  const blocks: EntryBlock[] = [
    { heading: "User", entries: groupBySubject(entries.filter((entry) => "user" in entry)) },
    { heading: "Object", entries: groupBySubject(entries.filter((entry) => "object" in entry)) },
  ];
  return blocks.filter((block) => block.entries.length > 0);
}

/** The same without headings. */
export function groupedEntries(entries: readonly Entry[]): Entry[] {
  return blocksOf(entries).flatMap((block) => block.entries);
}

function groupBySubject(entries: readonly Entry[]): Entry[] {
  const bySubject = new Map<string, Entry[]>();
  for (const entry of entries) {
    const id = subjectKeyOf(entry);
    const group = bySubject.get(id);
    if (group === undefined) bySubject.set(id, [entry]);
    else group.push(entry);
  }
  return [...bySubject.values()].flat();
}

export function acceptanceOf(
  { reason, until, place }: NonNullable<Entry["accepted"]>,
  mark: Mark = unmarked,
): string {
  return `accepted until ${until}: ${new Shown(mark).line(`${reason} (${place})`)}`;
}

/** The problems in the policy file and the ignore rules, a line each. */
export function noticesOf({ notices }: Pick<Report, "notices">): string[] {
  return notices.map(({ place, message }) => new Shown(unmarked).line(`${place}: ${message}`));
}

/** How many entries are not listed; nothing where all are. */
export function silencedOf(
  { counts: { silenced } }: Pick<Report, "counts">,
  one: string,
  many: string,
): string[] {
  if (silenced === 0) return [];
  return [
    `${plural(silenced, `${one} has`, `${many} have`)} the severity none and ${silenced === 1 ? "is" : "are"} not listed.`,
  ];
}

/** What the report cost. */
export function requestsOf({ requests: { total, throttled } }: Pick<Report, "requests">): string {
  const limited = throttled > 0 ? `; the service throttled ${throttled}` : "";
  return `${plural(total, "request was", "requests were")} sent${limited}.`;
}

/** As the first word of a heading. */
export function titleCase(word: string): string {
  return `${word.charAt(0).toUpperCase()}${word.slice(1)}`;
}

export function plural(count: number, one: string, many: string): string {
  return `${count} ${count === 1 ? one : many}`;
}

function unmarked(value: string): string {
  return value;
}
