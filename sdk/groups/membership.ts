import type { CommonMessage } from "../common-message.js";
import type { Api } from "../http/api.js";
import { type Command, commandsCall } from "../http/graphql-call.js";
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
  membership: MembershipChange,
): Promise<CommonMessage> {
  const { group, userIds, change } = membership;
  return await sendCodeCommand(api, {
    operation,
    trying,
    ...toCommand(membership),
    userIds,
    codes: [group],
    gives: change === "join",
    selection: { groups: true },
    codesOf: ({ groups = [] }) => groups,
    nameOf: (code) => `group ${code}`,
    lookUp: (code) => groupCall(operation, code),
  });
}

/** Makes several of these changes in one request. */
export async function changeMemberships(
  api: Api,
  attempt: Attempt,
  memberships: readonly MembershipChange[],
): Promise<void> {
  const sent = memberships.filter(({ userIds }) => userIds.length > 0);
  if (sent.length > 0) await api.send(commandsCall(attempt, sent.map(toCommand)));
}

function toCommand({ group, userIds, change }: MembershipChange): Command {
  return {
    field: change === "join" ? "addUserToGroup" : "removeUserFromGroup",
    args: { userIds: "[String!]!", code: "String" },
    values: { userIds, code: group },
  };
}
