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

/** How the documentation calls what a report lists, and what it says of each value there. */
interface Words {
  readonly entry: string;
  readonly userId: string;
  readonly userName: string;
  readonly objectName: string;
  readonly userPoolId: string;
  readonly source: string;
  readonly owners: string;
  readonly rules: string;
  readonly accepted: string;
}

function userRefIn({ userId, userName }: Pick<Words, "userId" | "userName">) {
  const name = z.string().optional().describe(userName);
  return z.strictObject({
    id: z.string().describe(userId),
    username: name,
    email: name,
    phone: name,
    externalId: name,
    name,
  });
}
/** The user that an entry is about: the id, and the names that are known. */
export type UserRef = z.infer<ReturnType<typeof userRefIn>>;

function objectRefIn({ objectName }: Pick<Words, "objectName">) {
  return z.strictObject({
    type: z.enum(objectTypes).describe("Type of the object."),
    code: z.string().describe("Code of the object in the user pool."),
    namespace: z
      .string()
      .optional()
      .describe("Namespace of the object. Absent for objects whose code is unique in the user pool."),
    name: z.string().optional().describe(objectName),
  });
}
/** The object that an entry is about, such as a group. */
export type ObjectRef = z.infer<ReturnType<typeof objectRefIn>>;

function ownerIn({ source }: Pick<Words, "source">) {
  return z.strictObject({
    source: z.string().describe(source),
    urn: z.string().describe("URN of the resource."),
  });
}
/** A resource of a program. */
export type Owner = z.infer<ReturnType<typeof ownerIn>>;

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

/** What all entries of a report have, and what those about users and those about objects have in addition. */
function partsIn(words: Words) {
  const { entry } = words;
  const common = {
    id: z.string().describe(`Id of the ${entry}. It stays the same until the ${entry} changes.`),
    rule: z.string().describe(`The rule that sets the severity, such as ${words.rules}.`),
    severity: reportedSeverity.describe(`Severity of the ${entry}.`),
    message: z.string().describe(`The ${entry} in one sentence, without the name of the user or object.`),
    userPoolId: z.string().describe(words.userPoolId),
    owners: z.array(ownerIn(words)).describe(words.owners),
    origins: z
      .array(origin)
      .optional()
      .describe(`The lines behind the ${entry}. Absent if no line is known.`),
    accepted: z
      .strictObject({
        reason: z.string().describe("Reason, from the policy file."),
        until: z.string().describe("Last day of the acceptance, `YYYY-MM-DD`."),
        place: z.string().describe("File, line and column."),
      })
      .optional()
      .describe(words.accepted),
  };
  return {
    ofUser: {
      ...common,
      user: userRefIn(words).describe("The user: the id, and the names that are known."),
    },
    ofObject: {
      ...common,
      object: objectRefIn(words).describe(`The object that the ${entry} is about, such as a group.`),
    },
  };
}

export const findingParts = partsIn({
  entry: "finding",
  userId: "Id of the user in the user pool.",
  userName: "Value in the pool. For a user that is gone: the declared one.",
  objectName: "Name in the pool. For an object that is gone: the declared name.",
  userPoolId: "User pool of the user or object.",
  source: "Stack or state file, as passed to the review.",
  owners:
    "The resources that the finding is about. For an unmanaged user: those that declare access of the user.",
  rules: "`role-foreign` or `field-changed.email`",
  accepted: "Set when the policy accepts the finding. It does not count as drift.",
});

export const changeParts = partsIn({
  entry: "change",
  userId: "Id of the user. For a user who does not exist yet: `new:` and the resource name.",
  userName: "Value in the pool. For a user who does not exist yet: the declared one.",
  objectName: "Name in the pool. For an object that does not exist yet: the declared name.",
  userPoolId: "User pool of the user or object.",
  source: "Stack.",
  owners: "The resources that the change is about.",
  rules: "`role-given` or `field-set.email`",
  accepted: "Set when the policy accepts the change. `--require-review` does not stop at it.",
});

/** A user beside the one that a change is about. */
export const otherUser = changeParts.ofUser.user;

export const ofPolicy = {
  policy: z.string().describe("Code of the policy."),
  namespace: z.string().describe("Namespace of the role or policy, a permission group in the console."),
};
