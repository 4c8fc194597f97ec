// Generated from the functions in model/functions by `npm run generate`: edit those.
import type * as pulumi from "@pulumi/pulumi";

import { getUser as described } from "../../model/functions/index.js";
import { ask, askOutput } from "./ask.js";
import type { CustomValue } from "../resources/custom-value.js";

/** The arguments of `getUser`. */
export interface GetUserArgs {
  /** Id of the user. */
  readonly id?: string | undefined;

  /** Login name, case-sensitive. */
  readonly username?: string | undefined;

  /** Email address, not case-sensitive. */
  readonly email?: string | undefined;

  /** Phone number, as declared and without spaces, dashes and brackets. */
  readonly phone?: string | undefined;

  /** Id of the user in another system. */
  readonly externalId?: string | undefined;

  /** Whether to read the values of custom fields too. Default: false. */
  readonly withCustomData?: boolean | undefined;
}

/** The arguments of `getUserOutput`. */
export interface GetUserOutputArgs {
  /** Id of the user. */
  readonly id?: pulumi.Input<string | undefined> | undefined;

  /** Login name, case-sensitive. */
  readonly username?: pulumi.Input<string | undefined> | undefined;

  /** Email address, not case-sensitive. */
  readonly email?: pulumi.Input<string | undefined> | undefined;

  /** Phone number, as declared and without spaces, dashes and brackets. */
  readonly phone?: pulumi.Input<string | undefined> | undefined;

  /** Id of the user in another system. */
  readonly externalId?: pulumi.Input<string | undefined> | undefined;

  /** Whether to read the values of custom fields too. Default: false. */
  readonly withCustomData?: pulumi.Input<boolean | undefined> | undefined;

  /**
   * Whether to read the secret fields too: `oauth`. Pulumi then treats the whole result as a secret. Only
   * `getUserOutput` takes this argument, because a promise cannot mark secrets. Default: false.
   */
  readonly withSecrets?: pulumi.Input<boolean | undefined> | undefined;
}

/** What `getUser` answers. A value that is not set in the pool is undefined. */
export interface GetUserResult {
  /** Id of the user in the user pool. */
  readonly id: string;

  /** Status: `Activated`, `Suspended`, `Resigned`, `Archived`, or a later value. */
  readonly status: string | undefined;

  /** Login name. */
  readonly username: string | undefined;

  /** Email address. */
  readonly email: string | undefined;

  /** Whether the email address is verified. */
  readonly emailVerified: boolean | undefined;

  /** Phone number. */
  readonly phone: string | undefined;

  /** Whether the phone number is verified. */
  readonly phoneVerified: boolean | undefined;

  /** Country code of the phone number. */
  readonly phoneCountryCode: string | undefined;

  /** Id of the user in another system, such as a staff number. */
  readonly externalId: string | undefined;

  /** Id of a user who signs in with a social provider, the same in all its applications. */
  readonly unionid: string | undefined;

  /** Id of a user who signs in with a social provider, in one of its applications. */
  readonly openid: string | undefined;

  /** Nickname. */
  readonly nickname: string | undefined;

  /** Full name. */
  readonly name: string | undefined;

  /** Given name. */
  readonly givenName: string | undefined;

  /** Family name. */
  readonly familyName: string | undefined;

  /** Middle name. */
  readonly middleName: string | undefined;

  /** Name the user prefers to be called. */
  readonly preferredUsername: string | undefined;

  /** URL of the profile page. */
  readonly profile: string | undefined;

  /** URL of the avatar. */
  readonly photo: string | undefined;

  /** URL of the personal website. */
  readonly website: string | undefined;

  /** Company. */
  readonly company: string | undefined;

  /** Gender: "M" for male, "F" for female, "U" for unknown. */
  readonly gender: string | undefined;

  /** Birthday, such as 1815-12-10. */
  readonly birthdate: string | undefined;

  /** Time zone, such as Europe/Berlin. */
  readonly zoneinfo: string | undefined;

  /** Language, such as en-US. */
  readonly locale: string | undefined;

  /** Address in one string. */
  readonly address: string | undefined;

  /** Address, formatted as on a mailing label. */
  readonly formatted: string | undefined;

  /** Street and number. */
  readonly streetAddress: string | undefined;

  /** Locality. */
  readonly locality: string | undefined;

  /** Region. */
  readonly region: string | undefined;

  /** Postal code. */
  readonly postalCode: string | undefined;

  /** City. */
  readonly city: string | undefined;

  /** Province. */
  readonly province: string | undefined;

  /** Country. */
  readonly country: string | undefined;

  /** Whether the account is blocked. */
  readonly blocked: boolean | undefined;

  /** Source of the registration, one or several. */
  readonly registerSource: string[] | undefined;

  /** Time of registration. */
  readonly signedUp: string | undefined;

  /** Whether the account is marked as deleted. */
  readonly isDeleted: boolean | undefined;

  /** Number of logins. */
  readonly loginsCount: number | undefined;

  /** Time of the last login. */
  readonly lastLogin: string | undefined;

  /** IP address of the last login or other activity. */
  readonly lastIP: string | undefined;

  /** Browser of the last login. */
  readonly browser: string | undefined;

  /** Device of the last login. */
  readonly device: string | undefined;

  /** Time at which the user's tokens expire. */
  readonly tokenExpiredAt: string | undefined;

  /** Time of the creation, ISO 8601. */
  readonly createdAt: string | undefined;

  /** Time of the last change, ISO 8601. */
  readonly updatedAt: string | undefined;

  /** Values of custom fields by key; dates are strings in ISO 8601. Read only with `withCustomData`. */
  readonly customData: Readonly<Record<string, CustomValue>> | undefined;

  /** Profile as the identity provider sent it, as a JSON string. Read only with `withSecrets`. */
  readonly oauth: string | undefined;

  /** Id of the user pool that holds the object. */
  readonly userPoolId: string;
}

/**
 * Reads one user by id or by one unique field.
 *
 * The call fails if the user does not exist. To check which users exist, call `getUsers` with their
 * ids.
 *
 * ```ts
 * const ada = await approw.getUser({ email: "ada@example.com" });
 * ```
 *
 * @param args what to look for: exactly one of id, username, email, phone, externalId
 * @param opts the provider of another user pool, or a parent that has one
 * @returns the values in the pool, without secrets: a promise cannot mark them. `getUserOutput` can
 */
export async function getUser(args: GetUserArgs, opts?: pulumi.InvokeOptions): Promise<GetUserResult> {
  return (await ask(described, args, opts)) as GetUserResult;
}

/**
 * The same as `getUser` for arguments that are outputs. The result is unknown in a preview as long as
 * an argument is, or as long as a resource does not exist on which the call depends.
 *
 * @param args what to look for: exactly one of id, username, email, phone, externalId
 * @param opts the provider of another user pool, or a parent that has one; `dependsOn` names resources to wait for
 */
export function getUserOutput(
  args: GetUserOutputArgs,
  opts?: pulumi.InvokeOutputOptions,
): pulumi.Output<GetUserResult> {
  return askOutput(described, args, opts).apply((answer) => answer as GetUserResult);
}
