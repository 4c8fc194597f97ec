// Generated from the functions in model/functions by `npm run generate`: edit those.
import type * as pulumi from "@pulumi/pulumi";

import { getGroup as described } from "../../model/functions/index.js";
import { ask, askOutput } from "./ask.js";

/** The arguments of `getGroup`. */
export interface GetGroupArgs {
  /** Code of the group. */
  readonly code: string;
}

/** The arguments of `getGroupOutput`. */
export interface GetGroupOutputArgs {
  /** Code of the group. */
  readonly code: pulumi.Input<string>;
}

/** What `getGroup` answers. A value that is not set in the pool is undefined. */
export interface GetGroupResult {
  /** Code of the group. */
  readonly code: string;

  /** Name of the group. */
  readonly name: string | undefined;

  /** Description of the group. */
  readonly description: string | undefined;

  /** Id of the user pool that holds the object. */
  readonly userPoolId: string;
}

/**
 * Reads one group by its code.
 *
 * ```ts
 * const engineering = await approw.getGroup({ code: "engineering" });
 * ```
 *
 * @param args what to look for
 * @param opts the provider of another user pool, or a parent that has one
 */
export async function getGroup(args: GetGroupArgs, opts?: pulumi.InvokeOptions): Promise<GetGroupResult> {
  return (await ask(described, args, opts)) as GetGroupResult;
}

/**
 * The same as `getGroup` for arguments that are outputs. The result is unknown in a preview as long as
 * an argument is, or as long as a resource does not exist on which the call depends.
 *
 * @param args what to look for
 * @param opts the provider of another user pool, or a parent that has one; `dependsOn` names resources to wait for
 */
export function getGroupOutput(
  args: GetGroupOutputArgs,
  opts?: pulumi.InvokeOutputOptions,
): pulumi.Output<GetGroupResult> {
  return askOutput(described, args, opts).apply((answer) => answer as GetGroupResult);
}
