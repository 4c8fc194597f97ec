// Generated from the kinds in model/schema by `npm run generate`: edit those.
import * as pulumi from "@pulumi/pulumi";

import { groupMembers as kind } from "../../model/schema/index.js";
import { addUndeclaredOutputs, isOfKind, registration } from "./registration.js";
import type { User } from "./user.js";

/** The arguments of a `GroupMembers`. */
export interface GroupMembersArgs {
  /**
   * Code of the group: `group.code`. Another group replaces the resource: the users are added to the new
   * group, then removed from the previous one.
   */
  readonly group: pulumi.Input<string>;

  /** Users who belong to the group: their ids, or `User` resources. */
  readonly users: pulumi.Input<pulumi.Input<string>[]> | readonly (pulumi.Input<string> | User)[];

  /**
   * Whether the declared users are the complete set. False manages the declared users only and does not
   * change users who are added outside this resource; true removes every user who is not declared. If
   * true, no other resource may declare users of the same group. Default: false.
   */
  readonly exhaustive?: pulumi.Input<boolean | undefined> | undefined;
}

/** What `GroupMembers.get` takes to describe what it looks up. Nothing of it is required. */
export interface GroupMembersState {
  /**
   * Code of the group: `group.code`. Another group replaces the resource: the users are added to the new
   * group, then removed from the previous one.
   */
  readonly group?: pulumi.Input<string | undefined> | undefined;

  /** Users who belong to the group: their ids, or `User` resources. */
  readonly users?:
    pulumi.Input<pulumi.Input<string>[] | undefined> | readonly (pulumi.Input<string> | User)[] | undefined;

  /**
   * Whether the declared users are the complete set. False manages the declared users only and does not
   * change users who are added outside this resource; true removes every user who is not declared. If
   * true, no other resource may declare users of the same group. Default: false.
   */
  readonly exhaustive?: pulumi.Input<boolean | undefined> | undefined;
}

/**
 * The users who belong to one group.
 *
 * The resource manages the users that it declares, including users who were already in the group. It
 * does not change users who are added outside this resource. With `exhaustive: true`, it removes every
 * user who is not declared. When you remove the resource, the users that it manages are removed from
 * the group. Of one user, either this resource or a `UserGroupMembership` may declare the group, not
 * both.
 *
 * ```ts
 * new approw.GroupMembers("engineering", { group: engineering.code, users: [ada.id, alan.id] });
 * ```
 */

export class GroupMembers extends pulumi.CustomResource {
  static {
    addUndeclaredOutputs(this, kind);
  }

  /**
   * Code of the group: `group.code`. Another group replaces the resource: the users are added to the new
   * group, then removed from the previous one.
   */
  declare readonly group: pulumi.Output<string>;

  /** Users who belong to the group: their ids, or `User` resources. */
  declare readonly users: pulumi.Output<string[]>;

  /**
   * Whether the declared users are the complete set. False manages the declared users only and does not
   * change users who are added outside this resource; true removes every user who is not declared. If
   * true, no other resource may declare users of the same group. Default: false.
   */
  declare readonly exhaustive: pulumi.Output<boolean | undefined>;

  /** Id of the user pool that holds the object. */
  declare readonly userPoolId: pulumi.Output<string>;

  /**
   * Declares a `GroupMembers`.
   *
   * ```ts
   * new approw.GroupMembers("engineering", { group: engineering.code, users: [ada.id, alan.id] });
   * ```
   *
   * @param name the name of the resource in the program; it must be unique among those of its type
   * @param args what is declared
   * @param opts options of Pulumi, such as `aliases` and `protect`
   */

  constructor(name: string, args: GroupMembersArgs, opts?: pulumi.CustomResourceOptions) {
    super(...registration(new.target, kind, name, args, opts));
  }

  /**
   * Looks up a `GroupMembers` that is managed elsewhere. Everything but secrets is read, and the program
   * owns none of it. The run fails when it does not exist.
   *
   * ```ts
   * const known = approw.GroupMembers.get("known", "engineering");
   * ```
   *
   * @param name the name of the resource in the program
   * @param id the code of the group when the resource was created
   * @param state known properties; nothing of it is required
   * @param opts options of Pulumi
   */

  static get(
    name: string,
    id: pulumi.Input<pulumi.ID>,
    state?: GroupMembersState,
    opts?: pulumi.CustomResourceOptions,
  ): GroupMembers {
    return new this(name, { ...state } as GroupMembersArgs, { ...opts, id });
  }

  /** Whether a value is a `GroupMembers`, from any copy of this package. */

  static override isInstance(value: unknown): value is GroupMembers {
    return isOfKind(kind, value);
  }
}
