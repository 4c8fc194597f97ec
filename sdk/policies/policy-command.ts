import type { CommonMessage } from "../common-message.js";
import { nothingToDo } from "../common-message.js";
import { isApiError } from "../error-guards.js";
import { ApiError } from "../errors.js";
import type { Api } from "../http/api.js";
import type { Budget } from "../http/budget.js";
import type { Call } from "../http/call.js";
import { type Command, commandCall, commandsCall } from "../http/graphql-call.js";
import type { Attempt } from "../http/transport.js";
import { defaultNamespace } from "../roles/role.js";
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

/**
 * Assigns policies to targets, or removes them, in one request. When its response is lost and its retry is refused, the
 * first attempt may have succeeded, and some installations answer an error to a command that they have carried out. The
 * command then counts as successful if all targets are as it should leave them.
 */
export async function changePolicies(
  api: Api,
  { operation, trying }: Attempt,
  change: PolicyChange,
): Promise<CommonMessage> {
  if (isEmpty(change)) return nothingToDo;
  const budget = api.newBudget();
  const call: Call<CommonMessage> = {
    ...commandCall({ operation, trying, ...toCommand(change), type: "mutation", repeatable: true }),
    afterLostResponse: async (refusal) => {
      if (await isCarriedOut(api, { operation, trying }, change, budget)) return nothingToDo;
      throw refusal;
    },
  };
  try {
    return await api.send(call, budget);
  } catch (error) {
    if (!isApiError(error) || error.code !== "API") throw error;
    const isDone = isCarriedOut(api, { operation, trying }, change, budget);
    if (await isDone.catch(() => false)) return nothingToDo;
    budget.signal?.throwIfAborted();
    if (change.change === "unassign") throw error;
    throw (await missingOf(api, { operation, trying }, change, error, budget)) ?? error;
  }
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

/** The refusal with the policies that do not exist. Undefined when all exist, or when that cannot be read. */
async function missingOf(
  api: Api,
  { operation, trying }: Attempt,
  { policies, namespace = defaultNamespace }: PolicyChange,
  refusal: ApiError,
  budget: Budget,
): Promise<ApiError | undefined> {
  const reads = policies.map(async (code) =>
    (await api.send(policyCall(operation, code, namespace), budget)) === null ? [code] : [],
  );
  const missing = (await Promise.all(reads).catch(() => [])).flat();
  budget.signal?.throwIfAborted();
  if (missing.length === 0) return undefined;
  const { status, apiCode, requestId, apiMessage } = refusal;
  const source = apiCode === undefined ? "" : ` (code ${apiCode})`;
  const names = missing.map((code) => `policy ${code} in namespace ${namespace}`).join(" and no ");
  const message = `${trying} was refused: there is no ${names} in this user pool${source}; create it in the console, or remove it from the program`;
  return new ApiError(message, { operation, status, apiCode, requestId, apiMessage, cause: refusal });
}
