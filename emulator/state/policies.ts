import { createHash } from "node:crypto";
import { z } from "zod";

export const policyEffects = ["ALLOW", "DENY"] as const;

/** What a policy can be assigned to. */
export const policyTargetTypes = ["USER", "ROLE", "GROUP", "ORG", "AK_SK"] as const;
export type PolicyTargetType = (typeof policyTargetTypes)[number];

export const policyStatement = z.object({
  resource: z.string(),
  actions: z.array(z.string()),
  effect: z.enum(policyEffects).nullish(),
  condition: z.array(z.object({ param: z.string(), operator: z.string(), value: z.unknown() })).nullish(),
});

export const policyRecord = z.object({
  id: z.string(),
  namespace: z.string(),
  code: z.string(),
  /** Built in: it cannot be changed or deleted. */
  isDefault: z.boolean(),
  description: z.string().nullable(),
  statements: z.array(policyStatement),
  createdAt: z.number(),
  updatedAt: z.number(),
});

export type PolicyStatement = z.infer<typeof policyStatement>;
export type PolicyRecord = z.infer<typeof policyRecord>;

/** The holder of the edges of policy assignments: ids alone would mix up users, groups and roles. */
export function policyHolder(targetType: PolicyTargetType, id: string): string {
  return `${targetType}:${id}`;
}

const splitHolder = /^(\w+):(.*)$/s;

export function targetOfHolder(holder: string): { targetType: PolicyTargetType; id: string } {
  const [, targetType, id] = splitHolder.exec(holder) ?? [];
  return { targetType: z.enum(policyTargetTypes).parse(targetType), id: z.string().parse(id) };
}

/** The policy that every pool has. It has the same id after each start. */
export function builtInPolicy(poolId: string, namespace: string, createdAt: number): PolicyRecord {
  const code = "AdministratorAccess";
  return {
    id: createHash("sha256").update(`${poolId} ${code}`).digest("hex").slice(0, 24),
    namespace,
    code,
    isDefault: true,
    description: "Full access to all resources",
    statements: [{ resource: "*", actions: ["*"], effect: "ALLOW" }],
    createdAt,
    updatedAt: createdAt,
  };
}
