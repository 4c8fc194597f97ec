// Generated from the functions in model/functions by `npm run generate`: edit those.
import type * as pulumi from "@pulumi/pulumi";

import { getRoles as described } from "../../model/functions/index.js";
import { ask, askOutput } from "./ask.js";
import type { GetRoleResult } from "./get-role.js";

/** The arguments of `getRoles`. */
export interface GetRolesArgs {
  /** Namespace of the roles, called permission group in the console. Default: "default". */
  readonly namespace?: string | undefined;

  /** Codes of roles. Default: all roles of the namespace. */
  readonly codes?: readonly string[] | undefined;
}

/** The arguments of `getRolesOutput`. */
export interface GetRolesOutputArgs {
  /** Namespace of the roles, called permission group in the console. Default: "default". */
  readonly namespace?: pulumi.Input<string | undefined> | undefined;

  /** Codes of roles. Default: all roles of the namespace. */
  readonly codes?: pulumi.Input<pulumi.Input<string>[] | undefined> | undefined;
}

/** What `getRoles` answers. A value that is not set in the pool is undefined. */
export interface GetRolesResult {
  /** Namespace of the roles. */
  readonly namespace: string;

  /** The roles, each once. */
  readonly roles: GetRoleResult[];

  /** Id of the user pool that holds the object. */
  readonly userPoolId: string;
}

/**
 * Reads roles of one namespace: all of them, or those with some codes.
 *
 * Every page is read, and a list that stays incomplete is an error. Roles that do not exist are left
 * out.
 *
 * ```ts
 * const { roles } = await approw.getRoles({ namespace: "hr" });
 * ```
 *
 * @param args what to look for; without it, everything
 * @param opts the provider of another user pool, or a parent that has one
 */
export async function getRoles(args?: GetRolesArgs, opts?: pulumi.InvokeOptions): Promise<GetRolesResult> {
  return (await ask(described, args, opts)) as GetRolesResult;
}

/**
 * The same as `getRoles` for arguments that are outputs. The result is unknown in a preview as long as
 * an argument is, or as long as a resource does not exist on which the call depends.
 *
 * @param args what to look for; without it, everything
 * @param opts the provider of another user pool, or a parent that has one; `dependsOn` names resources to wait for
 */
export function getRolesOutput(
  args?: GetRolesOutputArgs,
  opts?: pulumi.InvokeOutputOptions,
): pulumi.Output<GetRolesResult> {
  return askOutput(described, args, opts).apply((answer) => answer as GetRolesResult);
}
