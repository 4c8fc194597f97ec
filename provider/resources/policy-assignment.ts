// Generated from the kinds in model/schema by `npm run generate`: edit those.
import * as pulumi from "@pulumi/pulumi";

import { policyAssignment as kind } from "../../model/schema/index.js";
import { addUndeclaredOutputs, isOfKind, registration } from "./registration.js";
import type { Policy } from "./policy.js";

/** The arguments of a `PolicyAssignment`. */
export interface PolicyAssignmentArgs {
  /**
   * Id of the user who has the policies: `user.id`. A change replaces the resource: the policies are
   * assigned to the new one, then removed from the previous one.
   */
  readonly userId?: pulumi.Input<string | undefined> | undefined;

  /**
   * Code of the group that has the policies: `group.code`. A change replaces the resource: the policies
   * are assigned to the new one, then removed from the previous one.
   */
  readonly group?: pulumi.Input<string | undefined> | undefined;

  /**
   * Code of the role that has the policies: `role.code`. The role must be in the namespace of the
   * policies. A change replaces the resource: the policies are assigned to the new one, then removed from
   * the previous one.
   */
  readonly role?: pulumi.Input<string | undefined> | undefined;

  /** Policies that are assigned: their codes, or `Policy` resources of the namespace. */
  readonly policies: pulumi.Input<pulumi.Input<string>[]> | readonly (pulumi.Input<string> | Policy)[];

  /**
   * Namespace of the policies, called permission group in the console. A change replaces the resource.
   * Default: "default".
   */
  readonly namespace?: pulumi.Input<string | undefined> | undefined;

  /**
   * Whether the declared policies are the complete set. False manages the declared policies only and does
   * not change policies that are assigned outside this resource; true removes every policy that is not
   * declared. If true, no other resource may declare policies of the same user, group or role in the same
   * namespace. Default: false.
   */
  readonly exhaustive?: pulumi.Input<boolean | undefined> | undefined;
}

/** What `PolicyAssignment.get` takes to describe what it looks up. Nothing of it is required. */
export interface PolicyAssignmentState {
  /**
   * Id of the user who has the policies: `user.id`. A change replaces the resource: the policies are
   * assigned to the new one, then removed from the previous one.
   */
  readonly userId?: pulumi.Input<string | undefined> | undefined;

  /**
   * Code of the group that has the policies: `group.code`. A change replaces the resource: the policies
   * are assigned to the new one, then removed from the previous one.
   */
  readonly group?: pulumi.Input<string | undefined> | undefined;

  /**
   * Code of the role that has the policies: `role.code`. The role must be in the namespace of the
   * policies. A change replaces the resource: the policies are assigned to the new one, then removed from
   * the previous one.
   */
  readonly role?: pulumi.Input<string | undefined> | undefined;

  /** Policies that are assigned: their codes, or `Policy` resources of the namespace. */
  readonly policies?:
    pulumi.Input<pulumi.Input<string>[] | undefined> | readonly (pulumi.Input<string> | Policy)[] | undefined;

  /**
   * Namespace of the policies, called permission group in the console. A change replaces the resource.
   * Default: "default".
   */
  readonly namespace?: pulumi.Input<string | undefined> | undefined;

  /**
   * Whether the declared policies are the complete set. False manages the declared policies only and does
   * not change policies that are assigned outside this resource; true removes every policy that is not
   * declared. If true, no other resource may declare policies of the same user, group or role in the same
   * namespace. Default: false.
   */
  readonly exhaustive?: pulumi.Input<boolean | undefined> | undefined;
}

/**
 * The policies that are assigned to one user, group or role, in one namespace.
 *
 * Declare exactly one of `userId`, `group` and `role`. The resource manages the policies that it
 * declares, including policies that were already assigned. It does not change policies that are
 * assigned outside this resource. With `exhaustive: true`, it removes every policy of the namespace
 * that is not declared. When you remove the resource, the policies that it manages are removed from the
 * user, group or role.
 *
 * ```ts
 * new approw.PolicyAssignment("engineering", { group: "engineering", policies: ["read-books"] });
 * ```
 */

export class PolicyAssignment extends pulumi.CustomResource {
  static {
    addUndeclaredOutputs(this, kind);
  }

  /**
   * Id of the user who has the policies: `user.id`. A change replaces the resource: the policies are
   * assigned to the new one, then removed from the previous one.
   */
  declare readonly userId: pulumi.Output<string | undefined>;

  /**
   * Code of the group that has the policies: `group.code`. A change replaces the resource: the policies
   * are assigned to the new one, then removed from the previous one.
   */
  declare readonly group: pulumi.Output<string | undefined>;

  /**
   * Code of the role that has the policies: `role.code`. The role must be in the namespace of the
   * policies. A change replaces the resource: the policies are assigned to the new one, then removed from
   * the previous one.
   */
  declare readonly role: pulumi.Output<string | undefined>;

  /** Policies that are assigned: their codes, or `Policy` resources of the namespace. */
  declare readonly policies: pulumi.Output<string[]>;

  /**
   * Namespace of the policies, called permission group in the console. A change replaces the resource.
   * Default: "default".
   */
  declare readonly namespace: pulumi.Output<string | undefined>;

  /**
   * Whether the declared policies are the complete set. False manages the declared policies only and does
   * not change policies that are assigned outside this resource; true removes every policy that is not
   * declared. If true, no other resource may declare policies of the same user, group or role in the same
   * namespace. Default: false.
   */
  declare readonly exhaustive: pulumi.Output<boolean | undefined>;

  /** Id of the user pool that holds the object. */
  declare readonly userPoolId: pulumi.Output<string>;

  /**
   * Declares a `PolicyAssignment`.
   *
   * ```ts
   * new approw.PolicyAssignment("engineering", { group: "engineering", policies: ["read-books"] });
   * ```
   *
   * @param name the name of the resource in the program; it must be unique among those of its type
   * @param args what is declared
   * @param opts options of Pulumi, such as `aliases` and `protect`
   */

  constructor(name: string, args: PolicyAssignmentArgs, opts?: pulumi.CustomResourceOptions) {
    super(...registration(new.target, kind, name, args, opts));
  }

  /**
   * Looks up a `PolicyAssignment` that is managed elsewhere. Everything but secrets is read, and the
   * program owns none of it. The run fails when it does not exist.
   *
   * ```ts
   * const known = approw.PolicyAssignment.get("known", "group/engineering/default");
   * ```
   *
   * @param name the name of the resource in the program
   * @param id the word `user`, `group` or `role`, the id of the user or the code of the group or role when the resource was created, and the namespace, separated by slashes
   * @param state known properties; nothing of it is required
   * @param opts options of Pulumi
   */

  static get(
    name: string,
    id: pulumi.Input<pulumi.ID>,
    state?: PolicyAssignmentState,
    opts?: pulumi.CustomResourceOptions,
  ): PolicyAssignment {
    return new this(name, { ...state } as PolicyAssignmentArgs, { ...opts, id });
  }

  /** Whether a value is a `PolicyAssignment`, from any copy of this package. */

  static override isInstance(value: unknown): value is PolicyAssignment {
    return isOfKind(kind, value);
  }
}
