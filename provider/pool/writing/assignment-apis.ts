import { defaultNamespace, type ManagementClient } from "../../../sdk/index.js";
import type { UserReader } from "../reading/user-reader.js";
import type { AssignmentApi } from "./assignment-writer.js";

/** `gains`: whether the users are in the group afterwards. */
function groupApi(
  gains: boolean,
  reader: UserReader,
  send: (code: string, userIds: readonly string[]) => Promise<unknown>,
): AssignmentApi {
  return {
    takesManyCodes: false,
    send: ({ userIds, codes }) => Promise.all(codes.map((code) => send(code, userIds))),
    isDone: async ({ userId, code }) => {
      const user = await reader.readNow({ id: userId, groups: true });
      return user === "gone" ? user : user.groups?.includes(code) === gains;
    },
  };
}

/** `gains`: whether the users hold the roles afterwards. */
function roleApi(
  gains: boolean,
  reader: UserReader,
  send: (request: {
    readonly userIds: readonly string[];
    readonly roles: readonly string[];
    readonly namespace: string;
  }) => Promise<unknown>,
): AssignmentApi {
  return {
    takesManyCodes: true,
    send: ({ userIds, codes, scope: namespace = defaultNamespace }) =>
      send({ userIds, roles: codes, namespace }),
    isDone: async ({ userId, code, scope: namespace = defaultNamespace }) => {
      const user = await reader.readNow({ id: userId, roleNamespace: namespace });
      return user === "gone" ? user : user.roles?.[namespace]?.includes(code) === gains;
    },
  };
}

/** The operations of the service that give and take groups and roles. */
export function assignmentApis(
  { groups, roles }: ManagementClient,
  reader: UserReader,
): Record<"joining" | "leaving" | "assigning" | "revoking", AssignmentApi> {
  return {
    joining: groupApi(true, reader, (code, userIds) => groups.addUsers(code, userIds)),
    leaving: groupApi(false, reader, (code, userIds) => groups.removeUsers(code, userIds)),
    assigning: roleApi(true, reader, (request) => roles.assign(request)),
    revoking: roleApi(false, reader, (request) => roles.revoke(request)),
  };
}
