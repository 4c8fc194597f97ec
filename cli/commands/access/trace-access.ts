import type { CollectedUser } from "../../../drift/access/collect-access.js";
import type { TracedPool } from "../../../drift/access/compose-access.js";
import type { ManagedPool } from "../../../drift/compare/managed-pool.js";
import type { Asked, Provenance } from "../../provenance/provenance.js";
import { personOf } from "../../provenance/wanted-of.js";
import { defaultNamespace } from "../../../sdk/index.js";

/** The lines behind users and behind everything that they have, as far as a program declares it. */
export async function traceAccess(
  users: readonly CollectedUser[],
  managed: ManagedPool,
  provenance: Provenance,
): Promise<TracedPool["users"]> {
  const asked = users.map((user) => askedOf(user, managed));
  const origins = (await provenance.of(asked.flat())).values();
  const next = (each: Asked, isDeclared: boolean): TracedPool["users"][number]["behind"] => {
    const found = origins.next().value ?? [];
    // What was given by hand has no line, even if the roster will give it.
    return isDeclared ? { origins: found, ...provenance.endOf(each.wanted) } : { origins: [] };
  };
  return users.map((collected, index) => {
    const [own, ...held] = asked[index] ?? [];
    return {
      collected,
      behind: own === undefined ? { origins: [] } : next(own, collected.owners.length > 0),
      behindHeld: held.map((each, at) => next(each, (collected.held[at]?.owners.length ?? 0) > 0)),
    };
  });
}

/** The user first, and then everything that the user has. */
function askedOf({ user, owners, held }: CollectedUser, managed: ManagedPool): Asked[] {
  const of = personOf(user, managed);
  return [
    { wanted: { of, what: { is: "entry" } }, mayBeRemoved: false, owners },
    ...held.map(({ edge, scope, code, owners: declaring }): Asked => {
      const namespace = edge === "group" ? defaultNamespace : scope;
      return {
        wanted: { of, what: { is: "access", edge, namespace, code } },
        mayBeRemoved: false,
        owners: declaring,
      };
    }),
  ];
}
