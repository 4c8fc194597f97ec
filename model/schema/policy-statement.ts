import { z } from "zod";

import type { PolicyStatement } from "../../sdk/index.js";
import type { Equality } from "./equality.js";

const nonEmpty = z.string({ error: "must be a string" }).min(1, "must not be empty");

const condition = z.strictObject(
  {
    param: nonEmpty,
    operator: nonEmpty,
    value: z.unknown().refine((value) => value !== null && value !== undefined, "must have a value"),
  },
  { error: "must be an object with param, operator and value" },
);

const effects = ["ALLOW", "DENY"] as const;

const policyStatement = z.strictObject(
  {
    resource: nonEmpty,
    actions: z.array(nonEmpty, { error: "must be a list of actions" }).min(1, "must not be empty"),
    effect: z.enum(effects, { error: 'must be one of "ALLOW", "DENY"' }).nullish(),
    condition: z.array(condition, { error: "must be a list of conditions" }).nullish(),
  },
  { error: "must be an object with resource, actions, and optionally effect and condition" },
);

export const policyStatements: z.ZodType<PolicyStatement[]> = z
  .array(policyStatement, { error: "must be a list of statements" })
  .min(1, "must have at least one statement");

/**
 * Statements mean the same in any order, as do actions and conditions. Without an effect they allow, and an empty condition
 * is none.
 */
export const sameStatements: Equality = (one, other) => one === other || meaningOf(one) === meaningOf(other);

/** A statement that the service answered, as a program would write it. */
export function writtenStatement(answered: PolicyStatement): PolicyStatement {
  const { resource, actions, effect, condition: conditions } = answered;
  return {
    resource,
    actions,
    ...(effect && { effect }),
    ...(conditions && conditions.length > 0 && { condition: conditions }),
  };
}

function meaningOf(statements: unknown): string {
  const { success, data } = z.array(policyStatement).safeParse(statements);
  return success ? asSet(data.map(meaningOfStatement)) : canonical(statements);
}

function meaningOfStatement(statement: z.output<typeof policyStatement>): string {
  const { resource, actions, effect, condition: conditions } = statement;
  return JSON.stringify([
    resource,
    asSet(actions),
    effect ?? "ALLOW",
    asSet((conditions ?? []).map(canonical)),
  ]);
}

function asSet(members: readonly string[]): string {
  return JSON.stringify([...new Set(members)].sort());
}

/** JSON in which the keys of objects have one order. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, part: unknown) => (isObject(part) ? sortedByKey(part) : part));
}

function sortedByKey(part: object): object {
  return Object.fromEntries(Object.entries(part).sort(([one], [other]) => (one < other ? -1 : 1)));
}

function isObject(part: unknown): part is object {
  return typeof part === "object" && part !== null && !Array.isArray(part);
}
