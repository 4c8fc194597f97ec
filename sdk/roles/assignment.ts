import type { CommonMessage } from "../common-message.js";
import type { Api } from "../http/api.js";
import { type Command, commandsCall } from "../http/graphql-call.js";
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
  assignment: AssignmentChange,
): Promise<CommonMessage> {
  const { roles, userIds, namespace = defaultNamespace, change } = assignment;
  return await sendCodeCommand(api, {
    operation,
    trying,
    ...toCommand(assignment),
    userIds,
    codes: roles,
    gives: change === "assign",
    selection: { roleNamespaces: [namespace] },
    codesOf: ({ roles: held = {} }) => held[namespace] ?? [],
    nameOf: (code) => `role ${code} in namespace ${namespace}`,
    lookUp: (code) => roleCall(operation, code, namespace),
  });
}

/** Makes several of these changes in one request. */
export async function changeAssignments(
  api: Api,
  attempt: Attempt,
  assignments: readonly AssignmentChange[],
): Promise<void> {
  const sent = assignments.filter(({ roles, userIds }) => roles.length > 0 && userIds.length > 0);
  if (sent.length > 0) await api.send(commandsCall(attempt, sent.map(toCommand)));
}

function toCommand({ roles, userIds, namespace = defaultNamespace, change }: AssignmentChange): Command {
  return {
    field: change === "assign" ? "assignRole" : "revokeRole",
    args: { namespace: "String", roleCodes: "[String]", userIds: "[String!]" },
    values: { namespace, roleCodes: roles, userIds },
  };
}
