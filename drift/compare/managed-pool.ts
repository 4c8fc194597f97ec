import { nameInUrn } from "../../model/rules/urn.js";
import { user } from "../../model/schema/index.js";
import { defaultNamespace } from "../../sdk/index.js";
import type {
  Managed,
  ManagedCodes,
  ManagedGrants,
  ManagedMembers,
  ManagedObject,
  ManagedUser,
} from "../states/managed.js";
import type { EndedAccess } from "../ended.js";
import type { HolderOfPolicies } from "../holder-of-policies.js";
import { holdersOf } from "./managed-grants.js";
import { type ObjectSet, objectSetsOf } from "./managed-objects.js";

/** Everything that the stacks manage of one user. */
export interface ManagedOfUser {
  readonly users: ManagedUser[];
  /** The resources that manage one set of codes, by `setKey`. */
  readonly codes: Map<string, ManagedCodes[]>;
  /** The resources that say who has a group or role, of which the user may not be one, by `setKey`. */
  readonly members: ReadonlyMap<string, readonly ManagedMembers[]>;
  /** The resources of which the states keep secret to whom they give codes. */
  readonly hidden: readonly ManagedCodes[];
  /** What a roster gave the user until a day that is over. */
  readonly ended: readonly EndedAccess[];
}

/** Names a set of codes of a user: the groups, or the roles or policies in one namespace. */
export function setKey({ edge, scope }: Pick<ManagedCodes, "edge" | "scope">): string {
  return `${edge}/${scope}`;
}

/** The resources of all stacks in one user pool, by the user or the set of objects that they are about. */
export class ManagedPool {
  readonly #byUser = new Map<string, ManagedOfUser>();
  readonly #members = new Map<string, ManagedMembers[]>();
  readonly #fields = new Set<string>();
  readonly #namespaces = new Set<string>();
  readonly #policyNamespaces = new Set<string>();
  readonly #objects: ManagedObject[] = [];
  readonly #grants: ManagedGrants[] = [];
  readonly #hidden: ManagedCodes[] = [];
  readonly #ended = new Map<string, EndedAccess[]>();

  /** `ended`: what the rosters of the programs gave until a day that is over. */
  constructor(resources: Iterable<Managed>, ended: readonly EndedAccess[] = []) {
    for (const access of ended)
      this.#ended.set(access.user, [...(this.#ended.get(access.user) ?? []), access]);
    for (const resource of resources) this.#add(resource);
  }

  of(userId: string): ManagedOfUser {
    const managed = this.#byUser.get(userId) ?? this.#nothing();
    if (this.#ended.size === 0) return managed;
    const names = managed.users.map(({ owner }) => nameInUrn(owner.urn));
    return { ...managed, ended: [...new Set(names)].flatMap((name) => this.#ended.get(name) ?? []) };
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

  /** The namespaces of the policies to compare: none where no state declares policies. */
  get policyNamespaces(): ReadonlySet<string> {
    return this.#policyNamespaces;
  }

  /** The groups and roles whose policies are compared. */
  holdersOfPolicies(): HolderOfPolicies[] {
    return holdersOf(this.#grants, this.#objects, [...this.#policyNamespaces]);
  }

  /** The resources that may give policies to any user, group or role, because the states keep secret to which. */
  get hiddenPolicies(): readonly ManagedCodes[] {
    return this.#hidden;
  }

  /** The objects to compare, apart from users. */
  objectSets(): ObjectSet[] {
    return objectSetsOf(this.#objects);
  }

  #add(resource: Managed): void {
    if (resource.is === "object") {
      this.#objects.push(resource);
      for (const { object, scope } of resource.keys) {
        if (object === "role" && scope !== undefined) this.#namespaces.add(scope);
        if (object === "policy" && scope !== undefined) this.#policyNamespaces.add(scope);
      }
      return;
    }
    if (resource.is === "grants") {
      if (resource.holder === undefined) this.#hidden.push(ofAnybody(resource));
      else this.#grants.push(resource);
      this.#policyNamespaces.add(resource.scope ?? defaultNamespace);
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
      if (resource.edge === "policy") this.#policyNamespaces.add(resource.scope);
    }
  }

  /** Of each user that it names, it manages one code. */
  #addMembers(members: ManagedMembers): void {
    const { owner, userPoolId, isPendingDelete, edge, scope, code, unconfirmedIds = [] } = members;
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
        unconfirmedCodes: unconfirmedIds.includes(userId) ? codes : [],
        isExhaustive: false,
      });
    }
  }

  #nothing(): ManagedOfUser {
    return { users: [], codes: new Map(), members: this.#members, hidden: this.#hidden, ended: [] };
  }
}

/** Any code may be declared by it, so none can be said to be undeclared. */
function ofAnybody({ owner, userPoolId, isPendingDelete, isExhaustive }: ManagedGrants): ManagedCodes {
  return {
    is: "edges",
    owner,
    userPoolId,
    isPendingDelete,
    edge: "policy",
    userId: "",
    scope: "",
    codes: undefined,
    isOfAnyScope: true,
    isExhaustive,
  };
}
