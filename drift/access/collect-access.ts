import type { ManagementClient, UserSnapshot } from "../../sdk/index.js";
import { defaultNamespace } from "../../sdk/index.js";
import { type HeldAccess, heldAccess } from "../compare/compare-codes.js";
import { refOf, reportedFields } from "../compare/compare.js";
import type { ManagedPool } from "../compare/managed-pool.js";
import type { NotRead } from "../completeness/not-read.js";
import type { Owner, UserRef } from "../finding/parts.js";
import { type ObserveOptions, type Observer, observeUsers } from "../observe-users.js";

/** A user of the pool, with everything that the user has. */
export interface CollectedUser {
  readonly user: UserRef;
  readonly blocked: boolean;
  readonly status: string | undefined;
  /** The resources that manage the user. */
  readonly owners: readonly Owner[];
  readonly held: readonly HeldAccess[];
}

export interface CollectedAccess {
  readonly users: readonly CollectedUser[];
  readonly namespaces: readonly string[];
  readonly notRead: readonly NotRead[];
}

/** Reads all users of the pool, as the drift review does, with the policies of the default namespace and of those in the states. */
export async function collectAccess(
  client: ManagementClient,
  managed: ManagedPool,
  options: ObserveOptions,
): Promise<CollectedAccess> {
  const collector = new Collector(managed);
  const policyNamespaces = [...new Set([defaultNamespace, ...managed.policyNamespaces])];
  const selection = { fields: reportedFields, policyNamespaces };
  const observed = await observeUsers(client, selection, collector, {
    ...options,
    roleNamespaces: [...managed.namespaces, ...options.roleNamespaces],
  });
  return { users: [...collector.users.values()], ...observed };
}

class Collector implements Observer {
  readonly users = new Map<string, CollectedUser>();
  readonly #gone = new Set<string>();

  constructor(readonly managed: ManagedPool) {}

  get hasBegun(): boolean {
    return this.users.size > 0;
  }

  add(observed: UserSnapshot): void {
    const { id, fields } = observed;
    const managed = this.managed.of(id);
    this.users.set(id, {
      user: refOf(id, fields),
      blocked: fields.blocked === true,
      status: typeof fields.status === "string" ? fields.status : undefined,
      owners: managed.users.map(({ owner }) => owner),
      held: heldAccess(managed, observed),
    });
  }

  /** Without an account there is no access. The drift review reports users who are gone. */
  addGone(userId: string): void {
    this.#gone.add(userId);
  }

  unseen(): string[] {
    return [...this.managed.userIds()].filter((id) => !this.users.has(id) && !this.#gone.has(id));
  }
}
