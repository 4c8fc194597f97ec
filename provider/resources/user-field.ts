// Generated from the kinds in model/schema by `npm run generate`: edit those.
import * as pulumi from "@pulumi/pulumi";

import { userField as kind } from "../../model/schema/index.js";
import { addUndeclaredOutputs, isOfKind, registration } from "./registration.js";

/** The arguments of a `UserField`. */
export interface UserFieldArgs {
  /** Key of the field, unique among the custom fields of users. A change is refused. */
  readonly key: pulumi.Input<string>;

  /** Type of the values: "string", "number", "boolean", "date" or "object". A change is refused. */
  readonly type: pulumi.Input<"string" | "number" | "boolean" | "date" | "object">;

  /** Label of the field in the console. If it is not declared, a new field is labelled with its key. */
  readonly label?: pulumi.Input<string | undefined> | undefined;

  /**
   * Whether to take over a custom field that is already in the pool with the declared key. If false, the
   * run fails in that case. Default: `approw:adopt` of the stack, or false.
   */
  readonly adopt?: pulumi.Input<boolean | undefined> | undefined;

  /**
   * What happens to the custom field when the resource is deleted. `delete` removes it from the pool;
   * `retain` leaves it as it is. Default: "delete", or "retain" for an adopted custom field, because
   * another stack may manage it.
   */
  readonly deletionPolicy?: pulumi.Input<"delete" | "retain" | undefined> | undefined;

  /**
   * Whether to delete the field, which deletes the value of every user. If false, the deletion is
   * refused, even if no user has a value. Default: false.
   */
  readonly force?: pulumi.Input<boolean | undefined> | undefined;
}

/** What `UserField.get` takes to describe what it looks up. Nothing of it is required. */
export interface UserFieldState {
  /** Key of the field, unique among the custom fields of users. A change is refused. */
  readonly key?: pulumi.Input<string | undefined> | undefined;

  /** Type of the values: "string", "number", "boolean", "date" or "object". A change is refused. */
  readonly type?: pulumi.Input<"string" | "number" | "boolean" | "date" | "object" | undefined> | undefined;

  /** Label of the field in the console. If it is not declared, a new field is labelled with its key. */
  readonly label?: pulumi.Input<string | undefined> | undefined;

  /**
   * Whether to take over a custom field that is already in the pool with the declared key. If false, the
   * run fails in that case. Default: `approw:adopt` of the stack, or false.
   */
  readonly adopt?: pulumi.Input<boolean | undefined> | undefined;

  /**
   * What happens to the custom field when the resource is deleted. `delete` removes it from the pool;
   * `retain` leaves it as it is. Default: "delete", or "retain" for an adopted custom field, because
   * another stack may manage it.
   */
  readonly deletionPolicy?: pulumi.Input<"delete" | "retain" | undefined> | undefined;

  /**
   * Whether to delete the field, which deletes the value of every user. If false, the deletion is
   * refused, even if no user has a value. Default: false.
   */
  readonly force?: pulumi.Input<boolean | undefined> | undefined;
}

/**
 * A custom field of the users of the pool, for `customData` of `User`.
 *
 * Users whose `customData` has the key are written after the field is created. Key and type cannot
 * change, because users would lose their values. The deletion of a field deletes the value of every
 * user, so it needs `force: true`.
 *
 * ```ts
 * const badge = new approw.UserField("badge", { key: "badge", type: "string", label: "Number of the badge" });
 * new approw.User("ada", { username: "ada", customData: { badge: "B-17" } }, { dependsOn: badge });
 * ```
 */

export class UserField extends pulumi.CustomResource {
  static {
    addUndeclaredOutputs(this, kind);
  }

  /** Key of the field, unique among the custom fields of users. A change is refused. */
  declare readonly key: pulumi.Output<string>;

  /** Type of the values: "string", "number", "boolean", "date" or "object". A change is refused. */
  declare readonly type: pulumi.Output<"string" | "number" | "boolean" | "date" | "object">;

  /** Label of the field in the console. If it is not declared, a new field is labelled with its key. */
  declare readonly label: pulumi.Output<string | undefined>;

  /**
   * Whether to take over a custom field that is already in the pool with the declared key. If false, the
   * run fails in that case. Default: `approw:adopt` of the stack, or false.
   */
  declare readonly adopt: pulumi.Output<boolean | undefined>;

  /**
   * What happens to the custom field when the resource is deleted. `delete` removes it from the pool;
   * `retain` leaves it as it is. Default: "delete", or "retain" for an adopted custom field, because
   * another stack may manage it.
   */
  declare readonly deletionPolicy: pulumi.Output<"delete" | "retain" | undefined>;

  /**
   * Whether to delete the field, which deletes the value of every user. If false, the deletion is
   * refused, even if no user has a value. Default: false.
   */
  declare readonly force: pulumi.Output<boolean | undefined>;

  /** Id of the user pool that holds the object. */
  declare readonly userPoolId: pulumi.Output<string>;

  /**
   * Declares a `UserField`.
   *
   * ```ts
   * const badge = new approw.UserField("badge", { key: "badge", type: "string", label: "Number of the badge" });
   * new approw.User("ada", { username: "ada", customData: { badge: "B-17" } }, { dependsOn: badge });
   * ```
   *
   * @param name the name of the resource in the program; it must be unique among those of its type
   * @param args what is declared
   * @param opts options of Pulumi, such as `aliases` and `protect`
   */

  constructor(name: string, args: UserFieldArgs, opts?: pulumi.CustomResourceOptions) {
    super(...registration(new.target, kind, name, args, opts));
  }

  /**
   * Looks up a `UserField` that is managed elsewhere. Everything but secrets is read, and the program
   * owns none of it. The run fails when it does not exist.
   *
   * ```ts
   * const known = approw.UserField.get("known", "badge");
   * ```
   *
   * @param name the name of the resource in the program
   * @param id the key of the field
   * @param state known properties; nothing of it is required
   * @param opts options of Pulumi
   */

  static get(
    name: string,
    id: pulumi.Input<pulumi.ID>,
    state?: UserFieldState,
    opts?: pulumi.CustomResourceOptions,
  ): UserField {
    return new this(name, { ...state } as UserFieldArgs, { ...opts, id });
  }

  /** Whether a value is a `UserField`, from any copy of this package. */

  static override isInstance(value: unknown): value is UserField {
    return isOfKind(kind, value);
  }
}
