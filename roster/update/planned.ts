import { InputError } from "../../model/errors.js";
import type { Place } from "../place.js";
import type { Scoped } from "../reading/scoped.js";
import type { Grant, Roster } from "../roster.js";
import type { PoolContents } from "../write/pool-contents.js";
import type { RosterPlan } from "../write/plan.js";
import type { About, RosterChange } from "./change.js";
import type { HeldAccess } from "./held-access.js";
import type { MatchedPeople } from "./match-people.js";
import type { RosterEdits } from "./roster-edits.js";
import type { Entry, RosterTree } from "./roster-tree.js";

/** A change, and how it is made. */
export interface Planned {
  readonly change: RosterChange;
  /** What must change as well, because this change refers to it. */
  readonly needs: readonly Planned[];
  /** Whether it comes with the changes that need it, and cannot be chosen by itself. */
  readonly isImplied?: true;
  /** The change that it belongs to: it is wanted if that one is. */
  readonly partOf?: Planned;
  /** The facts of the roster that it may change: see `factsOf`. */
  readonly touches: readonly string[];
  readonly apply: (edits: RosterEdits) => void;
}

/** A difference that the files cannot be brought in line with. */
export interface Unable {
  readonly message: string;
  readonly place?: Place;
  readonly about: About;
  /** The changes that it needs and that were not wanted. */
  readonly missing?: readonly RosterChange[];
}

/** What a comparison knows. */
export interface Comparison {
  readonly roster: Roster;
  readonly tree: RosterTree;
  readonly contents: PoolContents;
  readonly plan: RosterPlan;
  readonly held: HeldAccess;
  readonly matched: MatchedPeople;
  readonly today: string;
  /** Whether access counts of which the roster says nothing so far. */
  readonly undeclaredAccess: boolean;
  /** Whether what is new says `adopt: true`. */
  readonly adoptsNew: boolean;
  /** Whether what is new may stand in a file that is new. */
  readonly newFiles: boolean;
}

/** A difference that cannot be written; caught where the next one is looked at. */
export class NotWritable extends InputError {
  constructor(
    message: string,
    readonly place?: Place,
  ) {
    super(message);
  }
}

/** Collects what is to change and what cannot. */
export class Findings {
  readonly planned: Planned[] = [];
  readonly unable: Unable[] = [];

  /** Adds what is found, or the reason why it cannot be written. */
  add(about: About, find: () => Planned | undefined): void {
    try {
      const planned = find();
      if (planned !== undefined) this.planned.push(planned);
    } catch (error) {
      if (!(error instanceof NotWritable)) throw error;
      const { message, place } = error;
      this.unable.push({ message, about, ...(place && { place }) });
    }
  }
}

/** How entries refer to a group, role or policy, and what has to be added for that. */
export interface ReferenceText {
  readonly text: string;
  readonly needs: readonly Planned[];
}

export type RefersTo = (edge: Grant["edge"], target: Scoped) => ReferenceText;

/** Refuses an entry that is an alias, or stands in one: what is written there is of others too. */
export function editable(entry: Entry, label: string): Entry {
  if (entry.isOwn && entry.own !== undefined) return entry;
  throw new NotWritable(
    `${label} is an alias or comes with a merge key: change it by hand`,
    entry.file.placeOf(entry.pair),
  );
}
