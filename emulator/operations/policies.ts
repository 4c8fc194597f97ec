import { ManagementError } from "../errors.js";
import { newObjectId } from "../state/object-id.js";
import type { PolicyRecord, PolicyStatement } from "../state/policies.js";
import { defaultNamespace } from "../state/pool.js";
import { applyToAll } from "./bulk.js";
import { defaultOrder, pageOf, sorted, type Page, type PageArgs } from "./paging.js";
import { success, type CommonMessage, type Service } from "./service.js";

export interface PolicyArgs {
  code: string;
  /** `default` when absent. */
  namespace?: string | null | undefined;
}

export interface CreatePolicyArgs extends PolicyArgs {
  description?: string | null | undefined;
  statements: readonly PolicyStatement[];
}

export interface UpdatePolicyArgs extends PolicyArgs {
  description?: string | null | undefined;
  statements?: readonly PolicyStatement[] | null | undefined;
  newCode?: string | null | undefined;
}

export interface ListPoliciesArgs extends PageArgs {
  namespace?: string | null | undefined;
  /** Whether to leave out those that are built in. Default true. */
  excludeDefault?: boolean | null | undefined;
}

export function createPolicy(service: Service, args: CreatePolicyArgs): PolicyRecord {
  const { pool, now } = service;
  const namespace = args.namespace ?? defaultNamespace;
  if (!pool.namespaces.has(namespace)) {
    throw new ManagementError(500, `Namespace ${namespace} does not exist`);
  }
  refuseUnusable(service, namespace, args.code);
  const createdAt = now();
  const policy: PolicyRecord = {
    id: newObjectId(createdAt),
    namespace,
    code: args.code,
    isDefault: false,
    description: args.description ?? null,
    statements: usableStatements(args.statements),
    createdAt,
    updatedAt: createdAt,
  };
  pool.policies.put(policy);
  return policy;
}

/** Changes the given parts. The assignments of a policy stay when its code changes. */
export function updatePolicy(service: Service, args: UpdatePolicyArgs): PolicyRecord {
  const { pool, now } = service;
  const before = findOwnPolicy(service, args);
  const code = args.newCode ?? before.code;
  if (code !== before.code) refuseUnusable(service, before.namespace, code);
  const after: PolicyRecord = {
    ...before,
    code,
    description: args.description === undefined ? before.description : args.description,
    statements: args.statements ? usableStatements(args.statements) : before.statements,
    updatedAt: now(),
  };
  pool.policies.put(after);
  return after;
}

export function deletePolicies(
  service: Service,
  codes: readonly string[],
  namespace: PolicyArgs["namespace"],
): CommonMessage {
  const { pool } = service;
  applyToAll(
    service,
    codes,
    (code) => findOwnPolicy(service, { code, namespace }),
    (policy) => {
      pool.removePolicy(policy);
    },
  );
  return success("Policies deleted");
}

export function listPolicies(service: Service, args: ListPoliciesArgs): Page<PolicyRecord> {
  const namespace = args.namespace ?? defaultNamespace;
  const withBuiltIn = args.excludeDefault === false;
  const policies = service.pool.policies
    .all()
    .filter((policy) => policy.namespace === namespace && (withBuiltIn || !policy.isDefault));
  return pageOf(service, sorted(policies, defaultOrder(service)), args);
}

export function findPolicy({ pool }: Service, { namespace, code }: PolicyArgs): PolicyRecord {
  const policy = pool.findPolicy(namespace ?? defaultNamespace, code);
  if (!policy) throw new ManagementError(500, `Policy ${code} does not exist`);
  return policy;
}

function findOwnPolicy(service: Service, args: PolicyArgs): PolicyRecord {
  const policy = findPolicy(service, args);
  if (policy.isDefault)
    throw new ManagementError(500, `Policy ${args.code} is built in and cannot be changed`);
  return policy;
}

function usableStatements(statements: readonly PolicyStatement[]): PolicyStatement[] {
  if (statements.length === 0) throw new ManagementError(2231, "A policy must have statements");
  return [...statements];
}

function refuseUnusable({ pool }: Service, namespace: string, code: string): void {
  if (code === "") throw new ManagementError(2231, "A policy must have a code");
  if (pool.findPolicy(namespace, code)) throw new ManagementError(500, `Policy ${code} already exists`);
}
