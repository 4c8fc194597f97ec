import { splitFieldName } from "../../model/rules/custom-data-field.js";
import { schemas } from "../../model/schema/index.js";
import type { Field } from "../../model/schema/field.js";
import { attachedFields, type Kind } from "../../model/schema/kind.js";
import type { Difference, Finding } from "./finding.js";
import type { Severity } from "./parts.js";

/** The rules apart from those for fields: the kinds of findings, and the cases that matter more than their kind. */
const kindSeverities = {
  "user-gone": "high",
  "user-conflict": "high",
  "user-unmanaged": "medium",
  "user-unmanaged-with-role": "high",
  "user-unmanaged-with-policy": "high",
  "account-unblocked": "high",
  "role-added": "high",
  "role-foreign": "high",
  "role-removed": "medium",
  "role-conflict": "medium",
  "group-added": "medium",
  "group-foreign": "medium",
  "group-removed": "medium",
  "group-conflict": "medium",
  "policy-added": "high",
  "policy-foreign": "high",
  "policy-removed": "medium",
  "policy-conflict": "medium",
  "object-policy-added": "high",
  "object-policy-foreign": "high",
  "object-policy-removed": "medium",
  "object-policy-conflict": "medium",
  "object-gone": "medium",
  "object-conflict": "medium",
  "object-unmanaged": "low",
} as const satisfies Record<
  | Exclude<Finding["kind"], "field-changed" | "object-changed">
  | "account-unblocked"
  | "user-unmanaged-with-role"
  | "user-unmanaged-with-policy",
  Severity
>;

/** Every rule with its default severity, which a team can change in its policy. That of a field stands in its row. */
export const defaultSeverities: ReadonlyMap<string, Severity> = new Map<string, Severity>([
  ...Object.entries(kindSeverities),
  ...schemas.flatMap(fieldSeverities),
]);

/** The rule that sets the severity of a difference, such as `role-foreign` or `field-changed.email`. */
export function ruleOf(difference: Difference): string {
  if (difference.kind === "user-unmanaged" && difference.roles.some(({ declared }) => !declared))
    return "user-unmanaged-with-role";
  if (difference.kind === "user-unmanaged" && difference.policies?.some(({ declared }) => !declared))
    return "user-unmanaged-with-policy";
  if (difference.kind === "object-changed") return objectRule(difference.object.type, difference.field);
  if (difference.kind !== "field-changed") return difference.kind;
  const isUnblocked = difference.field === "blocked" && difference.declared === true;
  if (isUnblocked) return "account-unblocked";
  // All custom values of users have one rule.
  return fieldRule(splitFieldName(difference.field).name);
}

export function severityOf(difference: Difference, overrides: ReadonlyMap<string, Severity>): Severity {
  const rule = ruleOf(difference);
  return overrides.get(rule) ?? defaultSeverities.get(rule) ?? "low";
}

function fieldRule(name: string): string {
  return `field-changed.${name}`;
}

/** Objects of two types may have a field of the same name, and it need not matter as much. */
function objectRule(type: string, name: string): string {
  return `object-changed.${type}.${name}`;
}

function fieldSeverities({ subject, fields }: Kind): [rule: string, severity: Severity][] {
  const compared = Object.entries(fields).filter(([, field]) => isCompared(field));
  switch (subject.is) {
    case "user": {
      // Groups and roles have rules of their own. Each custom value is a field, and all of them have one rule.
      const attached = attachedFields(subject);
      return compared
        .filter(([name]) => !attached.includes(name) || name === subject.customData)
        .map(([name, { severity }]) => [fieldRule(name), severity]);
    }
    case "coded":
      return compared
        .filter(([name]) => name !== subject.code)
        .map(([name, { severity }]) => [objectRule(subject.object, name), severity]);
    case "edges":
    case "grants":
    case "members":
      return [];
  }
}

/** Whether a state can own the field and a review compare it. */
function isCompared({ stored, onChange, secret }: Field): boolean {
  return stored === "value" && onChange === "update" && !secret;
}
