import { user } from "../../model/schema/index.js";
import type { Managed, ManagedCodes, ManagedMembers, ManagedObject, ManagedUser } from "../states/managed.js";
import { type ObjectSet, objectSetsOf } from "./managed-objects.js";

/** Everything that the stacks manage of one user. */
export interface ManagedOfUser {
  readonly users: ManagedUser[];
  /** The resources that manage one set of codes, by `setKey`. */
  readonly codes: Map<string, ManagedCodes[]>;
  /** The resources that say who has a group or role, of which the user may not be one, by `setKey`. */
  readonly members: ReadonlyMap<string, readonly ManagedMembers[]>;
}

/** Names a set of codes of a user: the groups, or the roles in one namespace. */
export function setKey({ edge, scope }: Pick<ManagedCodes, "edge" | "scope">): string {
  return `${edge}/${scope}`;
}

/** The resources of all stacks in one user pool, by the user or the set of objects that they are about. */
export class ManagedPool {
  readonly #byUser = new Map<string, ManagedOfUser>();
  readonly #members = new Map<string, ManagedMembers[]>();
  readonly #fields = new Set<string>();
  readonly #namespaces = new Set<string>();
  readonly #objects: ManagedObject[] = [];

  constructor(resources: Iterable<Managed>) {
    for (const resource of resources) this.#add(resource);
  }

  of(userId: string): ManagedOfUser {
    return this.#byUser.get(userId) ?? this.#nothing();
  }

  /** The ids of all users in the states, also of those with only a membership or a role. */
  userIds(): Iterable<string> {
    return this.#byUser.keys();
  }

  /** The fields to compare. */
  get fields(): ReadonlySet<string> {
    return this.#fields;
  }

  /** Whether there are custom values to compare. */
  get hasCustomData(): boolean {
    return [...this.#fields].some((name) => name.startsWith(`${user.subject.customData}.`));
  }

  /** The namespaces of the roles to compare. */
  get namespaces(): ReadonlySet<string> {
    return this.#namespaces;
  }

  /** The objects to compare, apart from users. */
  objectSets(): ObjectSet[] {
    return objectSetsOf(this.#objects);
  }

  #add(resource: Managed): void {
    if (resource.is === "object") {
      this.#objects.push(resource);
      for (const { object, scope } of resource.keys)
        if (object === "role" && scope !== undefined) this.#namespaces.add(scope);
      return;
    }
    if (resource.is === "members") {
      this.#addMembers(resource);
      return;
    }
    const managed = this.#byUser.get(resource.userId) ?? this.#nothing();
    this.#byUser.set(resource.userId, managed);
    if (resource.is === "user") {
      managed.users.push(resource);
      for (const name of Object.keys(resource.fields)) this.#fields.add(name);
    } else {
      const key = setKey(resource);
      managed.codes.set(key, [...(managed.codes.get(key) ?? []), resource]);
      if (resource.edge === "role") this.#namespaces.add(resource.scope);
    }
  }
  /** Of each user that it names, it manages one code. */
  #addMembers(members: ManagedMembers): void {
    const { owner, userPoolId, isPendingDelete, edge, scope, code } = members;
    const key = setKey(members);
    this.#members.set(key, [...(this.#members.get(key) ?? []), members]);
    if (edge === "role") this.#namespaces.add(scope);
    if (code === undefined) return;
    for (const userId of members.userIds ?? []) {
      const codes = [code];
      this.#add({
        is: "edges",
        owner,
        userPoolId,
        isPendingDelete,
        edge,
        scope,
        userId,
        codes,
        isExhaustive: false,
      });
    }
  }

  #nothing(): ManagedOfUser {
    return { users: [], codes: new Map(), members: this.#members };
  }
}
