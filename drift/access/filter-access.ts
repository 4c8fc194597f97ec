import { uniqueUserFields } from "../../sdk/index.js";
import type { HeldAccess } from "../compare/compare-codes.js";
import type { CollectedUser } from "./collect-access.js";

/** What a report is about. Without any of these, it is about everything. */
export interface AccessFilter {
  /** Ids, usernames, emails, phones or external ids. */
  readonly users: readonly string[];
  readonly groups: readonly string[];
  /** `CODE`, of any namespace, or `NAMESPACE/CODE`. */
  readonly roles: readonly string[];
}

/** Users of whom a filter leaves nothing are left out. */
export function filterAccess(
  users: readonly CollectedUser[],
  { users: names, groups, roles }: AccessFilter,
): CollectedUser[] {
  const [wantedNames, wantedGroups, wantedRoles] = [new Set(names), new Set(groups), new Set(roles)];
  const isWanted = ({ edge, scope, code }: HeldAccess): boolean =>
    (edge === "group" && wantedGroups.has(code)) ||
    (edge === "role" && (wantedRoles.has(code) || wantedRoles.has(`${scope}/${code}`)));
  const chosen = users.filter(
    ({ user }) =>
      names.length === 0 ||
      wantedNames.has(user.id) ||
      uniqueUserFields.some((field) => wantedNames.has(user[field] ?? "")),
  );
  if (groups.length === 0 && roles.length === 0) return chosen;
  return chosen
    .map((user) => ({ ...user, held: user.held.filter(isWanted) }))
    .filter(({ held }) => held.length > 0);
}
