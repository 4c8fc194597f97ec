import type { Field } from "../model/schema/field.js";
import { Mistakes } from "./mistakes.js";
import type { Mistake, RosterSource } from "./place.js";
import type { Entry } from "./reading/block.js";
import { reportContradictions } from "./reading/contradictions.js";
import { grantOf, linkEntries, type Linked, reportTwice } from "./reading/grants.js";
import { checkComplete, customTypesOf, readObjects, type UnlinkedObject } from "./reading/objects.js";
import { parseYaml } from "./reading/parse.js";
import type { ParseFile } from "./reading/parsed-files.js";
import { type Membership, PeopleReader } from "./reading/people.js";
import { BlockReader } from "./reading/read-block.js";
import { References } from "./reading/references.js";
import { sectionsOf } from "./reading/sections-of.js";
import type { Roster, RosterObject } from "./roster.js";
import { objectSectionNames, objectSections, type ObjectSectionName } from "./sections.js";
import { Suggestions } from "./suggestions.js";

/**
 * Reads people, groups, roles and policies from files, and finds every mistake in them at once.
 *
 * @param parse reads one file; `ParsedFiles` remembers those of other revisions
 */
export function readRoster(
  sources: readonly RosterSource[],
  parse: ParseFile = parseYaml,
): {
  roster: Roster;
  mistakes: readonly Mistake[];
} {
  const mistakes = new Mistakes();
  const suggestions = new Suggestions();
  const inOrder = [...sources].sort((one, other) => (one.file < other.file ? -1 : 1));
  const sections = sectionsOf(inOrder, mistakes, suggestions, parse);
  const reader = new BlockReader(mistakes, suggestions);

  const unlinked = { customFields: readObjects("customFields", sections.named.customFields, reader) };
  reader.customTypes = customTypesOf(unlinked.customFields);
  const all = {
    ...unlinked,
    policies: readObjects("policies", sections.named.policies, reader),
    groups: readObjects("groups", sections.named.groups, reader),
    roles: readObjects("roles", sections.named.roles, reader),
  } satisfies Record<ObjectSectionName, Map<string, UnlinkedObject>>;
  for (const name of objectSectionNames)
    for (const object of all[name].values()) checkComplete(name, object, mistakes);

  const bare = { group: objectsOf(all.groups), role: objectsOf(all.roles), policy: objectsOf(all.policies) };
  const references = new References(bare, sections.named.people, sections.isComplete, mistakes, suggestions);
  const memberships = membershipsOf([all.groups, all.roles], references, mistakes);
  const reading = new PeopleReader(reader, references, mistakes, suggestions, sections.isComplete);
  const people = reading.read(sections, memberships);
  const objects = {
    UserField: objectsOf(all.customFields),
    Policy: bare.policy,
    Group: linkedObjects(all.groups, "groups", references, mistakes),
    Role: linkedObjects(all.roles, "roles", references, mistakes),
  };
  const roster = { people, objects };
  reportContradictions(roster, all, reading.previousKeys, mistakes);
  return { roster, mistakes: mistakes.sorted() };
}

function objectsOf(unlinked: ReadonlyMap<string, UnlinkedObject>): Map<string, RosterObject> {
  return new Map([...unlinked].map(([key, { object }]) => [key, object]));
}

/** The members of groups and roles, by the keys of people. */
function membershipsOf(
  sections: readonly ReadonlyMap<string, UnlinkedObject>[],
  references: References,
  mistakes: Mistakes,
): Map<string, Membership[]> {
  const memberships = new Map<string, Membership[]>();
  for (const { object, block } of sections.flatMap((section) => [...section.values()])) {
    const edge = object.kind === "Group" ? "group" : "role";
    const members = new Map<string, Entry>();
    for (const entry of block.entries) {
      const person = entry.edge === "person" ? references.person(entry) : undefined;
      if (person === undefined) continue;
      const former = members.get(person);
      if (former !== undefined) {
        reportTwice(entry, former, mistakes);
        continue;
      }
      members.set(person, entry);
      const { namespace, code } = object;
      const linked: Linked = {
        entry: { ...entry, edge, text: object.key },
        target: { namespace, code, object },
      };
      const known = memberships.get(person) ?? [];
      known.push({ ...linked, person, spot: entry.spot });
      memberships.set(person, known);
    }
  }
  return memberships;
}

/** Follows the references of groups and roles themselves: to policies, and to others of their kind. */
function linkedObjects(
  unlinked: ReadonlyMap<string, UnlinkedObject>,
  name: "groups" | "roles",
  references: References,
  mistakes: Mistakes,
): Map<string, RosterObject> {
  const is = name === "groups" ? "group" : "role";
  return new Map(
    [...unlinked].map(([key, { object, block }]) => {
      const linked = [...linkEntries(block, references, mistakes).values()];
      const grants = linked.map((found) => grantOf(found, is, key));
      return [key, { ...object, grants, siblings: siblingsOf(object, name, references) }];
    }),
  );
}

function siblingsOf(
  object: RosterObject,
  name: "groups" | "roles",
  references: References,
): Map<string, string> {
  const siblings = new Map<string, string>();
  for (const [field, { codeOf }] of Object.entries<Field>(objectSections[name].kind.fields)) {
    const argument = codeOf && object.arguments.get(field);
    if (typeof argument?.value !== "string") continue;
    const found = references.sibling("role", argument.value, object, argument.spot);
    if (found !== undefined) siblings.set(field, found.key);
  }
  return siblings;
}
