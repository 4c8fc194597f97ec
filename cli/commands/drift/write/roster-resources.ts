import type { Owner } from "../../../../drift/finding/parts.js";
import type { Managed, ManagedUser } from "../../../../drift/states/managed.js";
import { nameInUrn, parseUrn } from "../../../../model/rules/urn.js";
import { uniqueValues } from "../../../../model/rules/user-key.js";
import { rosterType } from "../../../../provider/resources/roster-token.js";
import type { Person, Roster } from "../../../../roster/roster.js";

/** Whether a resource is of a roster, by the types above it in its URN. */
export function isOfRoster({ urn }: Owner): boolean {
  return parseUrn(urn).parents.includes(rosterType);
}

/** Who of a roster is which user, by the resources in the states. The name of a resource is the key of the person. */
export class RosterResources {
  readonly #ids = new Map<string, string>();
  readonly #people = new Map<string, { readonly key: string } | { readonly reason: string }>();

  constructor(roster: Roster, resources: readonly Managed[]) {
    const byName = new Map<string, ManagedUser[]>();
    for (const each of resources) {
      if (each.is !== "user" || each.isPendingDelete || !isOfRoster(each.owner)) continue;
      const name = nameInUrn(each.owner.urn);
      byName.set(name, [...(byName.get(name) ?? []), each]);
    }
    for (const person of roster.people.values())
      this.#add(
        person,
        [person.key, ...person.previously].flatMap((name) => byName.get(name) ?? []),
      );
  }

  /** The id of the user that a person is. */
  idOf(key: string): string | undefined {
    return this.#ids.get(key);
  }

  /** The person who is a user; the reason why this is not known; or undefined where the roster has no such person. */
  personOf(userId: string): { readonly key: string } | { readonly reason: string } | undefined {
    return this.#people.get(userId);
  }

  #add(person: Person, found: readonly ManagedUser[]): void {
    const { key } = person;
    const ids = [...new Set(found.map(({ userId }) => userId))];
    const doubt =
      ids.length > 1
        ? `the states have several users for ${key}: ${ids.join(", ")}`
        : found.some((each) => !declareSameUser(person, each))
          ? `the roster declares other unique fields for ${key} than the state; run \`pulumi up\` first, or check that this is the roster of the stack`
          : undefined;
    for (const id of ids) {
      const isTaken = this.#people.has(id);
      const reason = isTaken ? `several people of the roster may be this user, ${key} among them` : doubt;
      this.#people.set(id, reason === undefined ? { key } : { reason });
      if (reason === undefined) this.#ids.set(key, id);
    }
  }
}

/** Two rosters may have one key for different people. */
function declareSameUser({ arguments: declared }: Person, { fields }: ManagedUser): boolean {
  const here = uniqueValues(Object.fromEntries([...declared].map(([name, { value }]) => [name, value])));
  const inState = new Map<string, string>(uniqueValues(fields));
  return here.some(([name, value]) => inState.get(name) === value);
}
