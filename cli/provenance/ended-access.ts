import type { EndedAccess } from "../../drift/ended.js";
import { declarationsOn, describePlace, endedOn, type Ending } from "../../roster/index.js";
import type { GivenRoster } from "../given-roster.js";

/** The access and the accounts that a roster ended before the day of the run. */
export function endedAccess({ roster, today }: GivenRoster): EndedAccess[] {
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
