// Generated from the kinds in model/schema by `npm run generate`: edit those.
import * as pulumi from "@pulumi/pulumi";

import { userGroupMembership as kind } from "../../model/schema/index.js";
import { addUndeclaredOutputs, isOfKind, registration } from "./registration.js";
import type { Group } from "./group.js";

/** The arguments of a `UserGroupMembership`. */
export interface UserGroupMembershipArgs {
  /**
   * Id of the user: `user.id`. A change replaces the resource: the codes are added to the new user, then
   * removed from the previous one.
   */
  readonly userId: pulumi.Input<string>;

  /** Groups that the user belongs to: their codes, or `Group` resources. */
  readonly groups: pulumi.Input<pulumi.Input<string>[]> | readonly (pulumi.Input<string> | Group)[];

  /**
   * Whether the declared codes are the complete set. False manages the declared codes only and does not
   * change codes that are assigned outside this resource; true removes every code that is not declared.
   * If true, no other resource of this kind may declare the same user (for roles: the same user and
   * namespace). The preview detects such a resource, except for a new user, whose id is not known yet;
   * there, `up` fails. Default: false.
   */
  readonly exhaustive?: pulumi.Input<boolean | undefined> | undefined;
}

/** What `UserGroupMembership.get` takes to describe what it looks up. Nothing of it is required. */
export interface UserGroupMembershipState {
  /**
   * Id of the user: `user.id`. A change replaces the resource: the codes are added to the new user, then
   * removed from the previous one.
   */
  readonly userId?: pulumi.Input<string | undefined> | undefined;

  /** Groups that the user belongs to: their codes, or `Group` resources. */
  readonly groups?:
    pulumi.Input<pulumi.Input<string>[] | undefined> | readonly (pulumi.Input<string> | Group)[] | undefined;

  /**
   * Whether the declared codes are the complete set. False manages the declared codes only and does not
   * change codes that are assigned outside this resource; true removes every code that is not declared.
   * If true, no other resource of this kind may declare the same user (for roles: the same user and
   * namespace). The preview detects such a resource, except for a new user, whose id is not known yet;
   * there, `up` fails. Default: false.
   */
  readonly exhaustive?: pulumi.Input<boolean | undefined> | undefined;
}

/**
 * The groups that one user belongs to.
 *
 * The resource manages the groups that it declares, including groups that the user already belonged to.
 * It does not change groups that are assigned outside this resource. With `exhaustive: true`, it
 * removes the user from every group that is not declared. When you remove the resource, the user is
 * removed from the groups that it manages.
 *
 * ```ts
 * new approw.UserGroupMembership("ada", { userId: ada.id, groups: ["engineering", "research"] });
 * ```
 */

export class UserGroupMembership extends pulumi.CustomResource {
  static {
    addUndeclaredOutputs(this, kind);
  }

  /**
   * Id of the user: `user.id`. A change replaces the resource: the codes are added to the new user, then
   * removed from the previous one.
   */
  declare readonly userId: pulumi.Output<string>;

  /** Groups that the user belongs to: their codes, or `Group` resources. */
  declare readonly groups: pulumi.Output<string[]>;

  /**
   * Whether the declared codes are the complete set. False manages the declared codes only and does not
   * change codes that are assigned outside this resource; true removes every code that is not declared.
   * If true, no other resource of this kind may declare the same user (for roles: the same user and
   * namespace). The preview detects such a resource, except for a new user, whose id is not known yet;
   * there, `up` fails. Default: false.
   */
  declare readonly exhaustive: pulumi.Output<boolean | undefined>;

  /** Id of the user pool that holds the object. */
  declare readonly userPoolId: pulumi.Output<string>;

  /**
   * Declares a `UserGroupMembership`.
   *
   * ```ts
   * new approw.UserGroupMembership("ada", { userId: ada.id, groups: ["engineering", "research"] });
   * ```
   *
   * @param name the name of the resource in the program; it must be unique among those of its type
   * @param args what is declared
   * @param opts options of Pulumi, such as `aliases` and `protect`
   */

  constructor(name: string, args: UserGroupMembershipArgs, opts?: pulumi.CustomResourceOptions) {
    super(...registration(new.target, kind, name, args, opts));
  }

  /**
   * Looks up a `UserGroupMembership` that is managed elsewhere. Everything but secrets is read, and the
   * program owns none of it. The run fails when it does not exist.
   *
   * ```ts
   * const known = approw.UserGroupMembership.get("known", "5f702fcc913544e358cef3ab");
   * ```
   *
   * @param name the name of the resource in the program
   * @param id the id of the user
   * @param state known properties; nothing of it is required
   * @param opts options of Pulumi
   */

  static get(
    name: string,
    id: pulumi.Input<pulumi.ID>,
    state?: UserGroupMembershipState,
    opts?: pulumi.CustomResourceOptions,
  ): UserGroupMembership {
    return new this(name, { ...state } as UserGroupMembershipArgs, { ...opts, id });
  }

  /** Whether a value is a `UserGroupMembership`, from any copy of this package. */

  static override isInstance(value: unknown): value is UserGroupMembership {
    return isOfKind(kind, value);
  }
}
