import { z } from "zod";

import type { FieldSeverity } from "../../model/schema/field.js";
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

const userRef = z.strictObject({
  id: z.string().describe("Id of the user in the user pool."),
  username: nameInPool,
  email: nameInPool,
  phone: nameInPool,
  externalId: nameInPool,
  name: nameInPool,
});
/** The user that a finding is about: the id, and the names that are known. */
export type UserRef = z.infer<typeof userRef>;

const objectRef = z.strictObject({
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

const owner = z.strictObject({
  source: z.string().describe("Stack or state file, as passed to the review."),
  urn: z.string().describe("URN of the resource."),
});
/** A resource of a program. */
export type Owner = z.infer<typeof owner>;

const heldRole = z.strictObject({
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

const heldPolicy = z.strictObject({
  namespace: z.string().describe("Namespace of the policy."),
  policy: z.string().describe("Code of the policy."),
  declared: heldRole.shape.declared.describe(
    "Whether a resource declares it, or keeps its policies secret and may declare it.",
  ),
});

/** A policy of an unmanaged user. */
export type HeldPolicy = z.infer<typeof heldPolicy>;

const common = {
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

const shared = {
  ...common,
  user: userRef.describe("The user: the id, and the names that are known."),
};

const ofObject = {
  ...common,
  object: objectRef.describe("The object that the finding is about, such as a group."),
};

const ended = z.strictObject({
  until: z.string().describe("Last day of the access, `YYYY-MM-DD`."),
  reason: z.string().optional().describe("Reason, from the roster."),
  place: z.string().describe("File, line and column in the roster."),
});
/** The end of a group, role or policy in a roster. */
export type EndOfAccess = z.infer<typeof ended>;

const ofAccess = {
  ...shared,
  ended: ended.optional().describe("Set when the roster says that it ended."),
};

const ofPolicy = {
  policy: z.string().describe("Code of the policy."),
  namespace: z.string().describe("Namespace of the role or policy, a permission group in the console."),
};

/** What can be found of one code: a group that a user is in, or a role or policy that a user has. */
const codeChanges = ["removed", "added", "foreign", "conflict"] as const;
export type CodeChange = (typeof codeChanges)[number];

function kindsOf<const Edge extends string>(edge: Edge): `${Edge}-${CodeChange}`[] {
  return codeChanges.map((change): `${Edge}-${CodeChange}` => `${edge}-${change}`);
}

/** A difference between the pool and the states of all stacks that needs a decision. */
export const finding = z.discriminatedUnion("kind", [
  z.strictObject({
    kind: z.literal("field-changed"),
    ...ofAccess,
    field: z.string().describe("Name of the field, as the program declares it."),
    declared: fieldValue.describe("Value in the state."),
    observed: fieldValue.describe("Value in the pool; null when it is not set."),
    userChangedAt: z
      .string()
      .optional()
      .describe("When the user was last changed. This field was changed then or earlier."),
  }),
  z.strictObject({ kind: z.enum(["user-gone", "user-conflict"]), ...shared }),
  z.strictObject({
    kind: z.literal("user-unmanaged"),
    ...shared,
    groups: z.array(z.string()).describe("Codes of all groups of the user."),
    roles: z.array(heldRole).describe("All roles of the user, in the namespaces that were read."),
    policies: z
      .array(heldPolicy)
      .optional()
      .describe(
        "All policies of the user, in namespaces where a state declares any. Absent if there are none.",
      ),
    createdAt: z.string().optional().describe("When the user or object was created."),
    lastLogin: z
      .union([z.string(), z.null()])
      .optional()
      .describe("When the user last logged in; null for never."),
    blocked: z.boolean().optional().describe("Whether the user is blocked and cannot log in."),
    status: z.string().optional().describe("Status of the user in the pool, such as `Activated`."),
  }),
  z.strictObject({
    kind: z.enum(kindsOf("group")),
    ...ofAccess,
    group: z.string().describe("Code of the group."),
  }),
  z.strictObject({
    kind: z.enum(kindsOf("role")),
    ...ofAccess,
    role: z.string().describe("Code of the role."),
    namespace: ofPolicy.namespace,
  }),
  z.strictObject({ kind: z.enum(kindsOf("policy")), ...ofAccess, ...ofPolicy }),
  z.strictObject({ kind: z.enum(kindsOf("object-policy")), ...ofObject, ...ofPolicy }),
  z.strictObject({ kind: z.enum(["object-gone", "object-conflict"]), ...ofObject }),
  z.strictObject({
    kind: z.literal("object-unmanaged"),
    ...ofObject,
    createdAt: z.string().optional().describe("When the user or object was created."),
  }),
  z.strictObject({
    kind: z.literal("object-changed"),
    ...ofObject,
    field: z.string().describe("Name of the field, as the program declares it."),
    declared: fieldValue.describe("Value in the state."),
    observed: fieldValue.describe("Value in the pool; null when it is not set."),
    objectChangedAt: z
      .string()
      .optional()
      .describe("When the object was last changed. This field was changed then or earlier."),
  }),
]);
export type Finding = z.infer<typeof finding>;

type Without<Union, Key extends PropertyKey> = Union extends unknown ? Omit<Union, Key> : never;

/** A finding before it is judged: without severity and acceptance. */
export type Difference = Without<
  Finding,
  "accepted" | "id" | "isNew" | "message" | "rule" | "severity" | "userPoolId"
>;
