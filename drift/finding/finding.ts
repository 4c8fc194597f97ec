import { z } from "zod";

import { fieldValue, findingParts, heldPolicy, heldRole, ofPolicy } from "./parts.js";

const ended = z.strictObject({
  until: z.string().describe("Last day of the access, `YYYY-MM-DD`."),
  reason: z.string().optional().describe("Reason, from the roster."),
  place: z.string().describe("File, line and column in the roster."),
});
/** The end of a group, role or policy in a roster. */
export type EndOfAccess = z.infer<typeof ended>;

/** What a review says of a finding beside other reports. */
const beside = {
  isNew: z
    .boolean()
    .optional()
    .describe("Whether the finding is missing from the earlier report. Only with `--since`."),
  repairedBy: z
    .array(z.string())
    .optional()
    .describe("Ids of the planned changes that repair the finding. Only with `--plan`. Absent if none does."),
};
const ofUser = { ...findingParts.ofUser, ...beside };
const ofObject = { ...findingParts.ofObject, ...beside };

const ofAccess = {
  ...ofUser,
  ended: ended.optional().describe("Set when the roster says that it ended."),
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
  z.strictObject({ kind: z.enum(["user-gone", "user-conflict"]), ...ofUser }),
  z.strictObject({
    kind: z.literal("user-unmanaged"),
    ...ofUser,
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
  "accepted" | "id" | "isNew" | "message" | "repairedBy" | "rule" | "severity" | "userPoolId"
>;
