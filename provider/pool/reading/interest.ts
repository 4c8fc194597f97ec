import type { SnapshotSelection, UserField } from "../../../sdk/index.js";
import type { UserQuery } from "./question.js";

/**
 * What this run has asked of people so far. The next request selects all of it, because who asks for the groups of one
 * person will ask for those of the next: so a membership is often answered by the read of its person.
 */
export class Interest {
  readonly #fields = new Set<UserField>();
  readonly #roleNamespaces = new Set<string>();
  #groups = false;

  add({ fields = [], groups = false, roleNamespace }: UserQuery): void {
    for (const field of fields) this.#fields.add(field);
    if (roleNamespace !== undefined) this.#roleNamespaces.add(roleNamespace);
    this.#groups ||= groups;
  }

  get selection(): SnapshotSelection {
    return { fields: [...this.#fields], groups: this.#groups, roleNamespaces: [...this.#roleNamespaces] };
  }
}
