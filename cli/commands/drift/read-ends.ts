import type { EndedAccess } from "../../../drift/ended.js";
import {
  declarationsOn,
  describeMistakes,
  describePlace,
  endedOn,
  type Ending,
  readRoster,
  readRosterFiles,
} from "../../../roster/index.js";
import { CommandError } from "../../failure.js";

/**
 * The access and the accounts that rosters ended before a day.
 *
 * @throws CommandError with all mistakes of the rosters
 */
export function readEnds(paths: readonly string[], cwd: string, now: Date): EndedAccess[] {
  if (paths.length === 0) return [];
  const sources = readRosterFiles(paths, cwd);
  const { roster, mistakes } = readRoster(sources);
  if (mistakes.length > 0)
    throw new CommandError(`the roster has mistakes\n${describeMistakes(mistakes, sources)}`);
  const today = now.toISOString().slice(0, 10);
  const blocked = new Set(
    declarationsOn(roster, today)
      .filter(({ kind, args }) => kind === "User" && args["blocked"] === true)
      .map(({ name }) => name),
  );
  return endedOn(roster, today).flatMap((ending) => {
    const { what, person, code, namespace = "", until, reason, place } = ending;
    if (person === undefined || (what === "person" && !blocked.has(person))) return [];
    const edge = edges[what];
    return [{ edge, scope: namespace, user: person, code, until, reason, place: describePlace(place) }];
  });
}

/** A person who left is blocked, unless the roster says otherwise. */
const edges = {
  group: "group",
  role: "role",
  policy: "policy",
  person: "account",
} as const satisfies Record<Ending["what"], EndedAccess["edge"]>;
