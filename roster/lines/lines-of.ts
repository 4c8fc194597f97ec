import { customFieldName } from "../../model/rules/custom-data-field.js";
import { uniqueValues } from "../../model/rules/user-key.js";
import { hasLeft } from "../declaring/ends.js";
import type { Place } from "../place.js";
import type { Argument } from "../reading/block.js";
import { placeOf, type Spot } from "../reading/written.js";
import type { Grant, Person, Roster, RosterObject } from "../roster.js";
import { type ObjectKind, people as peopleSection } from "../sections.js";

/**
 * The lines that say one thing. The first one says it. If that is a line for several people, in the defaults or in a
 * template, the second one is where the person takes it over.
 */
export type Lines = readonly [Place, ...Place[]];

/** A group, role or policy that a person, group or role has. */
export interface AccessLines {
  readonly edge: Grant["edge"];
  readonly namespace: string;
  readonly code: string;
  /** The last day. */
  readonly until: string | undefined;
  readonly reason: string | undefined;
  readonly lines: Lines;
}

interface EntryLines {
  readonly key: string;
  readonly previously: readonly string[];
  readonly lines: Lines;
  /** By the name of the field. The values of custom data have fields of their own. */
  readonly fields: ReadonlyMap<string, Lines>;
  readonly access: readonly AccessLines[];
}

export interface PersonLines extends EntryLines {
  /** The unique fields that are declared, in their canonical spelling. */
  readonly identity: ReadonlyMap<string, string>;
}

export interface ObjectLines extends EntryLines {
  readonly namespace: string;
  readonly code: string;
}

/** Which lines of a roster say what. */
export interface RosterLines {
  readonly people: readonly PersonLines[];
  readonly objects: Readonly<Record<ObjectKind, readonly ObjectLines[]>>;
}

/** Which lines of a roster say what on a day, such as `2026-12-31`. Access that has ended by then keeps its lines. */
export function linesOf({ people, objects }: Roster, day: string): RosterLines {
  const of = (kind: ObjectKind): ObjectLines[] => [...objects[kind].values()].map(linesOfObject);
  return {
    people: [...people.values()].map((person) => linesOfPerson(person, day)),
    objects: { Group: of("Group"), Role: of("Role"), Policy: of("Policy"), UserField: of("UserField") },
  };
}

function linesOfPerson(person: Person, day: string): PersonLines {
  const { arguments: declared, leaves } = person;
  const values = Object.fromEntries([...declared].map(([name, { value }]) => [name, value]));
  const fields = new Map([...declared].flatMap(linesOfField));
  // Whoever has left is blocked by that line.
  if (leaves !== undefined && hasLeft(person, day)) fields.set("blocked", toLines(leaves));
  return { ...linesOfEntry(person), fields, identity: new Map(uniqueValues(values)) };
}

function linesOfObject(object: RosterObject): ObjectLines {
  const { namespace, code, arguments: declared } = object;
  const fields = new Map([...declared].map(([name, argument]) => [name, toLines(argument)]));
  return { ...linesOfEntry(object), fields, namespace, code };
}

function linesOfEntry({ key, previously, spot, grants }: Person | RosterObject): Omit<EntryLines, "fields"> {
  return { key, previously, lines: toLines({ spot }), access: grants.map(linesOfGrant) };
}

function linesOfGrant(grant: Grant): AccessLines {
  const { edge, target, until, reason } = grant;
  return { edge, namespace: target.namespace, code: target.code, until, reason, lines: toLines(grant) };
}

function linesOfField([name, argument]: [string, Argument]): [string, Lines][] {
  const { parts = new Map<string, never>() } = argument;
  return [
    [name, toLines(argument)],
    ...[...parts].map(([key, part]): [string, Lines] => [
      customFieldName(peopleSection.kind, key),
      toLines(part),
    ]),
  ];
}

function toLines({ spot, through }: { readonly spot: Spot; readonly through?: Spot | undefined }): Lines {
  return through === undefined ? [placeOf(spot)] : [placeOf(spot), placeOf(through)];
}
