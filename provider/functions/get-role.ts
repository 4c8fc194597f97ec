// Generated from the functions in model/functions by `npm run generate`: edit those.
import type * as pulumi from "@pulumi/pulumi";

import { getRole as described } from "../../model/functions/index.js";
import { ask, askOutput } from "./ask.js";

/** The arguments of `getRole`. */
export interface GetRoleArgs {
  /** Code of the role. */
  readonly code: string;

  /** Namespace of the role, called permission group in the console. Default: "default". */
  readonly namespace?: string | undefined;
}

/** The arguments of `getRoleOutput`. */
export interface GetRoleOutputArgs {
  /** Code of the role. */
  readonly code: pulumi.Input<string>;

  /** Namespace of the role, called permission group in the console. Default: "default". */
  readonly namespace?: pulumi.Input<string | undefined> | undefined;
}

/** What `getRole` answers. A value that is not set in the pool is undefined. */
export interface GetRoleResult {
  /** Code of the role. */
  readonly code: string;

  /** Namespace of the role, called permission group in the console. */
  readonly namespace: string;

  /** Description of the role. */
  readonly description: string | undefined;

  /** Code of the role that this one inherits from. */
  readonly parent: string | undefined;

  /** Id of the user pool that holds the object. */
  readonly userPoolId: string;
}

/**
 * Reads one role by its code, in one namespace.
 *
 * ```ts
 * const deployer = await approw.getRole({ code: "deployer" });
 * ```
 *
 * @param args what to look for
 * @param opts the provider of another user pool, or a parent that has one
 */
export async function getRole(args: GetRoleArgs, opts?: pulumi.InvokeOptions): Promise<GetRoleResult> {
  return (await ask(described, args, opts)) as GetRoleResult;
}

/**
 * The same as `getRole` for arguments that are outputs. The result is unknown in a preview as long as
 * an argument is, or as long as a resource does not exist on which the call depends.
 *
 * @param args what to look for
 * @param opts the provider of another user pool, or a parent that has one; `dependsOn` names resources to wait for
 */
export function getRoleOutput(
  args: GetRoleOutputArgs,
  opts?: pulumi.InvokeOutputOptions,
): pulumi.Output<GetRoleResult> {
  return askOutput(described, args, opts).apply((answer) => answer as GetRoleResult);
}
