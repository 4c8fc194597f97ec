import { edgeKey } from "./roster-tree.js";
import type { Person, Roster, RosterObject } from "../roster.js";

/**
 * All that a roster says, each of it by a path, such as `Person ada city`. Two rosters with the same facts declare the same on
 * every day.
 */
export function factsOf({ people, objects }: Roster): Map<string, string> {
  const facts = new Map<string, string>();
  for (const person of people.values()) addPerson(person, facts);
  for (const known of Object.values(objects)) for (const object of known.values()) addObject(object, facts);
  return facts;
}

export function factPath(kind: string, key: string, ...parts: readonly string[]): string {
  return JSON.stringify([kind, key, ...parts]).slice(0, -1);
}

function addPerson(person: Person, facts: Map<string, string>): void {
  const { key, previously, lists, leaves } = person;
  facts.set(factPath("Person", key), JSON.stringify([previously, leaves?.text]));
  addArguments("Person", person, facts);
  for (const list of lists) facts.set(factPath("Person", key, list), "declared");
  addGrants("Person", person, facts);
}

function addObject(object: RosterObject, facts: Map<string, string>): void {
  const { kind, key, previously, code, namespace, isExternal, isExhaustive, siblings } = object;
  const said = [previously, code, namespace, isExternal, isExhaustive, [...siblings]];
  facts.set(factPath(kind, key), JSON.stringify(isExternal ? said : said.slice(0, 5)));
  addArguments(kind, object, facts);
  addGrants(kind, object, facts);
}

function addArguments(
  kind: string,
  { key, arguments: declared }: Person | RosterObject,
  facts: Map<string, string>,
): void {
  for (const [name, { value }] of declared) {
    if (name !== "customData" || typeof value !== "object" || value === null)
      facts.set(factPath(kind, key, name), JSON.stringify(value));
    else
      for (const [field, each] of Object.entries(value))
        facts.set(factPath(kind, key, name, field), JSON.stringify(each));
  }
}

function addGrants(kind: string, { key, grants }: Person | RosterObject, facts: Map<string, string>): void {
  for (const { edge, target, until, reason } of grants)
    facts.set(factPath(kind, key, edge, edgeKey(edge, target)), JSON.stringify([until, reason]));
}
