export { type Declaration, declarationsOn } from "./declaring/declarations.js";
export { withPlainValues } from "./declaring/plain-values.js";
export { endedOn, type Ending, endingWithin } from "./declaring/endings.js";
export { describeEnding } from "./describe-ending.js";
export { describeMistakes } from "./describe-mistakes.js";
export { LineFinder, type Wanted, type WantedObject, type WantedPerson } from "./lines/find-lines.js";
export {
  type AccessLines,
  type Lines,
  linesOf,
  type PersonLines,
  type RosterLines,
} from "./lines/lines-of.js";
export { describePlace, type Mistake, type Place, type RosterSource } from "./place.js";
export { ParsedFiles } from "./reading/parsed-files.js";
export { isRosterFile, readRosterFiles } from "./read-roster-files.js";
export { readRoster } from "./read-roster.js";
export { Reference, SecretReference } from "./reference.js";
export type { Roster } from "./roster.js";
export { describeChange } from "./update/change.js";
export { updateRoster } from "./update/update-roster.js";
