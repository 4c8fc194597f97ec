import { daysAfter } from "../day.js";
import { inOrder, type Place } from "../place.js";
import { placeOf } from "../reading/written.js";
import type { Grant, Roster } from "../roster.js";

/** The end of a membership, a role, a policy or the time of a person. */
export interface Ending {
  readonly what: "group" | "role" | "policy" | "person";
  /** The key of the person, where it is about one. */
  readonly person?: string;
  /** `group/KEY` or `role/KEY`, where a group or role has the policy. */
  readonly holder?: string;
  /** The code of the group, role or policy; the key of a person. */
  readonly code: string;
  /** The namespace of a role or policy. */
  readonly namespace?: string;
  /** The last day. */
  readonly until: string;
  readonly reason?: string;
  readonly place: Place;
}

/** What was over before a day. */
export function endedOn(roster: Roster, day: string): Ending[] {
  return endingsOf(roster).filter(({ until }) => until < day);
}

/** What ends on a day, or at most a number of days later. */
export function endingWithin(roster: Roster, day: string, days: number): Ending[] {
  const last = daysAfter(day, days);
  return endingsOf(roster).filter(({ until }) => until >= day && until <= last);
}

function endingsOf({ people, objects }: Roster): Ending[] {
  const persons = [...people.values()].flatMap(({ key, leaves }): Ending[] =>
    leaves === undefined
      ? []
      : [{ what: "person", person: key, code: key, until: leaves.text, place: placeOf(leaves.spot) }],
  );
  const holders = [...people.values(), ...objects.Group.values(), ...objects.Role.values()];
  const grants = holders.flatMap((holder) => holder.grants.flatMap(endingOf));
  return [...persons, ...grants].sort((one, other) => inOrder(one.place, other.place));
}

function endingOf({ edge, holder, target, until, reason, spot }: Grant): Ending[] {
  if (until === undefined) return [];
  return [
    {
      what: edge,
      ...(holder.is === "user" ? { person: holder.key } : { holder: `${holder.is}/${holder.key}` }),
      code: target.code,
      ...(edge !== "group" && { namespace: target.namespace }),
      until,
      ...(reason !== undefined && { reason }),
      place: placeOf(spot),
    },
  ];
}
