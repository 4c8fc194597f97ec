// Generated from the field tables by `npm run generate`: edit those.
import * as pulumi from "@pulumi/pulumi";

/** The arguments of a `UserRoleAssignment`. */
export interface UserRoleAssignmentArgs {
  /**
   * Id of the person: `user.id`. Another person replaces the resource: first added there, then removed
   * here.
   */
  readonly userId: pulumi.Input<string>;

  /** Codes of the roles that the person holds. */
  readonly roles: pulumi.Input<pulumi.Input<string>[]>;

  /** Namespace of the roles, called permission group in the console. Default: "default". */
  readonly namespace?: pulumi.Input<string> | undefined;

  /**
   * Whether the declared codes are the whole truth. False holds what is declared and leaves alone what
   * others gave; true takes away whatever is not declared. Default: false.
   */
  readonly exhaustive?: pulumi.Input<boolean> | undefined;
}

/** The outputs of a `UserRoleAssignment`: what the program declares, as the user pool has it. */
export abstract class UserRoleAssignmentProperties extends pulumi.CustomResource {
  /**
   * Id of the person: `user.id`. Another person replaces the resource: first added there, then removed
   * here.
   */
  declare readonly userId: pulumi.Output<string>;

  /** Codes of the roles that the person holds. */
  declare readonly roles: pulumi.Output<string[]>;

  /** Namespace of the roles, called permission group in the console. Default: "default". */
  declare readonly namespace: pulumi.Output<string | undefined>;

  /**
   * Whether the declared codes are the whole truth. False holds what is declared and leaves alone what
   * others gave; true takes away whatever is not declared. Default: false.
   */
  declare readonly exhaustive: pulumi.Output<boolean | undefined>;

  /** Id of the user pool. */
  declare readonly userPoolId: pulumi.Output<string>;
}
