import type { Difference } from "../finding/finding.js";
import type { Owner, UserRef } from "../finding/parts.js";
import type { ManagedMembers } from "../states/managed.js";
import { conflictingCodes, membersOf } from "./code-set.js";
import { codeDifference } from "./compare-codes.js";
import type { ManagedOfUser } from "./managed-pool.js";

/** What several resources manage at once, whatever the pool holds: each undoes the work of the other. */
export function conflicts(user: UserRef, { users, codes, members }: ManagedOfUser): Difference[] {
  const owners = users.filter(({ isPendingDelete }) => !isPendingDelete).map(({ owner }) => owner);
  return [
    ...(owners.length > 1 ? [{ kind: "user-conflict" as const, user, owners }] : []),
    ...[...codes].flatMap(([key, resources]) => {
      // All resources are about one set of codes.
      const [set] = resources;
      if (set === undefined) return [];
      const excludingUser = (code: string): Owner[] =>
        excluding(user, membersOf(members.get(key) ?? [], code));
      return conflictingCodes(resources, excludingUser).map(({ change, code, owners: deciding }) =>
        codeDifference(user, set, change, code, deciding),
      );
    }),
  ];
}

/** Exhaustive resources that say who has a code, and do not name the user, take it away. */
function excluding({ id }: UserRef, members: readonly ManagedMembers[]): Owner[] {
  return members
    .filter(({ isExhaustive, isPendingDelete }) => isExhaustive && !isPendingDelete)
    .filter(({ userIds }) => userIds !== undefined && !userIds.has(id))
    .map(({ owner }) => owner);
}
