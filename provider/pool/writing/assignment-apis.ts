import { defaultNamespace, type ManagementClient, type UserSnapshot } from "../../../sdk/index.js";
import type { UserQuery } from "../reading/user-query.js";
import type { AssignmentRequest } from "./assignment.js";

/** One of the service's operations that give or take codes. */
export interface AssignmentApi {
  /** Whether the users have the codes afterwards. */
  readonly gives: boolean;
  /** Whether one change names many codes (roles), or one (groups). */
  readonly takesManyCodes: boolean;
  /** Makes one change. */
  readonly send: (request: AssignmentRequest) => Promise<unknown>;
  /** Makes several changes in one request. */
  readonly sendTogether: (requests: readonly AssignmentRequest[]) => Promise<unknown>;
  /** What to read of a user to see which of the codes the user has. */
  readonly query: (of: HolderOfCodes) => UserQuery;
  readonly codesOf: (user: UserSnapshot, scope: string | undefined) => readonly string[];
}

/** A user, and where the codes are looked up. */
interface HolderOfCodes {
  readonly userId: string;
  readonly scope: string | undefined;
}

const ofGroups = {
  takesManyCodes: false,
  query: ({ userId }: HolderOfCodes) => ({ id: userId, groups: true }),
  codesOf: ({ groups = [] }: UserSnapshot) => groups,
};

const ofRoles = {
  takesManyCodes: true,
  query: ({ userId, scope = defaultNamespace }: HolderOfCodes) => ({ id: userId, roleNamespaces: [scope] }),
  codesOf: ({ roles = {} }: UserSnapshot, scope = defaultNamespace) => roles[scope] ?? [],
};

/** The operations of the service that give and take groups and roles. */
export function assignmentApis({
  groups,
  roles,
}: ManagementClient): Record<"joining" | "leaving" | "assigning" | "revoking", AssignmentApi> {
  return {
    joining: {
      ...ofGroups,
      gives: true,
      send: (request) => all(membersIn(request).map(({ group, userIds }) => groups.addUsers(group, userIds))),
      sendTogether: (requests) => groups.addUsersToMany(requests.flatMap(membersIn)),
    },
    leaving: {
      ...ofGroups,
      gives: false,
      send: (request) =>
        all(membersIn(request).map(({ group, userIds }) => groups.removeUsers(group, userIds))),
      sendTogether: (requests) => groups.removeUsersFromMany(requests.flatMap(membersIn)),
    },
    assigning: {
      ...ofRoles,
      gives: true,
      send: (request) => roles.assign(holdersIn(request)),
      sendTogether: (requests) => roles.assignMany(requests.map(holdersIn)),
    },
    revoking: {
      ...ofRoles,
      gives: false,
      send: (request) => roles.revoke(holdersIn(request)),
      sendTogether: (requests) => roles.revokeMany(requests.map(holdersIn)),
    },
  };
}

function all(changes: readonly Promise<unknown>[]): Promise<unknown> {
  return Promise.all(changes);
}

function membersIn({ codes, userIds }: AssignmentRequest): { group: string; userIds: readonly string[] }[] {
  return codes.map((group) => ({ group, userIds }));
}

function holdersIn({ codes, userIds, scope: namespace = defaultNamespace }: AssignmentRequest): {
  roles: readonly string[];
  userIds: readonly string[];
  namespace: string;
} {
  return { roles: codes, userIds, namespace };
}
