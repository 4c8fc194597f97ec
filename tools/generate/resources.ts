import type { Field, FieldTable, Option, OptionTable } from "../../model/schema/field.js";
import { assignmentOptions, membershipFields, roleAssignmentFields } from "../../model/schema/assignments.js";
import { userFields } from "../../model/schema/user.js";
import { userOptions } from "../../model/schema/user-options.js";

/** What the generators know of a kind of resource. */
export interface ResourceDescription {
  /** Name of the class. */
  readonly name: string;
  /** Name of the files, without ending. */
  readonly file: string;
  readonly fields: FieldTable;
  readonly options: OptionTable;
  readonly required: readonly string[];
}

export const resources: readonly ResourceDescription[] = [
  { name: "User", file: "user", fields: userFields, options: userOptions, required: [] },
  {
    name: "UserGroupMembership",
    file: "user-group-membership",
    fields: membershipFields,
    options: assignmentOptions,
    required: ["userId", "groups"],
  },
  {
    name: "UserRoleAssignment",
    file: "user-role-assignment",
    fields: roleAssignmentFields,
    options: assignmentOptions,
    required: ["userId", "roles"],
  },
];

/** Fields and options in one list, in the order in which they are shown. */
export function rowsOf({ fields, options }: ResourceDescription): [string, Field | Option][] {
  return [...Object.entries(fields), ...Object.entries(options)];
}
