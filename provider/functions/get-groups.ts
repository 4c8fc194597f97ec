// Generated from the functions in model/functions by `npm run generate`: edit those.
import type * as pulumi from "@pulumi/pulumi";

import { getGroups as described } from "../../model/functions/index.js";
import { ask, askOutput } from "./ask.js";
import type { GetGroupResult } from "./get-group.js";

/** The arguments of `getGroups`. */
export interface GetGroupsArgs {
  /** Codes of groups. Default: all groups of the pool. */
  readonly codes?: readonly string[] | undefined;
}

/** The arguments of `getGroupsOutput`. */
export interface GetGroupsOutputArgs {
  /** Codes of groups. Default: all groups of the pool. */
  readonly codes?: pulumi.Input<pulumi.Input<string>[] | undefined> | undefined;
}

/** What `getGroups` answers. A value that is not set in the pool is undefined. */
export interface GetGroupsResult {
  /** The groups, each once. */
  readonly groups: GetGroupResult[];

  /** Id of the user pool that holds the object. */
  readonly userPoolId: string;
}

/**
 * Reads groups: all of the pool, or those with some codes.
 *
 * Every page is read, and a list that stays incomplete is an error. Groups that do not exist are left
 * out.
 *
 * ```ts
 * const { groups } = await approw.getGroups();
 * ```
 *
 * @param args what to look for; without it, everything
 * @param opts the provider of another user pool, or a parent that has one
 */
export async function getGroups(args?: GetGroupsArgs, opts?: pulumi.InvokeOptions): Promise<GetGroupsResult> {
  return (await ask(described, args, opts)) as GetGroupsResult;
}

/**
 * The same as `getGroups` for arguments that are outputs. The result is unknown in a preview as long as
 * an argument is, or as long as a resource does not exist on which the call depends.
 *
 * @param args what to look for; without it, everything
 * @param opts the provider of another user pool, or a parent that has one; `dependsOn` names resources to wait for
 */
export function getGroupsOutput(
  args?: GetGroupsOutputArgs,
  opts?: pulumi.InvokeOutputOptions,
): pulumi.Output<GetGroupsResult> {
  return askOutput(described, args, opts).apply((answer) => answer as GetGroupsResult);
}
