import { z } from "zod";

import { defaultNamespace } from "../../sdk/roles/role.js";
import { codes, type FieldTable, type OptionTable, text } from "./field.js";

const userId = {
  ...text(
    "Id of the person: `user.id`. Another person replaces the resource: first added there, then removed here.",
  ),
  schema: z.string({ error: "is a user id: `user.id`" }).min(1, "is a user id: `user.id`"),
};

/** The groups that one person belongs to. */
export const membershipFields = {
  userId,
  groups: codes("Codes of the groups that the person belongs to."),
} as const satisfies FieldTable;

/** The roles that one person holds in one namespace. */
export const roleAssignmentFields = {
  userId,
  roles: codes("Codes of the roles that the person holds."),
  namespace: {
    ...text('Namespace of the roles, called permission group in the console. Default: "default".'),
    schema: z.string({ error: "is a string" }).min(1, "is not empty"),
  },
} as const satisfies FieldTable;

export const assignmentOptions = {
  exhaustive: {
    schema: z.boolean({ error: "is true or false" }),
    inputType: "boolean",
    doc:
      "Whether the declared codes are the whole truth. False holds what is declared and leaves alone what others " +
      "gave; true takes away whatever is not declared. Default: false.",
  },
} as const satisfies OptionTable;

/** A membership as create, read, update and delete work with it: every value known. */
export const knownMembership = z.object({
  userId: membershipFields.userId.schema,
  groups: membershipFields.groups.schema,
  exhaustive: assignmentOptions.exhaustive.schema.default(false),
});

/** A role assignment as create, read, update and delete work with it: every value known. */
export const knownRoleAssignment = z.object({
  userId: roleAssignmentFields.userId.schema,
  roles: roleAssignmentFields.roles.schema,
  namespace: roleAssignmentFields.namespace.schema.default(defaultNamespace),
  exhaustive: assignmentOptions.exhaustive.schema.default(false),
});
