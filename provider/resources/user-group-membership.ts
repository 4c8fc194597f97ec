import type * as pulumi from "@pulumi/pulumi";

import { assignmentOptions, membershipFields } from "../../model/schema/assignments.js";
import { claimCodes } from "./claims.js";
import { addUndeclaredOutputs, toProperties } from "./dynamic-resource.js";
import type { UserGroupMembershipArgs } from "./user-group-membership-properties.js";
import { UserGroupMembershipProperties } from "./user-group-membership-properties.js";
import { typeToken } from "../../model/schema/type-token.js";

const tables = { fields: membershipFields, options: assignmentOptions };

/**
 * The groups that a person belongs to.
 *
 * ```ts
 * new approw.UserGroupMembership("ada", { userId: ada.id, groups: ["engineering", "on-call"] });
 * ```
 *
 * Holds the groups that it declares, those included that the person was in before, and leaves alone what others gave;
 * with `exhaustive: true` it takes away whatever is not declared. Deleted, it takes away the
 * groups that it holds.
 */
export class UserGroupMembership extends UserGroupMembershipProperties {
  static {
    addUndeclaredOutputs(this, tables);
  }

  constructor(name: string, args: UserGroupMembershipArgs, opts?: pulumi.CustomResourceOptions) {
    super(
      typeToken("UserGroupMembership"),
      name,
      toProperties("UserGroupMembership", tables, args, opts),
      opts,
    );
    const { userId, groups, exhaustive } = args;
    claimCodes(this, "groups", { userId, codes: groups, exhaustive });
  }
}
