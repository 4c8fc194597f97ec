import { type UserFieldName, userFields } from "../../model/schema/user.js";
import { ownedFields } from "../../model/rules/project.js";
import type { Difference, Finding, Severity } from "./finding.js";

/** The rules beside those for fields: the kinds of differences, and two that matter more than their kind. */
const kindSeverities = {
  "person-gone": "high",
  "person-conflict": "high",
  "person-unmanaged": "medium",
  "person-unmanaged-with-role": "high",
  "account-opened": "high",
  "role-added": "high",
  "role-foreign": "high",
  "role-removed": "medium",
  "role-conflict": "medium",
  "group-added": "medium",
  "group-foreign": "medium",
  "group-removed": "medium",
  "group-conflict": "medium",
} as const satisfies Record<
  Exclude<Finding["kind"], "field-changed"> | "account-opened" | "person-unmanaged-with-role",
  Severity
>;

/** With the first a person logs in, is reached or recovers an account; the last change at each login. */
const fieldSeverities: Partial<Record<UserFieldName, Severity>> = {
  username: "high",
  email: "high",
  phone: "high",
  externalId: "high",
  unionid: "high",
  openid: "high",
  emailVerified: "medium",
  phoneVerified: "medium",
  blocked: "medium",
  expiredAt: "medium",
  directManagement: "medium",
  mainDepartmentId: "medium",
  mainDepartmentCode: "medium",
  loginsCount: "none",
  lastLogin: "none",
  lastIP: "none",
  browser: "none",
  device: "none",
};

/** Every rule with its severity, as long as a team does not decide otherwise. Fields without a severity have "low". */
export const defaultSeverities: ReadonlyMap<string, Severity> = new Map<string, Severity>([
  ...Object.entries(kindSeverities),
  ...comparedFields().map((name): [string, Severity] => [fieldRule(name), "low"]),
  ...Object.entries(fieldSeverities).map(([name, severity]): [string, Severity] => [
    fieldRule(name),
    severity,
  ]),
]);

/** The rule that decides how grave a difference is, such as `role-foreign` or `field-changed.email`. */
export function ruleOf(difference: Difference): string {
  if (difference.kind === "person-unmanaged" && difference.roles.some(({ declared }) => !declared))
    return "person-unmanaged-with-role";
  if (difference.kind !== "field-changed") return difference.kind;
  const isOpened = difference.field === "blocked" && difference.declared === true;
  return isOpened ? "account-opened" : fieldRule(difference.field);
}

export function severityOf(difference: Difference, overrides: ReadonlyMap<string, Severity>): Severity {
  const rule = ruleOf(difference);
  return overrides.get(rule) ?? defaultSeverities.get(rule) ?? "low";
}

function fieldRule(name: string): string {
  return `field-changed.${name}`;
}

/** The fields that a state can own and a review compare. */
function comparedFields(): string[] {
  const inClear = Object.entries(userFields).filter(([, { secret }]) => !secret);
  return ownedFields(userFields, Object.fromEntries(inClear.map(([name]) => [name, true])));
}
