import type * as pulumi from "@pulumi/pulumi";

/** What a policy allows or denies. */
export interface PolicyStatementArgs {
  /** The resource, such as `books:123`, or `books:*` for all of a type. */
  readonly resource: pulumi.Input<string>;

  /** The actions on the resource, such as `books:edit`. */
  readonly actions: pulumi.Input<readonly pulumi.Input<string>[]>;

  /** Whether the actions are allowed or denied. Default: "ALLOW". */
  readonly effect?: pulumi.Input<"ALLOW" | "DENY" | undefined> | undefined;

  /** When the statement applies. Default: always. */
  readonly condition?: pulumi.Input<readonly pulumi.Input<PolicyConditionArgs>[] | undefined> | undefined;
}

/** A condition of a statement. */
export interface PolicyConditionArgs {
  /** What is compared. */
  readonly param: pulumi.Input<string>;

  /** How it is compared. */
  readonly operator: pulumi.Input<string>;

  /** What it is compared with: any JSON value but null. */
  readonly value: unknown;
}

/** What a policy allows or denies, as an output. */
export interface PolicyStatement {
  readonly resource: string;
  readonly actions: readonly string[];
  readonly effect?: "ALLOW" | "DENY" | undefined;
  readonly condition?:
    readonly { readonly param: string; readonly operator: string; readonly value: unknown }[] | undefined;
}
