import { isUserField, type UserFieldName } from "../../model/schema/user.js";
import type { Deployment, Managed, ManagedCodes, ManagedPerson } from "./sources/managed.js";

/** All that code owns of one person, in whatever stacks. */
export interface OwnedByCode {
  readonly people: ManagedPerson[];
  /** What decides on one set of codes, by `setKey`. */
  readonly codes: Map<string, ManagedCodes[]>;
}

/** Names a set of codes of a person: the groups, or the roles in one namespace. */
export function setKey({ kind, namespace }: Pick<ManagedCodes, "kind" | "namespace">): string {
  return `${kind}/${namespace}`;
}

const nothing: OwnedByCode = { people: [], codes: new Map() };

/** The resources of all stacks by the person whom they are about. */
export class ManagedPool {
  readonly #byPerson = new Map<string, OwnedByCode>();
  readonly #fields = new Set<UserFieldName>();
  readonly #namespaces = new Set<string>();

  constructor(deployments: readonly Deployment[]) {
    for (const { resources } of deployments) for (const resource of resources) this.#add(resource);
  }

  of(personId: string): OwnedByCode {
    return this.#byPerson.get(personId) ?? nothing;
  }

  /** The ids of all people who are in a state, be it only with a membership. */
  personIds(): Iterable<string> {
    return this.#byPerson.keys();
  }

  /** The fields that are to be compared. */
  get fields(): ReadonlySet<UserFieldName> {
    return this.#fields;
  }

  /** The namespaces of the roles that are to be compared. */
  get namespaces(): ReadonlySet<string> {
    return this.#namespaces;
  }

  #add(resource: Managed): void {
    const owned: OwnedByCode = this.#byPerson.get(resource.personId) ?? { people: [], codes: new Map() };
    this.#byPerson.set(resource.personId, owned);
    if (resource.kind === "person") {
      owned.people.push(resource);
      for (const name of Object.keys(resource.fields).filter(isUserField)) this.#fields.add(name);
    } else {
      const key = setKey(resource);
      owned.codes.set(key, [...(owned.codes.get(key) ?? []), resource]);
      if (resource.kind === "role") this.#namespaces.add(resource.namespace);
    }
  }
}
