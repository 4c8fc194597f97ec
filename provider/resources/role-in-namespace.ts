import type * as pulumi from "@pulumi/pulumi";

/** A role by its code and namespace. */
export interface RoleInNamespace {
  /** Code of the role. */
  readonly code: pulumi.Input<string>;

  /** Namespace of the role, called permission group in the console. Default: "default". */
  readonly namespace?: pulumi.Input<string | undefined> | undefined;
}
