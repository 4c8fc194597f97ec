import type { Roster } from "../../../../roster/roster.js";
import type { MatchedPeople } from "../../../../roster/update/match-people.js";
import type { PoolContents, PoolUser } from "../../../../roster/write/pool-contents.js";
import type { RosterResources } from "./roster-resources.js";

/** What is known when it is decided what a finding means for a roster. */
export interface Surveyed {
  readonly roster: Roster;
  readonly resources: RosterResources;
  readonly matched: MatchedPeople;
  readonly contents: PoolContents;
  readonly users: ReadonlyMap<string, PoolUser>;
  readonly today: string;
  /** The ids of the users who get a new entry. */
  readonly added: ReadonlySet<string>;
}
