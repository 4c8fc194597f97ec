import { isDeepStrictEqual } from "node:util";
import { z } from "zod";
import type { CommonMessage } from "../common-message.js";
import { nothingToDo } from "../common-message.js";
import { createOnce } from "../create-once.js";
import { notFound } from "../http/api-error.js";
import type { Api } from "../http/api.js";
import type { Budget } from "../http/budget.js";
import { commandCall, graphqlCall, queriesCall } from "../http/graphql-call.js";
import type { Page, PageSizeOption } from "../page.js";
import { defaultPageSize, pageOf } from "../page.js";
import { defaultNamespace } from "../roles/role.js";
import { sendDeletion } from "../send-deletion.js";
import { walkEntries } from "../walk-pages.js";
import type { AssignmentsOf, PolicyTarget } from "./assignments-call.js";
import { assignmentsCall, named } from "./assignments-call.js";
import { readHeldPolicies, type HeldPolicies } from "./held-policies.js";
import { policyCall, policyQuery } from "./policy-call.js";
import { changePolicies, changeSeveralPolicies } from "./policy-command.js";
import type { Policy, PolicyAssignment, PolicyStatement, PolicyTargetType } from "./policy.js";
import { policy, policySelection } from "./policy.js";

export interface CreatePolicyInput {
  /** Unique in its namespace. */
  readonly code: string;
  readonly statements: readonly PolicyStatement[];
  readonly description?: string | undefined;
  /** The namespace (permission group) of the policy. It must exist. Default `default`. */
  readonly namespace?: string | undefined;
}

export interface UpdatePolicyInput {
  /** All statements of the policy, in place of those that it has. */
  readonly statements?: readonly PolicyStatement[] | undefined;
  readonly description?: string | undefined;
  /** A new code. An update of the code is not retried when its response is lost. */
  readonly newCode?: string | undefined;
  /** The namespace of the policy. Default `default`. */
  readonly namespace?: string | undefined;
}

export interface ListPoliciesOptions {
  /** Default `default`. */
  readonly namespace?: string | undefined;
  /** Whether to leave out built-in policies. Default: the service's own, which is true according to its documents. */
  readonly excludeDefault?: boolean | undefined;
}

/** Policies and the targets that gain or lose all of them. */
export interface PolicyHolders {
  /** Codes of policies. */
  readonly policies: readonly string[];
  readonly targetType: PolicyTargetType;
  /** Ids of users or org nodes, codes of roles or groups. */
  readonly targetIdentifiers: readonly string[];
  /** The namespace of the policies. Default `default`. */
  readonly namespace?: string | undefined;
}

/** A policy of one target. */
export interface OnePolicyAssignment extends PolicyTarget {
  /** The code of the policy. */
  readonly policy: string;
  /** The namespace of the policy. Default `default`. */
  readonly namespace?: string | undefined;
}

/** How a policy is used. */
export interface PolicyUse {
  readonly assignments: number;
  /** Whether it is built in. */
  readonly isDefault: boolean;
}

const policyUse = z.object({ assignmentsCount: z.number().int(), isDefault: z.boolean() });

type InNamespace = PageSizeOption & { readonly namespace?: string };

/** The policies of a pool and their assignments. For errors that every method can throw, see `Users`. */
export class Policies {
  readonly #api: Api;

  constructor(api: Api) {
    this.#api = api;
  }

  /**
   * Creates a policy. When the response is lost, the policy is looked up before a retry.
   *
   * @throws ConflictError when another policy has the code and the response was lost. Otherwise the refusal of a code that is
   * already in use is a plain ApiError, because the service does not document its code
   */
  async create(input: CreatePolicyInput): Promise<Policy> {
    const { code, statements, description, namespace = defaultNamespace } = input;
    const operation = "policies.create";
    const budget = this.#api.newBudget();
    const call = graphqlCall(
      {
        operation,
        trying: `creating policy ${code} in namespace ${namespace}`,
        type: "mutation",
        field: "createPolicy",
        args: {
          namespace: "String",
          code: "String!",
          description: "String",
          statements: "[PolicyStatementInput!]!",
        },
        values: { namespace, code, description, statements },
        repeatable: false,
      },
      policySelection,
      policy,
    );
    return await createOnce(this.#api, {
      call,
      budget,
      lookUps: [() => this.#read(operation, code, namespace, budget)],
      idOf: (found) => found.code,
      isIdPermanent: false,
      createdAt: (found) => found.createdAt,
      isAsSent: (found) =>
        (found.description ?? "") === (description ?? "") && isSame(found.statements, statements),
    });
  }

