// Generated from the field tables by `npm run generate`: edit those.
import * as pulumi from "@pulumi/pulumi";

/** The arguments of a `UserGroupMembership`. */
export interface UserGroupMembershipArgs {
  /**
   * Id of the person: `user.id`. Another person replaces the resource: first added there, then removed
   * here.
   */
  readonly userId: pulumi.Input<string>;

  /** Codes of the groups that the person belongs to. */
  readonly groups: pulumi.Input<pulumi.Input<string>[]>;

  /**
   * Whether the declared codes are the whole truth. False holds what is declared and leaves alone what
   * others gave; true takes away whatever is not declared. Default: false.
   */
  readonly exhaustive?: pulumi.Input<boolean> | undefined;
}

/** The outputs of a `UserGroupMembership`: what the program declares, as the user pool has it. */
export abstract class UserGroupMembershipProperties extends pulumi.CustomResource {
  /**
   * Id of the person: `user.id`. Another person replaces the resource: first added there, then removed
   * here.
   */
  declare readonly userId: pulumi.Output<string>;

  /** Codes of the groups that the person belongs to. */
  declare readonly groups: pulumi.Output<string[]>;

  /**
   * Whether the declared codes are the whole truth. False holds what is declared and leaves alone what
   * others gave; true takes away whatever is not declared. Default: false.
   */
  declare readonly exhaustive: pulumi.Output<boolean | undefined>;

  /** Id of the user pool. */
  declare readonly userPoolId: pulumi.Output<string>;
}
