import type { CommonMessage } from "../common-message.js";
import type { Api } from "../http/api.js";
import type { Attempt } from "../http/transport.js";
import { sendCodeCommand } from "../users/code-command.js";
import { roleCall } from "./role-call.js";
import { defaultNamespace } from "./role.js";

export interface AssignmentChange {
  readonly roles: readonly string[];
  readonly userIds: readonly string[];
  readonly namespace?: string | undefined;
  readonly change: "assign" | "revoke";
}

/** Assigns roles to users, or revokes them, in one request. */
export async function changeAssignment(
  api: Api,
  { operation, trying }: Attempt,
  { roles, userIds, namespace = defaultNamespace, change }: AssignmentChange,
): Promise<CommonMessage> {
  const gives = change === "assign";
  return await sendCodeCommand(api, {
    operation,
    trying,
    field: gives ? "assignRole" : "revokeRole",
    args: { namespace: "String", roleCodes: "[String]", userIds: "[String!]" },
    values: { namespace, roleCodes: roles, userIds },
    userIds,
    codes: roles,
    gives,
    selection: { roleNamespaces: [namespace] },
    codesOf: ({ roles: held = {} }) => held[namespace] ?? [],
    nameOf: (code) => `role ${code} in namespace ${namespace}`,
    lookUp: (code) => roleCall(operation, code, namespace),
  });
}
