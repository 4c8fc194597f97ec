import type { CommonMessage } from "../common-message.js";
import type { Api } from "../http/api.js";
import type { Attempt } from "../http/transport.js";
import { groupCall } from "./group-call.js";
import { sendCodeCommand } from "../users/code-command.js";

export interface MembershipChange {
  readonly group: string;
  readonly userIds: readonly string[];
  readonly change: "join" | "leave";
}

/** Adds users to a group, or removes them, in one request. */
export async function changeMembership(
  api: Api,
  { operation, trying }: Attempt,
  { group, userIds, change }: MembershipChange,
): Promise<CommonMessage> {
  const gives = change === "join";
  return await sendCodeCommand(api, {
    operation,
    trying,
    field: gives ? "addUserToGroup" : "removeUserFromGroup",
    args: { userIds: "[String!]!", code: "String" },
    values: { userIds, code: group },
    userIds,
    codes: [group],
    gives,
    selection: { groups: true },
    codesOf: ({ groups = [] }) => groups,
    nameOf: (code) => `group ${code}`,
    lookUp: (code) => groupCall(operation, code),
  });
}
