import type { SnapshotSelection, UserField } from "../../../sdk/index.js";
import type { UserQuery } from "./user-query.js";

/**
 * Everything that this run has asked for so far. Each request selects all of it, since a run that needs the groups of
 * one user needs those of the next as well: so the read of a user often answers that of its membership.
 */
export class CombinedSelection {
  readonly #fields = new Set<UserField>();
  readonly #roleNamespaces = new Set<string>();
  readonly #policyNamespaces = new Set<string>();
  #groups = false;
  #customData = false;

  add({
    fields = [],
    groups = false,
    roleNamespaces = [],
    policyNamespaces = [],
    customData = false,
  }: UserQuery): void {
    for (const field of fields) this.#fields.add(field);
    for (const namespace of roleNamespaces) this.#roleNamespaces.add(namespace);
    for (const namespace of policyNamespaces) this.#policyNamespaces.add(namespace);
    this.#groups ||= groups;
    this.#customData ||= customData;
  }

  get selection(): SnapshotSelection {
    return {
      fields: [...this.#fields],
      groups: this.#groups,
      roleNamespaces: [...this.#roleNamespaces],
      ...(this.#policyNamespaces.size > 0 && { policyNamespaces: [...this.#policyNamespaces] }),
      customData: this.#customData,
    };
  }
}
