import { ManagementError } from "../errors.js";
import { policyHolder, targetOfHolder, type PolicyRecord, type PolicyTargetType } from "../state/policies.js";
import { defaultNamespace, type Pool } from "../state/pool.js";
import { applyToAll } from "./bulk.js";
import { findGroup } from "./groups.js";
import { pageOf, type Page, type PageArgs } from "./paging.js";
import { findPolicy } from "./policies.js";
import { findRole } from "./roles.js";
import { success, type CommonMessage, type Service } from "./service.js";
import { findById } from "./users.js";

interface NamespaceArg {
  /** `default` when absent. */
  namespace?: string | null | undefined;
}

export interface PolicyAssignmentArgs extends NamespaceArg {
  policies: readonly string[];
  targetType: PolicyTargetType;
  targetIdentifiers?: readonly string[] | null | undefined;
  inheritByChildren?: boolean | null | undefined;
}

export interface OneAssignmentArgs extends NamespaceArg {
  policy: string;
  targetType: PolicyTargetType;
  targetIdentifier: string;
}

export interface ListAssignmentsArgs extends PageArgs, NamespaceArg {
  code?: string | null | undefined;
  targetType?: PolicyTargetType | null | undefined;
  targetIdentifier?: string | null | undefined;
}

export interface PolicyAssignmentView {
  code: string;
  targetType: PolicyTargetType;
  targetIdentifier: string;
}

export function addPolicyAssignments(service: Service, args: PolicyAssignmentArgs): CommonMessage {
  const { policyAssignments } = service.pool;
  if (typeof args.inheritByChildren === "boolean" && args.targetType !== "ORG") {
    throw new ManagementError(500, "Only org nodes have children that inherit");
  }
  applyToAll(
    service,
    pairsOf(service, args),
    ({ policy, identifier }) => {
      const holder = findHolder(service, args, identifier);
      if (policyAssignments.has(holder, policy.id)) {
        refuseRepetition(service, `${identifier} already has policy ${policy.code}`);
      }
      return { holder, policy };
    },
    ({ holder, policy }) => {
      policyAssignments.add(holder, policy.id);
    },
  );
  return success("Policies assigned");
}

export function removePolicyAssignments(service: Service, args: PolicyAssignmentArgs): CommonMessage {
  const { policyAssignments, disabledAssignments } = service.pool;
  applyToAll(
    service,
    pairsOf(service, args),
    ({ policy, identifier }) => findAssignment(service, policy, args, identifier),
    ({ holder, policy }) => {
      policyAssignments.remove(holder, policy.id);
      disabledAssignments.remove(holder, policy.id);
    },
  );
  return success("Policies unassigned");
}

/** Switches an assignment on or off. One that does not exist does not come into being. */
export function switchAssignment(service: Service, args: OneAssignmentArgs, on: boolean): CommonMessage {
  const { policyAssignments, disabledAssignments } = service.pool;
  const found = findPolicy(service, { code: args.policy, namespace: args.namespace });
  const { holder, policy } = findAssignment(service, found, args, args.targetIdentifier);
  if (on) disabledAssignments.remove(holder, policy.id);
  else if (policyAssignments.has(holder, policy.id)) disabledAssignments.add(holder, policy.id);
  return success(on ? "Policy enabled" : "Policy disabled");
}

/** The assignments of a policy, of a target, of a type of targets, or all of a namespace. */
export function listAssignments(service: Service, args: ListAssignmentsArgs): Page<PolicyAssignmentView> {
  return pageOf(service, assignmentsFor(service, args), args);
}

export function assignmentsOf(service: Service, policy: PolicyRecord): PolicyAssignmentView[] {
  return listed(service, edgesOf(service.pool, policy));
}

function assignmentsFor(service: Service, args: ListAssignmentsArgs): PolicyAssignmentView[] {
  const { pool, behaviour } = service;
  const { code, targetType, targetIdentifier } = args;
  const namespace = args.namespace ?? defaultNamespace;
  const policy = typeof code === "string" ? findPolicy(service, { code, namespace }) : undefined;
  if (typeof targetIdentifier !== "string") {
    const edges = policy ? edgesOf(pool, policy) : pool.policyAssignments.all();
    return listed(service, edges, namespace).filter((view) => !targetType || view.targetType === targetType);
  }
  if (!targetType) throw new ManagementError(2231, "The request must name the type of the target");
  try {
    const holder = findHolder(service, { namespace, targetType }, targetIdentifier);
    const ids = pool.policyAssignments.targetsOf(holder).filter((id) => !policy || id === policy.id);
    return listed(
      service,
      ids.map((id): [string, string] => [holder, id]),
      namespace,
    );
  } catch (error) {
    if (behaviour.policiesOfUnknownTarget === "error" || !(error instanceof ManagementError)) throw error;
    return [];
  }
}

function edgesOf({ policyAssignments }: Pool, policy: PolicyRecord): [string, string][] {
  return policyAssignments.holdersOf(policy.id).map((holder) => [holder, policy.id]);
}

function listed(
  { pool, behaviour }: Service,
  edges: readonly [holder: string, policyId: string][],
  namespace?: string,
): PolicyAssignmentView[] {
  return edges.flatMap(([holder, policyId]) => {
    const policy = pool.policies.get(policyId);
    if (!policy || (namespace !== undefined && policy.namespace !== namespace)) return [];
    if (behaviour.disabledPolicies === "omit" && pool.disabledAssignments.has(holder, policyId)) return [];
    const { targetType, id } = targetOfHolder(holder);
    const coded = targetType === "GROUP" ? pool.groups.get(id) : pool.roles.get(id);
    return [{ code: policy.code, targetType, targetIdentifier: coded?.code ?? id }];
  });
}

/** Every policy of the call with every target of it. The policies are looked up first: an unknown one changes nothing. */
function pairsOf(
  service: Service,
  { policies, targetIdentifiers, namespace }: PolicyAssignmentArgs,
): { policy: PolicyRecord; identifier: string }[] {
  const identifiers = [...new Set(targetIdentifiers)];
  if (policies.length === 0 || identifiers.length === 0) {
    throw new ManagementError(2231, "An assignment must have policies and targets");
  }
  const found = [...new Set(policies)].map((code) => findPolicy(service, { code, namespace }));
  return identifiers.flatMap((identifier) => found.map((policy) => ({ policy, identifier })));
}

function findAssignment(
  service: Service,
  policy: PolicyRecord,
  args: NamespaceArg & { targetType: PolicyTargetType },
  identifier: string,
): { holder: string; policy: PolicyRecord } {
  const holder = findHolder(service, args, identifier);
  if (!service.pool.policyAssignments.has(holder, policy.id)) {
    refuseRepetition(service, `${identifier} does not have policy ${policy.code}`);
  }
  return { holder, policy };
}

/** A role belongs to the namespace of the policies. */
function findHolder(
  service: Service,
  { targetType, namespace }: NamespaceArg & { targetType: PolicyTargetType },
  identifier: string,
): string {
  switch (targetType) {
    case "USER":
      return policyHolder(targetType, findById(service, identifier).id);
    case "GROUP":
      return policyHolder(targetType, findGroup(service, identifier).id);
    case "ROLE":
      return policyHolder(targetType, findRole(service, { code: identifier, namespace }).id);
    case "ORG":
    case "AK_SK":
      throw new ManagementError(500, `${targetType} ${identifier} does not exist`);
  }
}

function refuseRepetition({ behaviour }: Service, message: string): void {
  if (behaviour.repeatedMembership === "error") throw new ManagementError(500, message);
}
