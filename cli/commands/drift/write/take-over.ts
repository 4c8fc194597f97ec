import type { Finding } from "../../../../drift/finding/finding.js";
import type { Managed } from "../../../../drift/states/managed.js";
import {
  describeChange,
  type Place,
  readRoster,
  type RosterSource,
  updateRoster,
} from "../../../../roster/index.js";
import type { RosterChange } from "../../../../roster/update/change.js";
import { matchPeople } from "../../../../roster/update/match-people.js";
import type { Unable } from "../../../../roster/update/planned.js";
import type { PoolContents } from "../../../../roster/write/pool-contents.js";
import { type ChangeIntent, concerns, entryIn, nameOfChange, nameOfIntent } from "./about.js";
import type { Intent } from "./intent.js";
import { intentOf } from "./intent-of.js";
import { RosterResources } from "./roster-resources.js";
import type { Surveyed } from "./surveyed.js";

export interface Wanted {
  readonly sources: readonly RosterSource[];
  readonly contents: PoolContents;
  /** What the states manage in the pool. */
  readonly resources: readonly Managed[];
  readonly chosen: readonly Finding[];
  /** Such as `2026-12-31`. */
  readonly today: string;
  /** Whether what is new may stand in a file that is new. */
  readonly newFiles: boolean;
}

/** What is said about one finding. */
export interface Remark {
  readonly finding: Finding;
  readonly reason: string;
  readonly place?: Place;
}

export interface TakenOver {
  /** Only those that are new or changed. */
  readonly files: readonly RosterSource[];
  readonly changes: readonly RosterChange[];
  /** The findings that need no change. */
  readonly done: readonly Remark[];
  /** The findings that are not taken over, or not with everything. */
  readonly refused: readonly Remark[];
}

/**
 * Takes chosen findings over into a roster: it says what the pool has where the findings say that the pool differs. Nothing
 * else is changed.
 */
export function takeOver({ sources, contents, resources, chosen, today, newFiles }: Wanted): TakenOver {
  const { roster } = readRoster(sources);
  const ofRoster = new RosterResources(roster, resources);
  const idOf = (key: string): string | undefined => ofRoster.idOf(key);
  const surveyed = {
    roster,
    resources: ofRoster,
    matched: matchPeople([...roster.people.values()], contents.users, idOf),
    contents,
    users: new Map(contents.users.map((user) => [user.id, user])),
    today,
  };
  const intents = intentsOf(chosen, surveyed);
  const wanted = intents.flatMap(({ finding, intent }) =>
    intent.is === "change" ? [{ finding, intent }] : [],
  );
  const names = new Set(wanted.map(({ intent }) => nameOfIntent(intent)));
  const { files, changes, unable } = updateRoster(sources, contents, {
    today,
    idOf,
    only: (change) => names.has(nameOfChange(change)),
    undeclaredAccess: true,
    newFiles,
  });
  const made = new Set(changes.map(nameOfChange));
  const unableOf = new Map<string, Unable[]>();
  for (const each of unable) {
    const entry = entryIn(each.about);
    unableOf.set(entry, [...(unableOf.get(entry) ?? []), each]);
  }
  return {
    files,
    changes,
    done: remarksOf(intents, "done"),
    refused: [
      ...remarksOf(intents, "refused"),
      ...wanted.flatMap(({ finding, intent }) => refusalsOf(finding, intent, made, unableOf)),
    ],
  };
}

type Decided = readonly { readonly finding: Finding; readonly intent: Intent }[];

/** What is found of unmanaged users depends on whether they get an entry. */
function intentsOf(chosen: readonly Finding[], surveyed: Omit<Surveyed, "added">): Decided {
  const added = new Set<string>();
  const decide = (finding: Finding): Decided[number] => {
    const intent = intentOf(finding, { ...surveyed, added });
    if (finding.kind === "user-unmanaged" && intent.is === "change") added.add(finding.user.id);
    return { finding, intent };
  };
  const unmanaged = new Map(
    chosen.filter(({ kind }) => kind === "user-unmanaged").map((finding) => [finding, decide(finding)]),
  );
  return chosen.map((finding) => unmanaged.get(finding) ?? decide(finding));
}

function remarksOf(intents: Decided, is: "done" | "refused"): Remark[] {
  return intents.flatMap(({ finding, intent }) =>
    intent.is === is ? [{ finding, reason: intent.reason }] : [],
  );
}

function refusalsOf(
  finding: Finding,
  intent: ChangeIntent,
  made: ReadonlySet<string>,
  unableOf: ReadonlyMap<string, readonly Unable[]>,
): Remark[] {
  const reasons = (unableOf.get(entryIn(intent.about)) ?? [])
    .filter(({ about }) => concerns(about, intent))
    .map(({ message, missing = [], place }): Remark => {
      const reason =
        missing.length === 0 ? message : `write this as well: ${missing.map(describeChange).join("; ")}`;
      return { finding, reason, ...(place && { place }) };
    });
  if (reasons.length > 0 || made.has(nameOfIntent(intent))) return reasons;
  return [{ finding, reason: "the roster does not declare it" }];
}
