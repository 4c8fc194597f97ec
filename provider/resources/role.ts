// Generated from the kinds in model/schema by `npm run generate`: edit those.
import * as pulumi from "@pulumi/pulumi";

import { role as kind } from "../../model/schema/index.js";
import { addUndeclaredOutputs, isOfKind, registration } from "./registration.js";

/** The arguments of a `Role`. */
export interface RoleArgs {
  /** Code of the role. Unique in its namespace. A change renames the role in place. */
  readonly code: pulumi.Input<string>;

  /**
   * Namespace of the role, called permission group in the console. It must exist. A change replaces the
   * role. Default: "default".
   */
  readonly namespace?: pulumi.Input<string | undefined> | undefined;

  /** Description of the role. */
  readonly description?: pulumi.Input<string | undefined> | undefined;

  /** Code of the role that this one inherits from. Can be set at creation only. */
  readonly parent?: pulumi.Input<string | undefined> | undefined;

  /**
   * Whether to take over a role that is already in the pool with the declared code. If false, the run
   * fails in that case. Default: `approw:adopt` of the stack, or false.
   */
  readonly adopt?: pulumi.Input<boolean | undefined> | undefined;

  /**
   * What happens to the role when the resource is deleted. `delete` removes it from the pool; `retain`
   * leaves it as it is. Default: "delete", or "retain" for an adopted role, because another stack may
   * manage it.
   */
  readonly deletionPolicy?: pulumi.Input<"delete" | "retain" | undefined> | undefined;

  /**
   * Whether to delete the role even if users still hold it, or it is a system role. If false, the
   * deletion is refused in that case, with the number of users. Default: false.
   */
  readonly force?: pulumi.Input<boolean | undefined> | undefined;
}

/** What `Role.get` takes to describe what it looks up. Nothing of it is required. */
export interface RoleState {
  /** Code of the role. Unique in its namespace. A change renames the role in place. */
  readonly code?: pulumi.Input<string | undefined> | undefined;

  /**
   * Namespace of the role, called permission group in the console. It must exist. A change replaces the
   * role. Default: "default".
   */
  readonly namespace?: pulumi.Input<string | undefined> | undefined;

  /** Description of the role. */
  readonly description?: pulumi.Input<string | undefined> | undefined;

  /** Code of the role that this one inherits from. Can be set at creation only. */
  readonly parent?: pulumi.Input<string | undefined> | undefined;

  /**
   * Whether to take over a role that is already in the pool with the declared code. If false, the run
   * fails in that case. Default: `approw:adopt` of the stack, or false.
   */
  readonly adopt?: pulumi.Input<boolean | undefined> | undefined;

  /**
   * What happens to the role when the resource is deleted. `delete` removes it from the pool; `retain`
   * leaves it as it is. Default: "delete", or "retain" for an adopted role, because another stack may
   * manage it.
   */
  readonly deletionPolicy?: pulumi.Input<"delete" | "retain" | undefined> | undefined;

  /**
   * Whether to delete the role even if users still hold it, or it is a system role. If false, the
   * deletion is refused in that case, with the number of users. Default: false.
   */
  readonly force?: pulumi.Input<boolean | undefined> | undefined;
}

/**
 * A role in one namespace of the user pool.
 *
 * Refer to it by `role.code`, so that roles are assigned after the role is created, and follow when its
 * code changes. A changed code renames the role in place, and users keep it. A role that users still
 * hold, or a system role, is deleted only with `force: true`.
 *
 * ```ts
 * const deployer = new approw.Role("deployer", { code: "deployer", description: "May deploy" });
 * new approw.UserRoleAssignment("ada", { userId: ada.id, roles: [deployer.code] });
 * ```
 */

export class Role extends pulumi.CustomResource {
  static {
    addUndeclaredOutputs(this, kind);
  }

  /** Code of the role. Unique in its namespace. A change renames the role in place. */
  declare readonly code: pulumi.Output<string>;

  /**
   * Namespace of the role, called permission group in the console. It must exist. A change replaces the
   * role. Default: "default".
   */
  declare readonly namespace: pulumi.Output<string | undefined>;

  /** Description of the role. */
  declare readonly description: pulumi.Output<string | undefined>;

  /** Code of the role that this one inherits from. Can be set at creation only. */
  declare readonly parent: pulumi.Output<string | undefined>;

  /**
   * Whether to take over a role that is already in the pool with the declared code. If false, the run
   * fails in that case. Default: `approw:adopt` of the stack, or false.
   */
  declare readonly adopt: pulumi.Output<boolean | undefined>;

  /**
   * What happens to the role when the resource is deleted. `delete` removes it from the pool; `retain`
   * leaves it as it is. Default: "delete", or "retain" for an adopted role, because another stack may
   * manage it.
   */
  declare readonly deletionPolicy: pulumi.Output<"delete" | "retain" | undefined>;

  /**
   * Whether to delete the role even if users still hold it, or it is a system role. If false, the
   * deletion is refused in that case, with the number of users. Default: false.
   */
  declare readonly force: pulumi.Output<boolean | undefined>;

  /** Id of the user pool that holds the object. */
  declare readonly userPoolId: pulumi.Output<string>;

  /**
   * Declares a `Role`.
   *
   * ```ts
   * const deployer = new approw.Role("deployer", { code: "deployer", description: "May deploy" });
   * new approw.UserRoleAssignment("ada", { userId: ada.id, roles: [deployer.code] });
   * ```
   *
   * @param name the name of the resource in the program; it must be unique among those of its type
   * @param args what is declared
   * @param opts options of Pulumi, such as `aliases` and `protect`
   */

  constructor(name: string, args: RoleArgs, opts?: pulumi.CustomResourceOptions) {
    super(...registration(new.target, kind, name, args, opts));
  }

  /**
   * Looks up a `Role` that is managed elsewhere. Everything but secrets is read, and the program owns
   * none of it. The run fails when it does not exist.
   *
   * ```ts
   * const known = approw.Role.get("known", "default/deployer");
   * ```
   *
   * @param name the name of the resource in the program
   * @param id the namespace of the role and its code when it was created, separated by a slash
   * @param state known properties; nothing of it is required
   * @param opts options of Pulumi
   */

  static get(
    name: string,
    id: pulumi.Input<pulumi.ID>,
    state?: RoleState,
    opts?: pulumi.CustomResourceOptions,
  ): Role {
    return new this(name, { ...state } as RoleArgs, { ...opts, id });
  }

  /** Whether a value is a `Role`, from any copy of this package. */

  static override isInstance(value: unknown): value is Role {
    return isOfKind(kind, value);
  }
}
