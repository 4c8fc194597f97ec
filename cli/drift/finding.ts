import { z } from "zod";

/** From the gravest to what is not reported at all. */
export const severities = ["high", "medium", "low", "none"] as const;
export type Severity = (typeof severities)[number];

/** What is reported has one of these. */
export const reportedSeverity = z.enum(severities).exclude(["none"]);
export type ReportedSeverity = z.infer<typeof reportedSeverity>;

/** A value of a field, as it was declared or observed; null is not set. */
export const fieldValue = z.union([z.string(), z.number(), z.boolean(), z.array(z.string()), z.null()]);
export type FieldValue = z.infer<typeof fieldValue>;

const person = z.strictObject({
  id: z.string().describe("Id of the person in the user pool."),
  username: z.string().optional().describe("As the pool has it; of people who are gone, as declared."),
  email: z.string().optional().describe("Likewise."),
  phone: z.string().optional().describe("Likewise."),
  externalId: z.string().optional().describe("Likewise."),
  name: z.string().optional().describe("Likewise."),
});
/** Who a finding is about: the id, and the names that are known. */
export type Person = z.infer<typeof person>;

const owner = z.strictObject({
  source: z.string().describe("Stack or state file, as it was given to the review."),
  urn: z.string().describe("The resource in it."),
});
/** A resource of a program. */
export type Owner = z.infer<typeof owner>;

const heldRole = z.strictObject({
  namespace: z.string().describe("Namespace of the role."),
  role: z.string().describe("Code of the role."),
  declared: z
    .boolean()
    .describe("Whether a resource declares it, or may: what a state keeps secret is not known."),
});

/** A role of an unmanaged person. */
export type HeldRole = z.infer<typeof heldRole>;

const shared = {
  id: z
    .string()
    .describe("Names the finding: the same in each review as long as what was found is the same."),
  rule: z.string().describe("What its severity hangs on, such as `role-foreign` or `field-changed.email`."),
  severity: reportedSeverity.describe("How grave it is."),
  message: z.string().describe("What was found, in one sentence without the person."),
  person: person.describe("Whom it is about: the id, and the names that are known."),
  owners: z
    .array(owner)
    .describe(
      "The resources that it concerns; of unmanaged people, those that only give them groups or roles.",
    ),
  accepted: z
    .strictObject({
      reason: z.string().describe("Why, in the words of the policy file."),
      until: z.string().describe("The last day, `YYYY-MM-DD`."),
      place: z.string().describe("File, line and column."),
    })
    .optional()
    .describe("Somebody looked at it and lets it be for a while: it does not count as drift."),
};
const group = { group: z.string().describe("Code of the group.") };
const role = {
  role: z.string().describe("Code of the role."),
  namespace: z.string().describe("Namespace of the role, called permission group in the console."),
};

/** Something that differs between the pool and the states of all stacks, and that somebody has to decide on. */
export const finding = z.discriminatedUnion("kind", [
  z.strictObject({
    kind: z.literal("field-changed"),
    ...shared,
    field: z.string().describe("Name of the field, as the program declares it."),
    declared: fieldValue.describe("The value in the state."),
    observed: fieldValue.describe("The value in the pool; null when it is not set."),
    personChangedAt: z
      .string()
      .optional()
      .describe("When anything about the person changed last: the change is as old or older."),
  }),
  z.strictObject({
    kind: z.literal("person-gone"),
    ...shared,
  }),
  z.strictObject({
    kind: z.literal("person-unmanaged"),
    ...shared,
    groups: z.array(z.string()).describe("Codes of all groups that the person is in."),
    roles: z.array(heldRole).describe("All roles of the person, in the namespaces that were read."),
    createdAt: z.string().optional().describe("When the person came into the pool."),
  }),
  z.strictObject({
    kind: z.literal("person-conflict"),
    ...shared,
  }),
  z.strictObject({
    kind: z.literal("group-removed"),
    ...shared,
    ...group,
  }),
  z.strictObject({
    kind: z.literal("group-added"),
    ...shared,
    ...group,
  }),
  z.strictObject({
    kind: z.literal("group-foreign"),
    ...shared,
    ...group,
  }),
  z.strictObject({
    kind: z.literal("group-conflict"),
    ...shared,
    ...group,
  }),
  z.strictObject({
    kind: z.literal("role-removed"),
    ...shared,
    ...role,
  }),
  z.strictObject({
    kind: z.literal("role-added"),
    ...shared,
    ...role,
  }),
  z.strictObject({
    kind: z.literal("role-foreign"),
    ...shared,
    ...role,
  }),
  z.strictObject({
    kind: z.literal("role-conflict"),
    ...shared,
    ...role,
  }),
]);
export type Finding = z.infer<typeof finding>;

type Without<Union, Key extends PropertyKey> = Union extends unknown ? Omit<Union, Key> : never;

/** What was found, before anybody says how grave it is. */
export type Difference = Without<Finding, "accepted" | "id" | "message" | "rule" | "severity">;
