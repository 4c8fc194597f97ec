import {
  defaultNamespace,
  type ManagementClient,
  type PolicyHolders,
  type RoleHolders,
} from "../../../sdk/index.js";
import { type AssignmentRequest, policyTargetTypes } from "./assignment.js";

/** One of the service's operations that give or take codes. */
export interface AssignmentApi {
  /** Whether the holders have the codes afterwards. */
  readonly gives: boolean;
  /** Whether one change names many codes (roles, policies), or one (groups). */
  readonly takesManyCodes: boolean;
  /** Makes one change. */
  readonly send: (request: AssignmentRequest) => Promise<unknown>;
  /** Makes several changes in one request. */
  readonly sendTogether: (requests: readonly AssignmentRequest[]) => Promise<unknown>;
}

const groupChanges = { takesManyCodes: false };
const roleChanges = { takesManyCodes: true };
const policyChanges = { takesManyCodes: true };

type AssignmentApis = Record<
  "joining" | "leaving" | "assigning" | "revoking" | "granting" | "withdrawing",
  AssignmentApi
>;

/** The operations of the service that give and take groups, roles and policies. */
export function assignmentApis({ groups, roles, policies }: ManagementClient): AssignmentApis {
  return {
    joining: {
      ...groupChanges,
      gives: true,
      send: (request) => all(membersIn(request).map(({ group, userIds }) => groups.addUsers(group, userIds))),
      sendTogether: (requests) => groups.addUsersToMany(requests.flatMap(membersIn)),
    },
    leaving: {
      ...groupChanges,
      gives: false,
      send: (request) =>
        all(membersIn(request).map(({ group, userIds }) => groups.removeUsers(group, userIds))),
      sendTogether: (requests) => groups.removeUsersFromMany(requests.flatMap(membersIn)),
    },
    assigning: {
      ...roleChanges,
      gives: true,
      send: (request) => roles.assign(holdersIn(request)),
      sendTogether: (requests) => roles.assignMany(requests.map(holdersIn)),
    },
    revoking: {
      ...roleChanges,
      gives: false,
      send: (request) => roles.revoke(holdersIn(request)),
      sendTogether: (requests) => roles.revokeMany(requests.map(holdersIn)),
    },
    granting: {
      ...policyChanges,
      gives: true,
      send: (request) => policies.assign(grantIn(request)),
      sendTogether: (requests) => policies.assignMany(requests.map(grantIn)),
    },
    withdrawing: {
      ...policyChanges,
      gives: false,
      send: (request) => policies.unassign(grantIn(request)),
      sendTogether: (requests) => policies.unassignMany(requests.map(grantIn)),
    },
  };
}

function all(changes: readonly Promise<unknown>[]): Promise<unknown> {
  return Promise.all(changes);
}

function membersIn({ codes, holderIds }: AssignmentRequest): { group: string; userIds: readonly string[] }[] {
  return codes.map((group) => ({ group, userIds: holderIds }));
}

function holdersIn({
  codes,
  holderIds,
  scope: namespace = defaultNamespace,
}: AssignmentRequest): RoleHolders {
  return { roles: codes, userIds: holderIds, namespace };
}

function grantIn({ codes, holderType, holderIds, scope: namespace }: AssignmentRequest): PolicyHolders {
  return {
    policies: codes,
    targetType: policyTargetTypes[holderType],
    targetIdentifiers: holderIds,
    namespace,
  };
}
