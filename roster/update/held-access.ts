import { defaultNamespace } from "../../sdk/roles/role.js";
import type { HolderType } from "../../model/schema/kind.js";
import type { Scoped } from "../reading/scoped.js";
import type { Grant } from "../roster.js";
import type { PoolContents, PoolUser } from "../write/pool-contents.js";

const targetTypes = { user: "USER", group: "GROUP", role: "ROLE" } as const;

/** What users, groups and roles have in the pool. */
export class HeldAccess {
  readonly #policies = new Map<string, Scoped[]>();

  constructor({ grants }: Pick<PoolContents, "grants">) {
    for (const { policy, targetType, targetIdentifier } of grants) {
      // A role has policies of its own namespace only.
      const scope = targetType === "ROLE" ? policy.namespace : defaultNamespace;
      const key = JSON.stringify([targetType, scope, targetIdentifier]);
      this.#policies.set(key, [...(this.#policies.get(key) ?? []), policy]);
    }
  }

  policiesOf(is: HolderType, { namespace, code }: Scoped): readonly Scoped[] {
    const scope = is === "role" ? namespace : defaultNamespace;
    return this.#policies.get(JSON.stringify([targetTypes[is], scope, code])) ?? [];
  }

  ofUser({ id, groups, roles }: PoolUser, edge: Grant["edge"]): readonly Scoped[] {
    if (edge === "group") return groups.map((code) => ({ namespace: defaultNamespace, code }));
    return edge === "role" ? roles : this.policiesOf("user", { namespace: defaultNamespace, code: id });
  }
}
