import {
  describeMistakes,
  readRoster,
  readRosterFiles,
  type Roster,
  type RosterSource,
} from "../roster/index.js";
import { CommandError } from "./failure.js";

/** A roster that an option names. */
export interface GivenRoster {
  readonly paths: readonly string[];
  readonly sources: readonly RosterSource[];
  readonly roster: Roster;
  /** The day of the run, UTC. */
  readonly today: string;
}

/**
 * The roster of the files and folders that an option names; undefined if it names none.
 *
 * @throws CommandError with all mistakes of the roster
 */
export function readGivenRoster(paths: readonly string[], cwd: string, now: Date): GivenRoster | undefined {
  if (paths.length === 0) return undefined;
  const sources = readRosterFiles(paths, cwd);
  const { roster, mistakes } = readRoster(sources);
  if (mistakes.length > 0)
    throw new CommandError(`the roster has mistakes\n${describeMistakes(mistakes, sources)}`);
  return { paths, sources, roster, today: now.toISOString().slice(0, 10) };
}
