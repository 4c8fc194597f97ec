import type * as pulumi from "@pulumi/pulumi";

import { assignmentOptions, roleAssignmentFields } from "../../model/schema/assignments.js";
import { claimCodes } from "./claims.js";
import { addUndeclaredOutputs, toProperties } from "./dynamic-resource.js";
import type { UserRoleAssignmentArgs } from "./user-role-assignment-properties.js";
import { UserRoleAssignmentProperties } from "./user-role-assignment-properties.js";
import { typeToken } from "../../model/schema/type-token.js";

const tables = { fields: roleAssignmentFields, options: assignmentOptions };

/**
 * The roles that a person holds in one namespace.
 *
 * ```ts
 * new approw.UserRoleAssignment("ada", { userId: ada.id, roles: ["deployer"] });
 * ```
 *
 * Holds the roles that it declares, those included that the person held before, and leaves alone what others gave;
 * with `exhaustive: true` it takes away whatever is not declared. Deleted, it takes away the
 * roles that it holds.
 */
export class UserRoleAssignment extends UserRoleAssignmentProperties {
  static {
    addUndeclaredOutputs(this, tables);
  }

  constructor(name: string, args: UserRoleAssignmentArgs, opts?: pulumi.CustomResourceOptions) {
    super(
      typeToken("UserRoleAssignment"),
      name,
      toProperties("UserRoleAssignment", tables, args, opts),
      opts,
    );
    const { userId, roles, namespace, exhaustive } = args;
    claimCodes(this, "roles", { userId, codes: roles, namespace, exhaustive });
  }
}
