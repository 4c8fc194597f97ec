import { uniqueUserFields } from "../../sdk/users/user-fields.js";
import { uniqueValues } from "../../model/rules/user-key.js";
import { type Mistakes, quoted } from "../mistakes.js";
import type { Person, Roster, RosterObject } from "../roster.js";
import { objectSectionNames, objectSections, type ObjectSectionName, people } from "../sections.js";
import type { Word } from "./block.js";
import type { UnlinkedObject } from "./objects.js";
import { placeOf, type Spot } from "./written.js";

type All = Readonly<Record<ObjectSectionName, ReadonlyMap<string, UnlinkedObject>>>;

/** What files say of one another that cannot all be true. */
export function reportContradictions(
  roster: Roster,
  all: All,
  previousKeys: ReadonlyMap<string, readonly Word[]>,
  mistakes: Mistakes,
): void {
  reportSharedValues(roster.people, mistakes);
  reportPrevious(roster.people, previousKeys, mistakes);
  for (const name of objectSectionNames) {
    reportSharedCodes(name, all[name], mistakes);
    const words = new Map([...all[name]].map(([key, { block }]) => [key, block.previously]));
    reportPrevious(new Map([...all[name]].map(([key, { object }]) => [key, object])), words, mistakes);
  }
  reportExhaustive(roster, all, mistakes);
  reportCircles(roster.objects.Role, mistakes);
  reportForeignNamespaces(roster.objects.Role, mistakes);
}

/** No role inherits from itself, even by way of others. */
function reportCircles(roles: ReadonlyMap<string, RosterObject>, mistakes: Mistakes): void {
  const fine = new Set<RosterObject>();
  for (const role of roles.values()) {
    const line = new Set<RosterObject>();
    let next: RosterObject | undefined = role;
    while (next !== undefined && !fine.has(next) && !line.has(next)) {
      line.add(next);
      const [parent]: string[] = [...next.siblings.values()];
      next = parent === undefined ? undefined : roles.get(parent);
    }
    if (next !== undefined && line.has(next))
      mistakes.add(next.spot, `the role ${quoted(next.key)} inherits from itself`);
    for (const member of line) fine.add(member);
  }
}

/** The service assigns policies to a role only in the namespace of the role. */
function reportForeignNamespaces(roles: ReadonlyMap<string, RosterObject>, mistakes: Mistakes): void {
  for (const { namespace, grants } of roles.values())
    for (const { target, spot } of grants)
      if (target.namespace !== namespace)
        mistakes.add(
          spot,
          `the policy must be in the namespace of the role, which is ${quoted(namespace)}, not in ${quoted(target.namespace)}`,
        );
}

/** No two people have the same value of a unique field: it would be one user. */
function reportSharedValues(known: Roster["people"], mistakes: Mistakes): void {
  const first = new Map<string, Spot>();
  for (const person of known.values()) {
    const values = Object.fromEntries(
      uniqueUserFields.map((name) => [name, person.arguments.get(name)?.value]),
    );
    for (const [name, value] of uniqueValues(values)) {
      const { spot } = person.arguments.get(name) ?? person;
      const key = JSON.stringify([name, value]);
      const former = first.get(key);
      if (former === undefined) first.set(key, spot);
      else mistakes.add(spot, `another user has the same ${name}`, { others: [placeOf(former)] });
    }
  }
}

function reportSharedCodes(
  name: ObjectSectionName,
  objects: ReadonlyMap<string, UnlinkedObject>,
  mistakes: Mistakes,
): void {
  const first = new Map<string, RosterObject>();
  const { nouns, kind } = objectSections[name];
  for (const { object } of objects.values()) {
    const key = JSON.stringify([object.namespace, object.code]);
    const former = first.get(key);
    if (former === undefined) first.set(key, object);
    else {
      const where = kind.subject.scope === undefined ? "" : ` in the namespace ${quoted(object.namespace)}`;
      mistakes.add(
        object.spot,
        `another ${nouns[0]} has the same ${kind.subject.code} ${quoted(object.code)}${where}`,
        { others: [placeOf(former.spot)] },
      );
    }
  }
}

/** A previous key belongs to one entry, and nothing has it now. */
function reportPrevious(
  current: ReadonlyMap<string, { readonly spot: Spot }>,
  previous: ReadonlyMap<string, readonly Word[]>,
  mistakes: Mistakes,
): void {
  const claimed = new Map<string, Spot>();
  for (const words of previous.values())
    for (const { text, spot } of words) {
      const still = current.get(text);
      const former = claimed.get(text);
      if (still !== undefined)
        mistakes.add(spot, `${quoted(text)} is still a key, so it cannot be in previously`, {
          others: [placeOf(still.spot)],
        });
      else if (former !== undefined)
        mistakes.add(spot, `${quoted(text)} is in previously of another entry, too`, {
          others: [placeOf(former)],
        });
      else claimed.set(text, spot);
    }
}

/** Of one person and group, either the group or the person decides. */
function reportExhaustive({ people: known }: Roster, { groups }: All, mistakes: Mistakes): void {
  const withMembers = new Set<RosterObject>();
  for (const person of known.values())
    for (const { edge, target, spot } of person.grants) {
      if (edge !== "group" || target.object?.isExhaustive !== true) continue;
      withMembers.add(target.object);
      const decides = exhaustiveListOf(person);
      const exhaustive = groups.get(target.object.key)?.block.exhaustive;
      if (decides !== undefined && exhaustive !== undefined)
        mistakes.add(
          decides,
          `the group ${quoted(target.object.key)} is exhaustive, so its members cannot have exhaustive groups of their own`,
          { others: [placeOf(exhaustive.spot), placeOf(spot)] },
        );
    }
  for (const { object, block } of groups.values())
    if (block.exhaustive?.value === true && !withMembers.has(object) && !block.lists.has("members"))
      mistakes.add(
        block.exhaustive.spot,
        "exhaustive: true without members removes every user from the group: write members: [] if this is intended",
      );
}

function exhaustiveListOf(person: Person): Spot | undefined {
  const list = people.kind.subject.access.find(({ edge }) => edge === "group");
  const argument = list && person.arguments.get(list.exhaustive);
  return argument?.value === true ? argument.spot : undefined;
}
