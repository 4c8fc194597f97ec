// Generated from the kinds in model/schema by `npm run generate`: edit those.
import * as pulumi from "@pulumi/pulumi";

import { group as kind } from "../../model/schema/index.js";
import { addUndeclaredOutputs, isOfKind, registration } from "./registration.js";

/** The arguments of a `Group`. */
export interface GroupArgs {
  /** Code of the group. Unique in the user pool. A change renames the group in place. */
  readonly code: pulumi.Input<string>;

  /** Name of the group. If it is not declared, a new group is named like its code. */
  readonly name?: pulumi.Input<string | undefined> | undefined;

  /** Description of the group. */
  readonly description?: pulumi.Input<string | undefined> | undefined;

  /**
   * Whether to take over a group that is already in the pool with the declared code. If false, the run
   * fails in that case. Default: `approw:adopt` of the stack, or false.
   */
  readonly adopt?: pulumi.Input<boolean | undefined> | undefined;

  /**
   * What happens to the group when the resource is deleted. `delete` removes it from the pool; `retain`
   * leaves it as it is. Default: "delete", or "retain" for an adopted group, because another stack may
   * manage it.
   */
  readonly deletionPolicy?: pulumi.Input<"delete" | "retain" | undefined> | undefined;

  /**
   * Whether to delete the group even if users are still in it. If false, the deletion is refused in that
   * case, with the number of users. Default: false.
   */
  readonly force?: pulumi.Input<boolean | undefined> | undefined;
}

/** What `Group.get` takes to describe what it looks up. Nothing of it is required. */
export interface GroupState {
  /** Code of the group. Unique in the user pool. A change renames the group in place. */
  readonly code?: pulumi.Input<string | undefined> | undefined;

  /** Name of the group. If it is not declared, a new group is named like its code. */
  readonly name?: pulumi.Input<string | undefined> | undefined;

  /** Description of the group. */
  readonly description?: pulumi.Input<string | undefined> | undefined;

  /**
   * Whether to take over a group that is already in the pool with the declared code. If false, the run
   * fails in that case. Default: `approw:adopt` of the stack, or false.
   */
  readonly adopt?: pulumi.Input<boolean | undefined> | undefined;

  /**
   * What happens to the group when the resource is deleted. `delete` removes it from the pool; `retain`
   * leaves it as it is. Default: "delete", or "retain" for an adopted group, because another stack may
   * manage it.
   */
  readonly deletionPolicy?: pulumi.Input<"delete" | "retain" | undefined> | undefined;

  /**
   * Whether to delete the group even if users are still in it. If false, the deletion is refused in that
   * case, with the number of users. Default: false.
   */
  readonly force?: pulumi.Input<boolean | undefined> | undefined;
}

/**
 * A group of the user pool.
 *
 * Refer to it by `group.code`, so that memberships are set after the group is created, and follow when
 * its code changes. A changed code renames the group in place, and its members stay. A group that still
 * has members is deleted only with `force: true`.
 *
 * ```ts
 * const engineering = new approw.Group("engineering", { code: "engineering", name: "Engineering" });
 * new approw.UserGroupMembership("ada", { userId: ada.id, groups: [engineering.code] });
 * ```
 */

export class Group extends pulumi.CustomResource {
  static {
    addUndeclaredOutputs(this, kind);
  }

  /** Code of the group. Unique in the user pool. A change renames the group in place. */
  declare readonly code: pulumi.Output<string>;

  /** Name of the group. If it is not declared, a new group is named like its code. */
  declare readonly name: pulumi.Output<string | undefined>;

  /** Description of the group. */
  declare readonly description: pulumi.Output<string | undefined>;

  /**
   * Whether to take over a group that is already in the pool with the declared code. If false, the run
   * fails in that case. Default: `approw:adopt` of the stack, or false.
   */
  declare readonly adopt: pulumi.Output<boolean | undefined>;

  /**
   * What happens to the group when the resource is deleted. `delete` removes it from the pool; `retain`
   * leaves it as it is. Default: "delete", or "retain" for an adopted group, because another stack may
   * manage it.
   */
  declare readonly deletionPolicy: pulumi.Output<"delete" | "retain" | undefined>;

  /**
   * Whether to delete the group even if users are still in it. If false, the deletion is refused in that
   * case, with the number of users. Default: false.
   */
  declare readonly force: pulumi.Output<boolean | undefined>;

  /** Id of the user pool that holds the object. */
  declare readonly userPoolId: pulumi.Output<string>;

  /**
   * Declares a `Group`.
   *
   * ```ts
   * const engineering = new approw.Group("engineering", { code: "engineering", name: "Engineering" });
   * new approw.UserGroupMembership("ada", { userId: ada.id, groups: [engineering.code] });
   * ```
   *
   * @param name the name of the resource in the program; it must be unique among those of its type
   * @param args what is declared
   * @param opts options of Pulumi, such as `aliases` and `protect`
   */

  constructor(name: string, args: GroupArgs, opts?: pulumi.CustomResourceOptions) {
    super(...registration(new.target, kind, name, args, opts));
  }

  /**
   * Looks up a `Group` that is managed elsewhere. Everything but secrets is read, and the program owns
   * none of it. The run fails when it does not exist.
   *
   * ```ts
   * const known = approw.Group.get("known", "engineering");
   * ```
   *
   * @param name the name of the resource in the program
   * @param id the code of the group when it was created
   * @param state known properties; nothing of it is required
   * @param opts options of Pulumi
   */

  static get(
    name: string,
    id: pulumi.Input<pulumi.ID>,
    state?: GroupState,
    opts?: pulumi.CustomResourceOptions,
  ): Group {
    return new this(name, { ...state } as GroupArgs, { ...opts, id });
  }

  /** Whether a value is a `Group`, from any copy of this package. */

  static override isInstance(value: unknown): value is Group {
    return isOfKind(kind, value);
  }
}
