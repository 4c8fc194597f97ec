import type { CommonMessage } from "../common-message.js";
import { nothingToDo } from "../common-message.js";
import type { Api } from "../http/api.js";
import type { Budget } from "../http/budget.js";
import { type Command, commandsCall } from "../http/graphql-call.js";
import type { Attempt } from "../http/transport.js";
import { defaultNamespace } from "../roles/role.js";
import { sendGiving } from "../send-giving.js";
import { readHeldPolicies } from "./held-policies.js";
import { policyCall } from "./policy-call.js";
import type { PolicyTargetType } from "./policy.js";

export interface PolicyChange {
  readonly policies: readonly string[];
  readonly targetType: PolicyTargetType;
  readonly targetIdentifiers: readonly string[];
  readonly namespace?: string | undefined;
  readonly change: "assign" | "unassign";
}

/** Assigns policies to targets, or removes them, in one request. It counts as done if all targets are as it should leave them. */
export async function changePolicies(
  api: Api,
  attempt: Attempt,
  change: PolicyChange,
): Promise<CommonMessage> {
  if (isEmpty(change)) return nothingToDo;
  const { policies, namespace = defaultNamespace } = change;
  return await sendGiving(api, {
    ...attempt,
    ...toCommand(change),
    codes: policies,
    gives: change.change === "assign",
    isCarriedOut: (budget) => isCarriedOut(api, attempt, change, budget),
    nameOf: (code) => `policy ${code} in namespace ${namespace}`,
    lookUp: (code) => policyCall(attempt.operation, code, namespace),
  });
}

/** Makes several of these changes in one request. */
export async function changeSeveralPolicies(
  api: Api,
  attempt: Attempt,
  changes: readonly PolicyChange[],
): Promise<void> {
  const sent = changes.filter((change) => !isEmpty(change));
  if (sent.length > 0) await api.send(commandsCall(attempt, sent.map(toCommand)));
}

function isEmpty({ policies, targetIdentifiers }: PolicyChange): boolean {
  return policies.length === 0 || targetIdentifiers.length === 0;
}

function toCommand({
  policies,
  targetType,
  targetIdentifiers,
  namespace = defaultNamespace,
  change,
}: PolicyChange): Command {
  return {
    field: change === "assign" ? "addPolicyAssignments" : "removePolicyAssignments",
    args: {
      policies: "[String!]!",
      targetType: "PolicyAssignmentTargetType!",
      targetIdentifiers: "[String!]",
      namespace: "String",
    },
    values: { policies, targetType, targetIdentifiers, namespace },
  };
}

/** Whether all targets are as the change should leave them. */
async function isCarriedOut(
  api: Api,
  attempt: Attempt,
  { policies, targetType, targetIdentifiers, namespace = defaultNamespace, change }: PolicyChange,
  budget: Budget,
): Promise<boolean> {
  const holders = { targetType, identifiers: targetIdentifiers, namespaces: [namespace] };
  const held = await readHeldPolicies(api, attempt, holders, budget);
  return targetIdentifiers.every((identifier) => {
    const codes = held.get(identifier)?.[namespace] ?? [];
    return policies.every((policy) => codes.includes(policy) === (change === "assign"));
  });
}
