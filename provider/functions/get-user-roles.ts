// Generated from the functions in model/functions by `npm run generate`: edit those.
import type * as pulumi from "@pulumi/pulumi";

import { getUserRoles as described } from "../../model/functions/index.js";
import { ask, askOutput } from "./ask.js";

/** The arguments of `getUserRoles`. */
export interface GetUserRolesArgs {
  /** Id of the user. */
  readonly userId: string;

  /** Namespace of the roles, called permission group in the console. Default: "default". */
  readonly namespace?: string | undefined;
}

/** The arguments of `getUserRolesOutput`. */
export interface GetUserRolesOutputArgs {
  /** Id of the user. */
  readonly userId: pulumi.Input<string>;

  /** Namespace of the roles, called permission group in the console. Default: "default". */
  readonly namespace?: pulumi.Input<string | undefined> | undefined;
}

/** What `getUserRoles` answers. A value that is not set in the pool is undefined. */
export interface GetUserRolesResult {
  /** Id of the user. */
  readonly userId: string;

  /** Namespace of the roles. */
  readonly namespace: string;

  /** Codes of the roles. */
  readonly roles: string[];

  /** Id of the user pool that holds the object. */
  readonly userPoolId: string;
}

/**
 * Reads the codes of all roles that a user holds in one namespace. To read a role itself, use
 * `getRole`.
 *
 * ```ts
 * const { roles } = await approw.getUserRoles({ userId: "5f702fcc913544e358cef3ab" });
 * ```
 *
 * @param args what to look for
 * @param opts the provider of another user pool, or a parent that has one
 */
export async function getUserRoles(
  args: GetUserRolesArgs,
  opts?: pulumi.InvokeOptions,
): Promise<GetUserRolesResult> {
  return (await ask(described, args, opts)) as GetUserRolesResult;
}

/**
 * The same as `getUserRoles` for arguments that are outputs. The result is unknown in a preview as long
 * as an argument is, or as long as a resource does not exist on which the call depends.
 *
 * @param args what to look for
 * @param opts the provider of another user pool, or a parent that has one; `dependsOn` names resources to wait for
 */
export function getUserRolesOutput(
  args: GetUserRolesOutputArgs,
  opts?: pulumi.InvokeOutputOptions,
): pulumi.Output<GetUserRolesResult> {
  return askOutput(described, args, opts).apply((answer) => answer as GetUserRolesResult);
}
