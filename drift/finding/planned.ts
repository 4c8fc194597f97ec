import { z } from "zod";

import { changeParts, fieldValue, ofPolicy, otherUser } from "./parts.js";

const repairs = {
  repairs: z
    .array(z.string())
    .optional()
    .describe("Ids of the findings of a drift review that the change repairs. Absent if there are none."),
};
const ofUser = { ...changeParts.ofUser, ...repairs };
const ofObject = { ...changeParts.ofObject, ...repairs };

const values = {
  field: z.string().describe("Name of the field, as the program declares it."),
  before: fieldValue.describe("Value in the pool; null when it is not set."),
  after: fieldValue.describe("Value after `pulumi up`; null when it is cleared."),
};

const refusal = { reason: z.string().describe("Why `pulumi up` would fail.") };

/** Something that `pulumi up` gives to or takes from a user, group or role. */
const accessChanges = ["given", "taken"] as const;
export type AccessChange = (typeof accessChanges)[number];

function kindsOf<const Edge extends string>(edge: Edge): `${Edge}-${AccessChange}`[] {
  return accessChanges.map((change): `${Edge}-${AccessChange}` => `${edge}-${change}`);
}

/** What `pulumi up` would do to a user pool, one change each. */
export const plannedChange = z.discriminatedUnion("kind", [
  z.strictObject({
    kind: z.enum(["user-created", "user-adopted", "user-released", "user-blocked", "user-unblocked"]),
    ...ofUser,
  }),
  z.strictObject({
    kind: z.literal("user-deleted"),
    ...ofUser,
    groups: z.int().describe("Number of groups that the user is in."),
    roles: z.int().describe("Number of roles of the user, in the namespaces that were read."),
  }),
  z.strictObject({ kind: z.literal("field-set"), ...ofUser, ...values }),
  z.strictObject({ kind: z.literal("secret-set"), ...ofUser, field: values.field }),
  z.strictObject({
    kind: z.literal("value-moved"),
    ...ofUser,
    field: values.field,
    value: z.string().describe("The unique value."),
    from: otherUser.describe("The user who has the value now."),
  }),
  z.strictObject({
    kind: z.enum(kindsOf("group")),
    ...ofUser,
    group: z.string().describe("Code of the group."),
  }),
  z.strictObject({
    kind: z.enum(kindsOf("role")),
    ...ofUser,
    role: z.string().describe("Code of the role."),
    namespace: ofPolicy.namespace,
  }),
  z.strictObject({ kind: z.enum(kindsOf("policy")), ...ofUser, ...ofPolicy }),
  z.strictObject({ kind: z.enum(kindsOf("object-policy")), ...ofObject, ...ofPolicy }),
  z.strictObject({ kind: z.enum(["object-created", "object-adopted", "object-released"]), ...ofObject }),
  z.strictObject({
    kind: z.literal("object-deleted"),
    ...ofObject,
    users: z.int().describe("Number of users who lose it."),
  }),
  z.strictObject({ kind: z.literal("object-set"), ...ofObject, ...values }),
  z.strictObject({ kind: z.literal("user-refused"), ...ofUser, ...refusal }),
  z.strictObject({ kind: z.literal("object-refused"), ...ofObject, ...refusal }),
]);
export type PlannedChange = z.infer<typeof plannedChange>;

type Without<Union, Key extends PropertyKey> = Union extends unknown ? Omit<Union, Key> : never;

/** A planned change before it is judged: without severity and acceptance. */
export type Planned = Without<
  PlannedChange,
  "accepted" | "id" | "isNew" | "message" | "rule" | "severity" | "userPoolId"
>;
