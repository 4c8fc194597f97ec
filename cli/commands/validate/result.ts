import {
  describePlace,
  endedOn,
  type Ending,
  endingWithin,
  type Mistake,
  readRoster,
  type Roster,
  type RosterSource,
} from "../../../roster/index.js";

/** What a check of a roster found. */
export interface Result {
  readonly sources: readonly RosterSource[];
  /** Files that are not read, although their names look like those of a roster. */
  readonly unread: readonly string[];
  readonly mistakes: readonly Mistake[];
  /** How many of each kind the roster declares. */
  readonly counts: Counts;
  /** The day of the check, UTC. */
  readonly today: string;
  readonly endsWithin: number;
  /** What is over, and counts as not declared. */
  readonly ended: readonly Ending[];
  /** What is over soon. */
  readonly ending: readonly Ending[];
}

interface Counts {
  readonly users: number;
  readonly groups: number;
  readonly roles: number;
  readonly policies: number;
  readonly customFields: number;
}

export function check(
  sources: readonly RosterSource[],
  unread: readonly string[],
  now: Date,
  endsWithin: number,
): Result {
  const { roster, mistakes } = readRoster(sources);
  const today = now.toISOString().slice(0, 10);
  return {
    sources,
    unread,
    mistakes,
    counts: countsOf(roster),
    today,
    endsWithin,
    ended: endedOn(roster, today),
    ending: endingWithin(roster, today, endsWithin),
  };
}

function countsOf({ people, objects }: Roster): Counts {
  const { Group, Role, Policy, UserField } = objects;
  return {
    users: people.size,
    groups: Group.size,
    roles: Role.size,
    policies: Policy.size,
    customFields: UserField.size,
  };
}

/** Such as `valid: 3,000 users, 40 groups in 200 files`, or `2 mistakes; checked 3,000 users in 200 files`. */
export function summaryOf({ mistakes, counts, sources }: Result): string {
  const nouns: Readonly<Record<keyof Counts, string>> = {
    users: "user",
    groups: "group",
    roles: "role",
    policies: "policy",
    customFields: "custom field",
  };
  const parts = (Object.keys(nouns) as (keyof Counts)[])
    .filter((name) => name === "users" || counts[name] > 0)
    .map((name) => counted(counts[name], nouns[name]));
  const checked = `${parts.join(", ")} in ${counted(sources.length, "file")}`;
  return mistakes.length === 0
    ? `valid: ${checked}`
    : `${counted(mistakes.length, "mistake")}; checked ${checked}`;
}

/** Such as `1 policy` and `3,000 policies`. */
export function counted(count: number, noun: string): string {
  const plural = /[^aeiou]y$/u.test(noun) ? `${noun.slice(0, -1)}ies` : `${noun}s`;
  return `${withCommas(count)} ${count === 1 ? noun : plural}`;
}

/** Such as `3,000`. The locales of Node.js say the same, and take longer to load than a small roster to check. */
export function withCommas(count: number): string {
  return String(count).replace(/\B(?=(?:\d{3})+$)/gu, ",");
}

/** The message of a mistake with the other places, on one line. */
export function messageOf({ message, others = [] }: Mistake): string {
  return others.length === 0 ? message : `${message} (see ${others.map(describePlace).join(", ")})`;
}
