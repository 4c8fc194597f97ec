import { z } from "zod";

/** What a policy allows or denies. */
export interface PolicyStatement {
  /** Such as `books:123` or `books:*`. */
  readonly resource: string;
  /** Such as `books:edit`. */
  readonly actions: readonly string[];
  readonly effect?: "ALLOW" | "DENY" | null | undefined;
  readonly condition?: readonly PolicyCondition[] | null | undefined;
}

export interface PolicyCondition {
  readonly param: string;
  readonly operator: string;
  /** Any JSON value but null. */
  readonly value: unknown;
}

/** A policy. `namespace` and `code` together identify it in the pool. */
export interface Policy {
  namespace: string;
  code: string;
  /** Whether it is built in. Built-in policies cannot be changed or deleted. */
  isDefault: boolean;
  description: string | null;
  statements: PolicyStatement[];
  /** ISO 8601. */
  createdAt: string | null;
  /** ISO 8601. */
  updatedAt: string | null;
}

/** What a policy can be assigned to. */
export const policyTargetTypes = ["USER", "ROLE", "GROUP", "ORG", "AK_SK"] as const;
export type PolicyTargetType = (typeof policyTargetTypes)[number];

/** A policy and one of those that it is assigned to. */
export interface PolicyAssignment {
  /** The code of the policy. */
  code: string;
  targetType: PolicyTargetType;
  /** The id of a user or org node, the code of a role or group. */
  targetIdentifier: string;
}

export const policySelection =
  "namespace code isDefault description statements { resource actions effect condition { param operator value } } createdAt updatedAt";

const policyStatement = z.object({
  resource: z.string(),
  actions: z.array(z.string()),
  effect: z.enum(["ALLOW", "DENY"]).nullable(),
  condition: z.array(z.object({ param: z.string(), operator: z.string(), value: z.unknown() })).nullable(),
});

export const policy: z.ZodType<Policy> = z.object({
  namespace: z.string(),
  code: z.string(),
  isDefault: z.boolean(),
  description: z.string().nullable(),
  statements: z.array(policyStatement),
  createdAt: z.string().nullable(),
  updatedAt: z.string().nullable(),
});

export const policyAssignmentSelection = "code targetType targetIdentifier";

export const policyAssignment: z.ZodType<PolicyAssignment> = z.object({
  code: z.string().min(1),
  targetType: z.enum(policyTargetTypes),
  targetIdentifier: z.string(),
});