  /**
   * Reads a policy by code.
   *
   * @throws NotFoundError when there is no such policy in the namespace
   */
  async detail(code: string, namespace = defaultNamespace): Promise<Policy> {
    const operation = "policies.detail";
    const found = await this.#read(operation, code, namespace);
    if (found !== null) return found;
    const trying = `reading policy ${code}`;
    throw notFound({ operation, trying }, `policy ${code} in namespace ${namespace}`);
  }

  /**
   * Reads several policies of one namespace in one request. The result is in the order of the codes; null: there is no such
   * policy.
   */
  async detailMany(codes: readonly string[], namespace = defaultNamespace): Promise<(Policy | null)[]> {
    if (codes.length === 0) return [];
    const attempt = {
      operation: "policies.detailMany",
      trying: `reading the policies ${codes.join(", ")} in namespace ${namespace}`,
    };
    const values = codes.map((code) => ({ code, namespace }));
    return await this.#api.send(
      queriesCall(attempt, policyQuery, values, policySelection, policy.nullable()),
    );
  }

  /**
   * Counts the assignments of several policies of one namespace in one request, in the order of the codes; null: there is no
   * such policy.
   */
  async useOfMany(codes: readonly string[], namespace = defaultNamespace): Promise<(PolicyUse | null)[]> {
    if (codes.length === 0) return [];
    const attempt = {
      operation: "policies.useOfMany",
      trying: `counting the assignments of the policies ${codes.join(", ")} in namespace ${namespace}`,
    };
    const values = codes.map((code) => ({ code, namespace }));
    const selection = "assignmentsCount isDefault";
    const found = await this.#api.send(
      queriesCall(attempt, policyQuery, values, selection, policyUse.nullable()),
    );
    return found.map((use) => use && { assignments: use.assignmentsCount, isDefault: use.isDefault });
  }

  /** Reads one page of the policies of a namespace. The first page is 1. */
  async list(page = 1, limit = 10, options: ListPoliciesOptions = {}): Promise<Page<Policy>> {
    return await this.#list("policies.list", page, limit, options);
  }

  /**
   * Iterates over all policies of a namespace, each once.
   *
   * @throws UnexpectedResponseError when the list stays incomplete
   */
  listAll(options: ListPoliciesOptions & PageSizeOption = {}): AsyncGenerator<Policy, void, undefined> {
    const { pageSize = defaultPageSize, ...rest } = options;
    const operation = "policies.listAll";
    return walkEntries({
      operation,
      trying: `listing all policies of namespace ${rest.namespace ?? defaultNamespace}`,
      pageSize,
      fetch: (page, limit) => this.#list(operation, page, limit, rest),
      keyOf: ({ code }) => code,
    });
  }

  /** Changes a policy. Undefined leaves a value unchanged. Its assignments stay. Built-in policies cannot be changed. */
  async update(code: string, updates: UpdatePolicyInput): Promise<Policy> {
    const { statements, description, newCode, namespace = defaultNamespace } = updates;
    const call = graphqlCall(
      {
        operation: "policies.update",
        trying: `updating policy ${code} in namespace ${namespace}`,
        type: "mutation",
        field: "updatePolicy",
        args: {
          namespace: "String",
          code: "String!",
          description: "String",
          statements: "[PolicyStatementInput!]",
          newCode: "String",
        },
        values: { namespace, code, description, statements, newCode },
        repeatable: newCode === undefined,
      },
      policySelection,
      policy,
    );
    return await this.#api.send(call);
  }

  /** Deletes a policy and its assignments. Built-in policies cannot be deleted. An unknown code is an error. */
  async delete(code: string, namespace = defaultNamespace): Promise<CommonMessage> {
    const operation = "policies.delete";
    return await sendDeletion(this.#api, {
      operation,
      trying: `deleting policy ${code} in namespace ${namespace}`,
      field: "deletePolicy",
      args: { code: "String!", namespace: "String" },
      values: { code, namespace },
      lookUps: [(budget) => this.#read(operation, code, namespace, budget)],
    });
  }

  /** Deletes policies of one namespace in one request. An unknown code is an error. */
  async deleteMany(codes: readonly string[], namespace = defaultNamespace): Promise<CommonMessage> {
    if (codes.length === 0) return nothingToDo;
    const operation = "policies.deleteMany";
    return await sendDeletion(this.#api, {
      operation,
      trying: `deleting policies ${codes.join(", ")} in namespace ${namespace}`,
      field: "deletePolicies",
      args: { codeList: "[String!]!", namespace: "String" },
      values: { codeList: codes, namespace },
      lookUps: codes.map((code) => (budget) => this.#read(operation, code, namespace, budget)),
    });
  }

  /** Reads one page of the assignments of a policy. The first page is 1. An unknown code is an error. */
  async listAssignments(
    code: string,
    page = 1,
    limit = 10,
    namespace = defaultNamespace,
  ): Promise<Page<PolicyAssignment>> {
    return await this.#api.send(
      assignmentsCall("policies.listAssignments", { code }, namespace, page, limit),
    );
  }

  /**
   * Iterates over all assignments of a policy, each once.
   *
   * @throws UnexpectedResponseError when the list stays incomplete
   */
  listAllAssignments(
    code: string,
    options: InNamespace = {},
  ): AsyncGenerator<PolicyAssignment, void, undefined> {
    return this.#walk("policies.listAllAssignments", { code }, `policy ${code}`, options);
  }

  /**
   * Reads one page of the policies that are assigned to a target. The first page is 1. The service does not document what it
   * answers for an unknown target.
   */
  async listOfTarget(
    target: PolicyTarget,
    page = 1,
    limit = 10,
    namespace = defaultNamespace,
  ): Promise<Page<PolicyAssignment>> {
    return await this.#api.send(assignmentsCall("policies.listOfTarget", target, namespace, page, limit));
  }

  /**
   * Iterates over all policies that are assigned to a target, each once.
   *
   * @throws UnexpectedResponseError when the list stays incomplete
   */
  listAllOfTarget(
    target: PolicyTarget,
    options: InNamespace = {},
  ): AsyncGenerator<PolicyAssignment, void, undefined> {
    return this.#walk("policies.listAllOfTarget", target, named(target), options);
  }

  /**
   * Reads the codes of all policies of any number of targets, 80 targets per request: by identifier of the target, then by
   * namespace. A target without policies has empty lists, and so may one that does not exist.
   *
   * @throws UnexpectedResponseError when a list stays incomplete
   */
  async codesOfTargets(
    targetType: PolicyTargetType,
    targetIdentifiers: readonly string[],
    namespaces: readonly string[] = [defaultNamespace],
  ): Promise<HeldPolicies> {
    const attempt = {
      operation: "policies.codesOfTargets",
      trying: `reading the policies of ${namedTargets({ targetType, targetIdentifiers })}`,
    };
    return await readHeldPolicies(this.#api, attempt, {
      targetType,
      identifiers: targetIdentifiers,
      namespaces,
    });
  }

  /** Assigns policies to targets in one request. The service refuses unknown targets. */
  async assign(holders: PolicyHolders): Promise<CommonMessage> {
    const trying = `assigning the policies ${holders.policies.join(", ")} to ${namedTargets(holders)}`;
    return await changePolicies(
      this.#api,
      { operation: "policies.assign", trying },
      { ...holders, change: "assign" },
    );
  }

  /** Removes policies from targets in one request. */
  async unassign(holders: PolicyHolders): Promise<CommonMessage> {
    const trying = `removing the policies ${holders.policies.join(", ")} from ${namedTargets(holders)}`;
    return await changePolicies(
      this.#api,
      { operation: "policies.unassign", trying },
      { ...holders, change: "unassign" },
    );
  }

  /** Assigns several sets of policies, in one request. After a refusal it is unknown which of them were assigned. */
  async assignMany(holders: readonly PolicyHolders[]): Promise<void> {
    const attempt = {
      operation: "policies.assignMany",
      trying: `assigning ${holders.length} sets of policies`,
    };
    const changes = holders.map((holder) => ({ ...holder, change: "assign" as const }));
    await changeSeveralPolicies(this.#api, attempt, changes);
  }

  /** Removes several sets of policies, in one request. After a refusal it is unknown which of them were removed. */
  async unassignMany(holders: readonly PolicyHolders[]): Promise<void> {
    const attempt = {
      operation: "policies.unassignMany",
      trying: `removing ${holders.length} sets of policies`,
    };
    const changes = holders.map((holder) => ({ ...holder, change: "unassign" as const }));
    await changeSeveralPolicies(this.#api, attempt, changes);
  }

  /** Switches the assignment of a policy on. An assignment that is switched off has no effect. */
  async enableAssignment(assignment: OnePolicyAssignment): Promise<CommonMessage> {
    return await this.#switch("policies.enableAssignment", "enabling", "enablePolicyAssignment", assignment);
  }

  /** Switches the assignment of a policy off, without removing it. */
  async disableAssignment(assignment: OnePolicyAssignment): Promise<CommonMessage> {
    // The service spells the field so.
    return await this.#switch(
      "policies.disableAssignment",
      "disabling",
      "disbalePolicyAssignment",
      assignment,
    );
  }

  async #switch(
    operation: string,
    doing: string,
    field: string,
    { policy: code, targetType, targetIdentifier, namespace = defaultNamespace }: OnePolicyAssignment,
  ): Promise<CommonMessage> {
    const call = commandCall({
      operation,
      trying: `${doing} policy ${code} of ${named({ targetType, targetIdentifier })}`,
      type: "mutation",
      field,
      args: {
        policy: "String!",
        targetType: "PolicyAssignmentTargetType!",
        targetIdentifier: "String!",
        namespace: "String",
      },
      values: { policy: code, targetType, targetIdentifier, namespace },
      repeatable: true,
    });
    return await this.#api.send(call);
  }

  #walk(
    operation: string,
    of: AssignmentsOf,
    what: string,
    { pageSize = defaultPageSize, namespace = defaultNamespace }: InNamespace,
  ): AsyncGenerator<PolicyAssignment, void, undefined> {
    return walkEntries({
      operation,
      trying: `listing all policy assignments of ${what} in namespace ${namespace}`,
      pageSize,
      fetch: (page, limit) => this.#api.send(assignmentsCall(operation, of, namespace, page, limit)),
      keyOf: ({ code, targetType, targetIdentifier }) => JSON.stringify([code, targetType, targetIdentifier]),
    });
  }

  async #read(operation: string, code: string, namespace: string, budget?: Budget): Promise<Policy | null> {
    return await this.#api.send(policyCall(operation, code, namespace), budget);
  }

  async #list(
    operation: string,
    page: number,
    limit: number,
    { namespace = defaultNamespace, excludeDefault }: ListPoliciesOptions,
  ): Promise<Page<Policy>> {
    const call = graphqlCall(
      {
        operation,
        trying: `listing policies of namespace ${namespace}, page ${page}`,
        type: "query",
        field: "policies",
        args: { namespace: "String", page: "Int", limit: "Int", excludeDefault: "Boolean" },
        values: { namespace, page, limit, excludeDefault },
        repeatable: true,
      },
      `totalCount list { ${policySelection} }`,
      pageOf(policy),
    );
    return await this.#api.send(call);
  }
}

function namedTargets({
  targetType,
  targetIdentifiers,
}: Pick<PolicyHolders, "targetType" | "targetIdentifiers">): string {
  const [targetIdentifier, ...others] = targetIdentifiers;
  return targetIdentifier !== undefined && others.length === 0
    ? named({ targetType, targetIdentifier })
    : `${targetIdentifiers.length} targets`;
}

/** Whether statements mean the same. The service may add a default where none was sent. */
function isSame(found: readonly PolicyStatement[], sent: readonly PolicyStatement[]): boolean {
  return isDeepStrictEqual(found.map(withDefaults), sent.map(withDefaults));
}

function withDefaults({ resource, actions, effect, condition }: PolicyStatement): PolicyStatement {
  return { resource, actions, effect: effect ?? "ALLOW", condition: condition ?? [] };
}
