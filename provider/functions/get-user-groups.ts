// Generated from the functions in model/functions by `npm run generate`: edit those.
import type * as pulumi from "@pulumi/pulumi";

import { getUserGroups as described } from "../../model/functions/index.js";
import { ask, askOutput } from "./ask.js";

/** The arguments of `getUserGroups`. */
export interface GetUserGroupsArgs {
  /** Id of the user. */
  readonly userId: string;
}

/** The arguments of `getUserGroupsOutput`. */
export interface GetUserGroupsOutputArgs {
  /** Id of the user. */
  readonly userId: pulumi.Input<string>;
}

/** What `getUserGroups` answers. A value that is not set in the pool is undefined. */
export interface GetUserGroupsResult {
  /** Id of the user. */
  readonly userId: string;

  /** Codes of the groups. */
  readonly groups: string[];

  /** Id of the user pool that holds the object. */
  readonly userPoolId: string;
}

/**
 * Reads the codes of all groups that a user is in. To read a group itself, use `getGroup`.
 *
 * ```ts
 * const { groups } = await approw.getUserGroups({ userId: "5f702fcc913544e358cef3ab" });
 * ```
 *
 * @param args what to look for
 * @param opts the provider of another user pool, or a parent that has one
 */
export async function getUserGroups(
  args: GetUserGroupsArgs,
  opts?: pulumi.InvokeOptions,
): Promise<GetUserGroupsResult> {
  return (await ask(described, args, opts)) as GetUserGroupsResult;
}

/**
 * The same as `getUserGroups` for arguments that are outputs. The result is unknown in a preview as
 * long as an argument is, or as long as a resource does not exist on which the call depends.
 *
 * @param args what to look for
 * @param opts the provider of another user pool, or a parent that has one; `dependsOn` names resources to wait for
 */
export function getUserGroupsOutput(
  args: GetUserGroupsOutputArgs,
  opts?: pulumi.InvokeOutputOptions,
): pulumi.Output<GetUserGroupsResult> {
  return askOutput(described, args, opts).apply((answer) => answer as GetUserGroupsResult);
}
