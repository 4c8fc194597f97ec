import { splitFieldName } from "../../model/rules/custom-data-field.js";
import { schemas } from "../../model/schema/index.js";
import type { Field } from "../../model/schema/field.js";
import { attachedFields, type Kind } from "../../model/schema/kind.js";
import type { Difference, Finding } from "./finding.js";
import type { Planned, PlannedChange } from "./planned.js";
import type { Severity } from "./parts.js";

/** The field that says whether a user can log in. A plan that sets it blocks or unblocks the user. */
const blocked = "blocked";
const unblocked = "account-unblocked";

/** The rules of findings apart from those for fields: the kinds, and the cases that matter more than their kind. */
const findingSeverities = {
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

/** The same for planned changes. A user who is unblocked has the rule of a finding. */
const changeSeverities = {
  "user-refused": "high",
  "object-refused": "high",
  "user-deleted": "high",
  "user-blocked": "medium",
  "value-moved": "high",
  "user-created": "medium",
  "user-adopted": "medium",
  "user-released": "low",
  "role-given": "high",
  "role-taken": "medium",
  "group-given": "medium",
  "group-taken": "medium",
  "policy-given": "high",
  "policy-taken": "medium",
  "object-policy-given": "high",
  "object-policy-taken": "medium",
  "secret-set": "medium",
  "object-deleted": "medium",
  "object-deleted-with-users": "high",
  "object-created": "low",
  "object-adopted": "low",
  "object-released": "low",
} as const satisfies Record<
  Exclude<PlannedChange["kind"], "field-set" | "object-set" | "user-unblocked"> | "object-deleted-with-users",
  Severity
>;

/** Every rule of findings with its default severity. That of a field stands in its row. */
export const findingRules: ReadonlyMap<string, Severity> = new Map<string, Severity>([
  ...Object.entries(findingSeverities),
  ...schemas.flatMap((kind) => fieldSeverities(kind, "changed")),
]);

/** The same for planned changes. */
export const changeRules: ReadonlyMap<string, Severity> = new Map<string, Severity>([
  ...Object.entries(changeSeverities),
  [unblocked, findingSeverities[unblocked]],
  ...schemas.flatMap((kind) => fieldSeverities(kind, "set")),
]);

/** Every rule, which a team can change in its policy. */
export const defaultSeverities: ReadonlyMap<string, Severity> = new Map([...findingRules, ...changeRules]);

/** The rule that sets the severity, such as `role-foreign` or `field-changed.email`. */
export function ruleOf(entry: Difference | Planned): string {
  switch (entry.kind) {
    case "user-unmanaged":
      if (entry.roles.some(({ declared }) => !declared)) return "user-unmanaged-with-role";
      return entry.policies?.some(({ declared }) => !declared) ? "user-unmanaged-with-policy" : entry.kind;
    case "field-changed":
      // All custom values of users have one rule.
      return entry.field === blocked && entry.declared === true
        ? unblocked
        : fieldRule("changed", splitFieldName(entry.field).name);
    case "object-changed":
      return objectRule("changed", entry.object.type, entry.field);
    case "user-unblocked":
      return unblocked;
    case "field-set":
      return fieldRule("set", splitFieldName(entry.field).name);
    case "object-set":
      return objectRule("set", entry.object.type, entry.field);
    case "object-deleted":
      return entry.users > 0 ? "object-deleted-with-users" : entry.kind;
    default:
      return entry.kind;
  }
}

export function severityOf(entry: Difference | Planned, overrides: ReadonlyMap<string, Severity>): Severity {
  const rule = ruleOf(entry);
  const severity = overrides.get(rule) ?? defaultSeverities.get(rule) ?? "low";
  // The reason why `pulumi up` would fail is always listed.
  return severity === "none" && isRefusal(entry) ? "low" : severity;
}

/** Whether `pulumi up` would fail at it. */
export function isRefusal({ kind }: Pick<Difference | Planned, "kind">): boolean {
  return kind === "user-refused" || kind === "object-refused";
}

/** What has happened to a field, or would: a review finds it changed, a plan sets it. */
type FieldChange = "changed" | "set";

function fieldRule(change: FieldChange, name: string): string {
  return `field-${change}.${name}`;
}

/** Objects of two types may have a field of the same name, and it need not matter as much. */
function objectRule(change: FieldChange, type: string, name: string): string {
  return `object-${change}.${type}.${name}`;
}

function fieldSeverities(
  { subject, fields }: Kind,
  change: FieldChange,
): [rule: string, severity: Severity][] {
  const compared = Object.entries(fields).filter(([, field]) => isCompared(field));
  switch (subject.is) {
    case "user": {
      // Groups and roles have rules of their own. Each custom value is a field, and all of them have one rule.
      const attached = attachedFields(subject);
      return compared
        .filter(([name]) => !attached.includes(name) || name === subject.customData)
        .filter(([name]) => change === "changed" || name !== blocked)
        .map(([name, { severity }]) => [fieldRule(change, name), severity]);
    }
    case "coded":
      // A review identifies an object by its code, which a plan may change.
      return compared
        .filter(([name]) => change === "set" || name !== subject.code)
        .map(([name, { severity }]) => [objectRule(change, subject.object, name), severity]);
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
