export { type Declaration, declarationsOn } from "./declaring/declarations.js";
export { endedOn, type Ending, endingWithin } from "./declaring/endings.js";
export { describeEnding } from "./describe-ending.js";
export { describeMistakes } from "./describe-mistakes.js";
export { describePlace, type Mistake, type Place, type RosterSource } from "./place.js";
export { readRosterFiles } from "./read-roster-files.js";
export { readRoster } from "./read-roster.js";
export { Reference, SecretReference } from "./reference.js";
export type { Roster } from "./roster.js";
