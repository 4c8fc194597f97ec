import type { UserSnapshot } from "../../sdk/index.js";
import type { Difference } from "../finding/finding.js";
import type { ObjectType } from "../finding/objects.js";
import { countCodes } from "./compare-codes.js";
import type { ComparedObject } from "./compare-objects.js";
import type { ManagedOfUser } from "./managed-pool.js";

/** Counts how much of the pool is managed by code. Ignored users are counted apart. */
export class Coverage {
  readonly users = { total: 0, managed: 0 };
  readonly memberships = { total: 0, managed: 0 };
  readonly roles = { total: 0, managed: 0 };
  /** The policies of users, groups and roles, where they were read. */
  readonly policies = { total: 0, managed: 0 };
  /** The objects that were read, by type. */
  readonly objects = new Map<ObjectType, { total: number; managed: number }>();
  readonly ignored = { users: 0, usersWithRoles: 0, memberships: 0, objects: 0 };

  /** `ignored`: the differences of the user that are outside of code on purpose. */
  count(user: UserSnapshot, managed: ManagedOfUser, ignored: readonly Difference[]): void {
    const { group, role, policy } = countCodes(managed, user);
    if (ignored.some(({ kind }) => kind === "user-unmanaged")) {
      this.ignored.users += 1;
      if (role.total > 0) this.ignored.usersWithRoles += 1;
      return;
    }
    this.users.total += 1;
    if (managed.users.length > 0) this.users.managed += 1;
    this.ignored.memberships += ignored.length;
    this.memberships.total += group.total - ignored.length;
    this.memberships.managed += group.managed;
    this.roles.total += role.total;
    this.roles.managed += role.managed;
    this.countPolicies(policy);
  }

  countPolicies({ total, managed }: { readonly total: number; readonly managed: number }): void {
    this.policies.total += total;
    this.policies.managed += managed;
  }

  countObject(type: ObjectType, { isObserved, isManaged }: ComparedObject, isIgnored: boolean): void {
    const counts = this.objects.get(type) ?? { total: 0, managed: 0 };
    this.objects.set(type, counts);
    if (isIgnored) this.ignored.objects += 1;
    else if (isObserved) {
      counts.total += 1;
      if (isManaged) counts.managed += 1;
    }
  }
}
