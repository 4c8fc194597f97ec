// Generated from the functions in model/functions by `npm run generate`: edit those.
import type * as pulumi from "@pulumi/pulumi";

import { getUsers as described } from "../../model/functions/index.js";
import { ask, askOutput } from "./ask.js";
import type { GetUserResult } from "./get-user.js";

/** The arguments of `getUsers`. */
export interface GetUsersArgs {
  /** Ids of users. */
  readonly ids?: readonly string[] | undefined;

  /** A string to search for in usernames, names, emails and phone numbers. The match is fuzzy. */
  readonly search?: string | undefined;

  /** Code of the group whose members to read. */
  readonly group?: string | undefined;

  /** Code of the role whose holders to read. */
  readonly role?: string | undefined;

  /** Namespace of the role, called permission group in the console. Default: "default". */
  readonly namespace?: string | undefined;

  /** Reads all users of the pool. */
  readonly all?: true | undefined;

  /** Whether to read the values of custom fields too. Default: false. */
  readonly withCustomData?: boolean | undefined;
}

/** The arguments of `getUsersOutput`. */
export interface GetUsersOutputArgs {
  /** Ids of users. */
  readonly ids?: pulumi.Input<pulumi.Input<string>[] | undefined> | undefined;

  /** A string to search for in usernames, names, emails and phone numbers. The match is fuzzy. */
  readonly search?: pulumi.Input<string | undefined> | undefined;

  /** Code of the group whose members to read. */
  readonly group?: pulumi.Input<string | undefined> | undefined;

  /** Code of the role whose holders to read. */
  readonly role?: pulumi.Input<string | undefined> | undefined;

  /** Namespace of the role, called permission group in the console. Default: "default". */
  readonly namespace?: pulumi.Input<string | undefined> | undefined;

  /** Reads all users of the pool. */
  readonly all?: pulumi.Input<true | undefined> | undefined;

  /** Whether to read the values of custom fields too. Default: false. */
  readonly withCustomData?: pulumi.Input<boolean | undefined> | undefined;
}

/** What `getUsers` answers. A value that is not set in the pool is undefined. */
export interface GetUsersResult {
  /** The users, each once. */
  readonly users: GetUserResult[];

  /** Id of the user pool that holds the object. */
  readonly userPoolId: string;
}

/**
 * Reads users: those with some ids, those that match a search, the members of a group, the holders of a
 * role, or all users of the pool.
 *
 * Every page is read, and a list that stays incomplete is an error. Users who do not exist are left
 * out, so the list can be empty.
 *
 * ```ts
 * const { users } = await approw.getUsers({ group: "engineering" });
 * ```
 *
 * @param args what to look for: exactly one of ids, search, group, role, all
 * @param opts the provider of another user pool, or a parent that has one
 */
export async function getUsers(args: GetUsersArgs, opts?: pulumi.InvokeOptions): Promise<GetUsersResult> {
  return (await ask(described, args, opts)) as GetUsersResult;
}

/**
 * The same as `getUsers` for arguments that are outputs. The result is unknown in a preview as long as
 * an argument is, or as long as a resource does not exist on which the call depends.
 *
 * @param args what to look for: exactly one of ids, search, group, role, all
 * @param opts the provider of another user pool, or a parent that has one; `dependsOn` names resources to wait for
 */
export function getUsersOutput(
  args: GetUsersOutputArgs,
  opts?: pulumi.InvokeOutputOptions,
): pulumi.Output<GetUsersResult> {
  return askOutput(described, args, opts).apply((answer) => answer as GetUsersResult);
}
