import { z } from "zod";

import type { FieldSeverity } from "../../model/schema/field.js";
import { origin } from "./origin.js";
import { objectTypes } from "./objects.js";

/** From the highest to what is not reported at all. */
export const severities = ["high", "medium", "low", "none"] as const satisfies readonly FieldSeverity[];
export type Severity = (typeof severities)[number];

/** A finding has one of these. */
export const reportedSeverity = z.enum(severities).exclude(["none"]);
export type ReportedSeverity = z.infer<typeof reportedSeverity>;

/** A value of a field, as it was declared or observed; null is not set. */
export const fieldValue = z.union([z.string(), z.number(), z.boolean(), z.array(z.string()), z.null()]);
export type FieldValue = z.infer<typeof fieldValue>;

/** A value of a field for a report. One with parts is shown as JSON. */
export function toFieldValue(value: unknown): FieldValue {
  if (value === undefined) return null;
  const { success, data } = fieldValue.safeParse(value);
  return success ? data : JSON.stringify(value);
}

const nameInPool = z
  .string()
  .optional()
  .describe("Value in the pool. For a user that is gone: the declared one.");

export const userRef = z.strictObject({
  id: z.string().describe("Id of the user in the user pool."),
  username: nameInPool,
  email: nameInPool,
  phone: nameInPool,
  externalId: nameInPool,
  name: nameInPool,
});
/** The user that a finding is about: the id, and the names that are known. */
export type UserRef = z.infer<typeof userRef>;

export const objectRef = z.strictObject({
  type: z.enum(objectTypes).describe("Type of the object."),
  code: z.string().describe("Code of the object in the user pool."),
  namespace: z
    .string()
    .optional()
    .describe("Namespace of the object. Absent for objects whose code is unique in the user pool."),
  name: z.string().optional().describe("Name in the pool. For an object that is gone: the declared name."),
});
/** The object that a finding is about, such as a group. */
export type ObjectRef = z.infer<typeof objectRef>;

export const owner = z.strictObject({
  source: z.string().describe("Stack or state file, as passed to the review."),
  urn: z.string().describe("URN of the resource."),
});
/** A resource of a program. */
export type Owner = z.infer<typeof owner>;

export const heldRole = z.strictObject({
  namespace: z.string().describe("Namespace of the role."),
  role: z.string().describe("Code of the role."),
  declared: z
    .boolean()
    .describe(
      "Whether a resource declares it. Also true when a resource keeps its roles secret and may declare it.",
    ),
});

/** A role of an unmanaged user. */
export type HeldRole = z.infer<typeof heldRole>;

export const heldPolicy = z.strictObject({
  namespace: z.string().describe("Namespace of the policy."),
  policy: z.string().describe("Code of the policy."),
  declared: heldRole.shape.declared.describe(
    "Whether a resource declares it, or keeps its policies secret and may declare it.",
  ),
});

/** A policy of an unmanaged user. */
export type HeldPolicy = z.infer<typeof heldPolicy>;

export const common = {
  id: z.string().describe("Id of the finding. It stays the same until the finding changes."),
  rule: z
    .string()
    .describe("The rule that sets the severity, such as `role-foreign` or `field-changed.email`."),
  severity: reportedSeverity.describe("Severity of the finding."),
  message: z.string().describe("The finding in one sentence, without the name of the user or object."),
  userPoolId: z.string().describe("User pool of the user or object."),
  owners: z
    .array(owner)
    .describe(
      "The resources that the finding is about. For an unmanaged user: those that declare access of the user.",
    ),
  origins: z.array(origin).optional().describe("The lines behind the finding. Absent if no line is known."),
  isNew: z
    .boolean()
    .optional()
    .describe("Whether the finding is missing from the earlier report. Only with `--since`."),
  accepted: z
    .strictObject({
      reason: z.string().describe("Reason, from the policy file."),
      until: z.string().describe("Last day of the acceptance, `YYYY-MM-DD`."),
      place: z.string().describe("File, line and column."),
    })
    .optional()
    .describe("Set when the policy accepts the finding. It does not count as drift."),
};

export const shared = {
  ...common,
  user: userRef.describe("The user: the id, and the names that are known."),
};

export const ofObject = {
  ...common,
  object: objectRef.describe("The object that the finding is about, such as a group."),
};

export const ofPolicy = {
  policy: z.string().describe("Code of the policy."),
  namespace: z.string().describe("Namespace of the role or policy, a permission group in the console."),
};
