import { createHash } from "node:crypto";
import { z } from "zod";
import { CodedStore } from "./coded-store.js";
import { CustomDataStore } from "./custom-data.js";
import { Edges } from "./edges.js";
import { OrgChart } from "./org-chart.js";
import { builtInPolicy, policyHolder, type PolicyRecord, type PolicyTargetType } from "./policies.js";
import { blankFields } from "./user-fields.js";
import { UserStore, type UserRecord } from "./user-store.js";

export const groupRecord = z.object({
  id: z.string(),
  code: z.string(),
  name: z.string(),
  description: z.string().nullable(),
  createdAt: z.number(),
  updatedAt: z.number(),
});

export const roleRecord = z.object({
  id: z.string(),
  namespace: z.string(),
  code: z.string(),
  description: z.string().nullable(),
  parentId: z.string().nullable(),
  createdAt: z.number(),
  updatedAt: z.number(),
});

export const namespaceRecord = z.object({
  id: z.int(),
  code: z.string(),
  name: z.string(),
  description: z.string().nullable(),
});

export type GroupRecord = z.infer<typeof groupRecord>;
export type RoleRecord = z.infer<typeof roleRecord>;
export type NamespaceRecord = z.infer<typeof namespaceRecord>;

/** The namespace of roles that name none. It always exists. */
export const defaultNamespace = "default";

/** The content of a user pool. It removes objects together with their relations. */
export class Pool {
  readonly users = new UserStore();
  readonly groups = new CodedStore<GroupRecord>((group) => group.code);
  readonly roles = new CodedStore<RoleRecord>((role) => codeKey(role.namespace, role.code));
  readonly namespaces = new Map<string, NamespaceRecord>();
  readonly memberships = new Edges();
  readonly assignments = new Edges();
  readonly customData = new CustomDataStore();
  readonly policies = new CodedStore<PolicyRecord>((policy) => codeKey(policy.namespace, policy.code));
  /** From a `policyHolder` to the ids of its policies. */
  readonly policyAssignments = new Edges();
  /** Those of `policyAssignments` that are switched off. */
  readonly disabledAssignments = new Edges();
  readonly orgs = new OrgChart();
  /** The root user, an account of the console. It is in no list or search and cannot be deleted. */
  readonly ownerId: string;
  /** Increased to expire every management token issued before. */
  tokenGeneration = 0;

  constructor(
    readonly id: string,
    createdAt: number,
  ) {
    this.ownerId = ownerIdOf(id);
    this.users.add({
      id: this.ownerId,
      createdAt,
      updatedAt: createdAt,
      status: "Activated",
      fields: {
        ...blankFields,
        username: "pool-owner",
        email: "pool-owner@localhost",
        nickname: "Pool owner",
      },
      passwordSalt: null,
      identities: [],
      token: null,
      sessionGeneration: 0,
    });
    this.namespaces.set(defaultNamespace, {
      id: 1,
      code: defaultNamespace,
      name: "Default",
      description: null,
    });
    this.policies.put(builtInPolicy(id, defaultNamespace, createdAt));
  }

  findRole(namespace: string, code: string): RoleRecord | undefined {
    return this.roles.findByKey(codeKey(namespace, code));
  }

  findPolicy(namespace: string, code: string): PolicyRecord | undefined {
    return this.policies.findByKey(codeKey(namespace, code));
  }

  owner(): UserRecord {
    const owner = this.users.get(this.ownerId);
    if (!owner) throw new Error("The pool must have a root user");
    return owner;
  }

  /** The user directory: the users in the order of their creation, without the root user and archived users. */
  listedUsers(): UserRecord[] {
    return this.users.all().filter(({ id, status }) => id !== this.ownerId && status !== "Archived");
  }

  removeUser(id: string): void {
    this.leaveAll(id);
    this.customData.removeTarget("USER", id);
    this.users.remove(id);
  }

  /** Takes everything that a user belongs to from the user. */
  leaveAll(id: string): void {
    this.memberships.removeHolder(id);
    this.assignments.removeHolder(id);
    this.losePolicies(id);
    this.leaveDepartments(id);
  }

  losePolicies(userId: string): void {
    this.#removePolicyTarget("USER", userId);
  }

  leaveDepartments(id: string): void {
    this.orgs.removeUser(id);
    const user = this.users.get(id);
    if (!user) return;
    this.users.replace({
      ...user,
      fields: { ...user.fields, mainDepartmentId: null, mainDepartmentCode: null },
    });
  }

  removeGroup(group: GroupRecord): void {
    this.memberships.removeTarget(group.id);
    this.#removePolicyTarget("GROUP", group.id);
    this.groups.remove(group);
  }

  removeRole(role: RoleRecord): void {
    this.assignments.removeTarget(role.id);
    this.customData.removeTarget("ROLE", role.id);
    this.#removePolicyTarget("ROLE", role.id);
    this.roles.remove(role);
  }

  removePolicy(policy: PolicyRecord): void {
    this.policyAssignments.removeTarget(policy.id);
    this.disabledAssignments.removeTarget(policy.id);
    this.policies.remove(policy);
  }

  #removePolicyTarget(targetType: PolicyTargetType, id: string): void {
    const holder = policyHolder(targetType, id);
    this.policyAssignments.removeHolder(holder);
    this.disabledAssignments.removeHolder(holder);
  }
}

function codeKey(namespace: string, code: string): string {
  return JSON.stringify([namespace, code]);
}

/** The same pool has the same root user after each start. */
function ownerIdOf(poolId: string): string {
  return createHash("sha256").update(poolId).digest("hex").slice(0, 24);
}
