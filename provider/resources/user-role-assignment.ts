// Generated from the kinds in model/schema by `npm run generate`: edit those.
import * as pulumi from "@pulumi/pulumi";

import { userRoleAssignment as kind } from "../../model/schema/index.js";
import { addUndeclaredOutputs, isOfKind, registration } from "./registration.js";
import type { Role } from "./role.js";

/** The arguments of a `UserRoleAssignment`. */
export interface UserRoleAssignmentArgs {
  /**
   * Id of the user: `user.id`. A change replaces the resource: the codes are added to the new user, then
   * removed from the previous one.
   */
  readonly userId: pulumi.Input<string>;

  /** Roles that the user holds: their codes, or `Role` resources of the namespace. */
  readonly roles: pulumi.Input<pulumi.Input<string>[]> | readonly (pulumi.Input<string> | Role)[];

  /**
   * Namespace of the roles, called permission group in the console. A change replaces the resource.
   * Default: "default".
   */
  readonly namespace?: pulumi.Input<string | undefined> | undefined;

  /**
   * Whether the declared codes are the complete set. False manages the declared codes only and does not
   * change codes that are assigned outside this resource; true removes every code that is not declared.
   * If true, no other resource of this kind may declare the same user (for roles: the same user and
   * namespace). The preview detects such a resource, except for a new user, whose id is not known yet;
   * there, `up` fails. Default: false.
   */
  readonly exhaustive?: pulumi.Input<boolean | undefined> | undefined;
}

/** What `UserRoleAssignment.get` takes to describe what it looks up. Nothing of it is required. */
export interface UserRoleAssignmentState {
  /**
   * Id of the user: `user.id`. A change replaces the resource: the codes are added to the new user, then
   * removed from the previous one.
   */
  readonly userId?: pulumi.Input<string | undefined> | undefined;

  /** Roles that the user holds: their codes, or `Role` resources of the namespace. */
  readonly roles?:
    pulumi.Input<pulumi.Input<string>[] | undefined> | readonly (pulumi.Input<string> | Role)[] | undefined;

  /**
   * Namespace of the roles, called permission group in the console. A change replaces the resource.
   * Default: "default".
   */
  readonly namespace?: pulumi.Input<string | undefined> | undefined;

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
 * The roles that one user holds in one namespace.
 *
 * The resource manages the roles that it declares, including roles that the user already had. It does
 * not change roles that are assigned outside this resource. With `exhaustive: true`, it revokes every
 * role of the namespace that is not declared. When you remove the resource, the roles that it manages
 * are revoked.
 *
 * ```ts
 * new approw.UserRoleAssignment("ada", { userId: ada.id, roles: ["deployer"] });
 * ```
 */

export class UserRoleAssignment extends pulumi.CustomResource {
  static {
    addUndeclaredOutputs(this, kind);
  }

  /**
   * Id of the user: `user.id`. A change replaces the resource: the codes are added to the new user, then
   * removed from the previous one.
   */
  declare readonly userId: pulumi.Output<string>;

  /** Roles that the user holds: their codes, or `Role` resources of the namespace. */
  declare readonly roles: pulumi.Output<string[]>;

  /**
   * Namespace of the roles, called permission group in the console. A change replaces the resource.
   * Default: "default".
   */
  declare readonly namespace: pulumi.Output<string | undefined>;

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
   * Declares a `UserRoleAssignment`.
   *
   * ```ts
   * new approw.UserRoleAssignment("ada", { userId: ada.id, roles: ["deployer"] });
   * ```
   *
   * @param name the name of the resource in the program; it must be unique among those of its type
   * @param args what is declared
   * @param opts options of Pulumi, such as `aliases` and `protect`
   */

  constructor(name: string, args: UserRoleAssignmentArgs, opts?: pulumi.CustomResourceOptions) {
    super(...registration(new.target, kind, name, args, opts));
  }

  /**
   * Looks up a `UserRoleAssignment` that is managed elsewhere. Everything but secrets is read, and the
   * program owns none of it. The run fails when it does not exist.
   *
   * ```ts
   * const known = approw.UserRoleAssignment.get("known", "5f702fcc913544e358cef3ab/default");
   * ```
   *
   * @param name the name of the resource in the program
   * @param id the id of the user and the namespace, separated by a slash
   * @param state known properties; nothing of it is required
   * @param opts options of Pulumi
   */

  static get(
    name: string,
    id: pulumi.Input<pulumi.ID>,
    state?: UserRoleAssignmentState,
    opts?: pulumi.CustomResourceOptions,
  ): UserRoleAssignment {
    return new this(name, { ...state } as UserRoleAssignmentArgs, { ...opts, id });
  }

  /** Whether a value is a `UserRoleAssignment`, from any copy of this package. */

  static override isInstance(value: unknown): value is UserRoleAssignment {
    return isOfKind(kind, value);
  }
}
