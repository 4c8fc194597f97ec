// Generated from the kinds in model/schema by `npm run generate`: edit those.
import * as pulumi from "@pulumi/pulumi";

import { user as kind } from "../../model/schema/index.js";
import { addUndeclaredOutputs, isOfKind, registration } from "./registration.js";
import type { CustomValue } from "./custom-value.js";
import type { Group } from "./group.js";
import type { Role } from "./role.js";
import type { RoleInNamespace } from "./role-in-namespace.js";

/** The arguments of a `User`. */
export interface UserArgs {
  /** Login name. Unique in the user pool, case-sensitive. */
  readonly username?: pulumi.Input<string | undefined> | undefined;

  /** Email address. Unique in the user pool, not case-sensitive. */
  readonly email?: pulumi.Input<string | undefined> | undefined;

  /** Whether the email address is verified. */
  readonly emailVerified?: pulumi.Input<boolean | undefined> | undefined;

  /**
   * Phone number. Unique in the user pool. Spaces, dashes, dots and brackets are not compared. Users are
   * looked up by the number as declared and without these characters. If the pool stores the number with
   * them, declare the same spelling; otherwise the user may not be found.
   */
  readonly phone?: pulumi.Input<string | undefined> | undefined;

  /** Whether the phone number is verified. */
  readonly phoneVerified?: pulumi.Input<boolean | undefined> | undefined;

  /** Country code of the phone number. Older installations of the service refuse this field. */
  readonly phoneCountryCode?: pulumi.Input<string | undefined> | undefined;

  /** Id of the user in another system, such as a staff number. Unique in the user pool. */
  readonly externalId?: pulumi.Input<string | undefined> | undefined;

  /** Id of a user who signs in with a social provider, the same in all its applications. */
  readonly unionid?: pulumi.Input<string | undefined> | undefined;

  /** Id of a user who signs in with a social provider, in one of its applications. */
  readonly openid?: pulumi.Input<string | undefined> | undefined;

  /**
   * Password, at least 6 characters. It is sent at creation and when its declared value changes. An
   * unrelated update, a refresh or an adoption does not change the password. The state contains it
   * encrypted, with a salted hash beside it.
   */
  readonly password?: pulumi.Input<string | undefined> | undefined;

  /** Nickname. */
  readonly nickname?: pulumi.Input<string | undefined> | undefined;

  /** Full name. */
  readonly name?: pulumi.Input<string | undefined> | undefined;

  /** Given name. */
  readonly givenName?: pulumi.Input<string | undefined> | undefined;

  /** Family name. */
  readonly familyName?: pulumi.Input<string | undefined> | undefined;

  /** Middle name. */
  readonly middleName?: pulumi.Input<string | undefined> | undefined;

  /** Name the user prefers to be called. */
  readonly preferredUsername?: pulumi.Input<string | undefined> | undefined;

  /** URL of the profile page. */
  readonly profile?: pulumi.Input<string | undefined> | undefined;

  /** URL of the avatar. When it is cleared, the service may set its default picture. */
  readonly photo?: pulumi.Input<string | undefined> | undefined;

  /** URL of the personal website. */
  readonly website?: pulumi.Input<string | undefined> | undefined;

  /** Company. */
  readonly company?: pulumi.Input<string | undefined> | undefined;

  /** Gender: "M" for male, "F" for female, "U" for unknown. */
  readonly gender?: pulumi.Input<"M" | "F" | "U" | undefined> | undefined;

  /** Birthday, such as 1815-12-10. A year alone, and 0000 for a year that is not told, are allowed. */
  readonly birthdate?: pulumi.Input<string | undefined> | undefined;

  /** Time zone, such as Europe/Berlin. */
  readonly zoneinfo?: pulumi.Input<string | undefined> | undefined;

  /** Language, such as en-US. */
  readonly locale?: pulumi.Input<string | undefined> | undefined;

  /** Address in one string. */
  readonly address?: pulumi.Input<string | undefined> | undefined;

  /** Address, formatted as on a mailing label. */
  readonly formatted?: pulumi.Input<string | undefined> | undefined;

  /** Street and number. */
  readonly streetAddress?: pulumi.Input<string | undefined> | undefined;

  /** Locality. */
  readonly locality?: pulumi.Input<string | undefined> | undefined;

  /** Region. */
  readonly region?: pulumi.Input<string | undefined> | undefined;

  /** Postal code. */
  readonly postalCode?: pulumi.Input<string | undefined> | undefined;

  /** City. The API accepts it on update only, so a creation is followed by an update. */
  readonly city?: pulumi.Input<string | undefined> | undefined;

  /** Province. The API accepts it on update only, so a creation is followed by an update. */
  readonly province?: pulumi.Input<string | undefined> | undefined;

  /** Country. */
  readonly country?: pulumi.Input<string | undefined> | undefined;

  /** Whether the account is blocked. A blocked user cannot log in. */
  readonly blocked?: pulumi.Input<boolean | undefined> | undefined;

  /** Source of the registration, one or several. Can be set at creation only. */
  readonly registerSource?: pulumi.Input<string | pulumi.Input<string>[] | undefined> | undefined;

  /**
   * Time of registration. Declare it for users that you migrate from another system. Can be set at
   * creation only.
   */
  readonly signedUp?: pulumi.Input<string | undefined> | undefined;

  /** Whether the account is marked as deleted. Can be set at creation only. */
  readonly isDeleted?: pulumi.Input<boolean | undefined> | undefined;

  /**
   * Number of logins. Declare it for users that you migrate from another system. It changes with each
   * login, so a declared value drifts.
   */
  readonly loginsCount?: pulumi.Input<number | undefined> | undefined;

  /**
   * Time of the last login. Declare it for users that you migrate from another system. A declared value
   * drifts with each login.
   */
  readonly lastLogin?: pulumi.Input<string | undefined> | undefined;

  /** IP address of the last login or other activity. A declared value drifts with each login. */
  readonly lastIP?: pulumi.Input<string | undefined> | undefined;

  /** Browser of the last login. A declared value drifts with each login. */
  readonly browser?: pulumi.Input<string | undefined> | undefined;

  /** Device of the last login. A declared value drifts with each login. */
  readonly device?: pulumi.Input<string | undefined> | undefined;

  /**
   * Profile as the identity provider sent it, as a JSON string. It may contain tokens, so it is kept as a
   * secret.
   */
  readonly oauth?: pulumi.Input<string | undefined> | undefined;

  /** Time at which the user's tokens expire. A time in the past revokes them at once. */
  readonly tokenExpiredAt?: pulumi.Input<string | undefined> | undefined;

  /** Time at which the account expires. Older installations of the service refuse this field. */
  readonly expiredAt?: pulumi.Input<string | undefined> | undefined;

  /** Direct manager. Older installations of the service refuse this field. */
  readonly directManagement?: pulumi.Input<string | undefined> | undefined;

  /** Id of the main department. Older installations of the service refuse this field. */
  readonly mainDepartmentId?: pulumi.Input<string | undefined> | undefined;

  /** Code of the main department. Older installations of the service refuse this field. */
  readonly mainDepartmentCode?: pulumi.Input<string | undefined> | undefined;

  /**
   * Groups that the user belongs to: their codes, or `Group` resources. The user is added to them, and
   * removed from those that you remove from the list. Groups that were assigned outside of this resource
   * are not changed, unless `exhaustiveGroups` is true.
   */
  readonly groups?:
    pulumi.Input<pulumi.Input<string>[] | undefined> | readonly (pulumi.Input<string> | Group)[] | undefined;

  /**
   * Roles that the user holds: their codes, `Role` resources, or objects with `code` and `namespace`. A
   * code alone is one of the namespace "default". The roles are assigned, and those that you remove from
   * the list are revoked. Roles that were assigned outside of this resource are not changed, unless
   * `exhaustiveRoles` is true.
   */
  readonly roles?:
    | pulumi.Input<pulumi.Input<string | RoleInNamespace>[] | undefined>
    | readonly (pulumi.Input<string | RoleInNamespace> | Role)[]
    | undefined;

  /**
   * Values of custom fields by key: strings, numbers, booleans, objects, and dates as ISO 8601 strings.
   * Each key is owned on its own: a declared key is compared and set, a key that you remove is cleared,
   * and other keys are neither read nor changed. The fields must be defined in the user pool, with
   * `UserField` or in the console, and the values must have their types. To keep the values secret,
   * declare `pulumi.secret({ ... })`.
   */
  readonly customData?: pulumi.Input<Record<string, pulumi.Input<CustomValue>> | undefined> | undefined;

  /**
   * Whether `groups` is the complete set. True removes the user from every other group. No other resource
   * may then declare groups of this user. Default: false.
   */
  readonly exhaustiveGroups?: pulumi.Input<boolean | undefined> | undefined;

  /**
   * Whether `roles` is the complete set in the namespace "default" and in each namespace that it names.
   * True revokes every other role there. No other resource may then declare roles of this user. Default:
   * false.
   */
  readonly exhaustiveRoles?: pulumi.Input<boolean | undefined> | undefined;

  /**
   * What happens to groups and roles that you remove from `groups` and `roles`. `revoke` takes them from
   * the user; `keep` leaves them, so that another resource can take them over; an exhaustive list still
   * removes everything else. Default: "revoke".
   */
  readonly removedAccess?: pulumi.Input<"revoke" | "keep" | undefined> | undefined;

  /**
   * Whether the declared password is already hashed, for users that you move from another system. True
   * sends it to the service as it is. The API accepts this at creation only. To change the password
   * later, declare it in plain text, without `keepPassword`. Default: false.
   */
  readonly keepPassword?: pulumi.Input<boolean | undefined> | undefined;

  /**
   * Whether to take over a user that is already in the pool with the declared external id, username,
   * email or phone. If false, the run fails in that case. A user that this stack manages is never
   * adopted. The password of an adopted user stays until its declared value changes. Default:
   * `approw:adopt` of the stack, or false.
   */
  readonly adopt?: pulumi.Input<boolean | undefined> | undefined;

  /**
   * What happens to the user when the resource is deleted. `delete` removes the account and everything
   * attached to it, which cannot be undone; `block` blocks the account and revokes its tokens, and leaves
   * its `groups` and `roles`; `retain` leaves the user as it is. Default: "delete", or "retain" for an
   * adopted user, because another stack may manage the user.
   */
  readonly deletionPolicy?: pulumi.Input<"delete" | "block" | "retain" | undefined> | undefined;

  /**
   * What happens when `registerSource`, `signedUp` or `isDeleted` changes, which the API accepts at
   * creation only. False refuses the change; true deletes the user and creates a new one with another id.
   * Default: false.
   */
  readonly replaceOnCreateOnlyChange?: pulumi.Input<boolean | undefined> | undefined;
}

/** What `User.get` takes to describe what it looks up. Nothing of it is required. */
export interface UserState {
  /** Login name. Unique in the user pool, case-sensitive. */
  readonly username?: pulumi.Input<string | undefined> | undefined;

  /** Email address. Unique in the user pool, not case-sensitive. */
  readonly email?: pulumi.Input<string | undefined> | undefined;

  /** Whether the email address is verified. */
  readonly emailVerified?: pulumi.Input<boolean | undefined> | undefined;

  /**
   * Phone number. Unique in the user pool. Spaces, dashes, dots and brackets are not compared. Users are
   * looked up by the number as declared and without these characters. If the pool stores the number with
   * them, declare the same spelling; otherwise the user may not be found.
   */
  readonly phone?: pulumi.Input<string | undefined> | undefined;

  /** Whether the phone number is verified. */
  readonly phoneVerified?: pulumi.Input<boolean | undefined> | undefined;

  /** Country code of the phone number. Older installations of the service refuse this field. */
  readonly phoneCountryCode?: pulumi.Input<string | undefined> | undefined;

  /** Id of the user in another system, such as a staff number. Unique in the user pool. */
  readonly externalId?: pulumi.Input<string | undefined> | undefined;

  /** Id of a user who signs in with a social provider, the same in all its applications. */
  readonly unionid?: pulumi.Input<string | undefined> | undefined;

  /** Id of a user who signs in with a social provider, in one of its applications. */
  readonly openid?: pulumi.Input<string | undefined> | undefined;

  /**
   * Password, at least 6 characters. It is sent at creation and when its declared value changes. An
   * unrelated update, a refresh or an adoption does not change the password. The state contains it
   * encrypted, with a salted hash beside it.
   */
  readonly password?: pulumi.Input<string | undefined> | undefined;

  /** Nickname. */
  readonly nickname?: pulumi.Input<string | undefined> | undefined;

  /** Full name. */
  readonly name?: pulumi.Input<string | undefined> | undefined;

  /** Given name. */
  readonly givenName?: pulumi.Input<string | undefined> | undefined;

  /** Family name. */
  readonly familyName?: pulumi.Input<string | undefined> | undefined;

  /** Middle name. */
  readonly middleName?: pulumi.Input<string | undefined> | undefined;

  /** Name the user prefers to be called. */
  readonly preferredUsername?: pulumi.Input<string | undefined> | undefined;

  /** URL of the profile page. */
  readonly profile?: pulumi.Input<string | undefined> | undefined;

  /** URL of the avatar. When it is cleared, the service may set its default picture. */
  readonly photo?: pulumi.Input<string | undefined> | undefined;

  /** URL of the personal website. */
  readonly website?: pulumi.Input<string | undefined> | undefined;

  /** Company. */
  readonly company?: pulumi.Input<string | undefined> | undefined;

  /** Gender: "M" for male, "F" for female, "U" for unknown. */
  readonly gender?: pulumi.Input<"M" | "F" | "U" | undefined> | undefined;

  /** Birthday, such as 1815-12-10. A year alone, and 0000 for a year that is not told, are allowed. */
  readonly birthdate?: pulumi.Input<string | undefined> | undefined;

  /** Time zone, such as Europe/Berlin. */
  readonly zoneinfo?: pulumi.Input<string | undefined> | undefined;

  /** Language, such as en-US. */
  readonly locale?: pulumi.Input<string | undefined> | undefined;

  /** Address in one string. */
  readonly address?: pulumi.Input<string | undefined> | undefined;

  /** Address, formatted as on a mailing label. */
  readonly formatted?: pulumi.Input<string | undefined> | undefined;

  /** Street and number. */
  readonly streetAddress?: pulumi.Input<string | undefined> | undefined;

  /** Locality. */
  readonly locality?: pulumi.Input<string | undefined> | undefined;

  /** Region. */
  readonly region?: pulumi.Input<string | undefined> | undefined;

  /** Postal code. */
  readonly postalCode?: pulumi.Input<string | undefined> | undefined;

  /** City. The API accepts it on update only, so a creation is followed by an update. */
  readonly city?: pulumi.Input<string | undefined> | undefined;

  /** Province. The API accepts it on update only, so a creation is followed by an update. */
  readonly province?: pulumi.Input<string | undefined> | undefined;

  /** Country. */
  readonly country?: pulumi.Input<string | undefined> | undefined;

  /** Whether the account is blocked. A blocked user cannot log in. */
  readonly blocked?: pulumi.Input<boolean | undefined> | undefined;

  /** Source of the registration, one or several. Can be set at creation only. */
  readonly registerSource?: pulumi.Input<string | pulumi.Input<string>[] | undefined> | undefined;

  /**
   * Time of registration. Declare it for users that you migrate from another system. Can be set at
   * creation only.
   */
  readonly signedUp?: pulumi.Input<string | undefined> | undefined;

  /** Whether the account is marked as deleted. Can be set at creation only. */
  readonly isDeleted?: pulumi.Input<boolean | undefined> | undefined;

  /**
   * Number of logins. Declare it for users that you migrate from another system. It changes with each
   * login, so a declared value drifts.
   */
  readonly loginsCount?: pulumi.Input<number | undefined> | undefined;

  /**
   * Time of the last login. Declare it for users that you migrate from another system. A declared value
   * drifts with each login.
   */
  readonly lastLogin?: pulumi.Input<string | undefined> | undefined;

  /** IP address of the last login or other activity. A declared value drifts with each login. */
  readonly lastIP?: pulumi.Input<string | undefined> | undefined;

  /** Browser of the last login. A declared value drifts with each login. */
  readonly browser?: pulumi.Input<string | undefined> | undefined;

  /** Device of the last login. A declared value drifts with each login. */
  readonly device?: pulumi.Input<string | undefined> | undefined;

  /**
   * Profile as the identity provider sent it, as a JSON string. It may contain tokens, so it is kept as a
   * secret.
   */
  readonly oauth?: pulumi.Input<string | undefined> | undefined;

  /** Time at which the user's tokens expire. A time in the past revokes them at once. */
  readonly tokenExpiredAt?: pulumi.Input<string | undefined> | undefined;

  /** Time at which the account expires. Older installations of the service refuse this field. */
  readonly expiredAt?: pulumi.Input<string | undefined> | undefined;

  /** Direct manager. Older installations of the service refuse this field. */
  readonly directManagement?: pulumi.Input<string | undefined> | undefined;

  /** Id of the main department. Older installations of the service refuse this field. */
  readonly mainDepartmentId?: pulumi.Input<string | undefined> | undefined;

  /** Code of the main department. Older installations of the service refuse this field. */
  readonly mainDepartmentCode?: pulumi.Input<string | undefined> | undefined;

  /**
   * Groups that the user belongs to: their codes, or `Group` resources. The user is added to them, and
   * removed from those that you remove from the list. Groups that were assigned outside of this resource
   * are not changed, unless `exhaustiveGroups` is true.
   */
  readonly groups?:
    pulumi.Input<pulumi.Input<string>[] | undefined> | readonly (pulumi.Input<string> | Group)[] | undefined;

  /**
   * Roles that the user holds: their codes, `Role` resources, or objects with `code` and `namespace`. A
   * code alone is one of the namespace "default". The roles are assigned, and those that you remove from
   * the list are revoked. Roles that were assigned outside of this resource are not changed, unless
   * `exhaustiveRoles` is true.
   */
  readonly roles?:
    | pulumi.Input<pulumi.Input<string | RoleInNamespace>[] | undefined>
    | readonly (pulumi.Input<string | RoleInNamespace> | Role)[]
    | undefined;

  /**
   * Values of custom fields by key: strings, numbers, booleans, objects, and dates as ISO 8601 strings.
   * Each key is owned on its own: a declared key is compared and set, a key that you remove is cleared,
   * and other keys are neither read nor changed. The fields must be defined in the user pool, with
   * `UserField` or in the console, and the values must have their types. To keep the values secret,
   * declare `pulumi.secret({ ... })`.
   */
  readonly customData?: pulumi.Input<Record<string, pulumi.Input<CustomValue>> | undefined> | undefined;

  /**
   * Whether `groups` is the complete set. True removes the user from every other group. No other resource
   * may then declare groups of this user. Default: false.
   */
  readonly exhaustiveGroups?: pulumi.Input<boolean | undefined> | undefined;

  /**
   * Whether `roles` is the complete set in the namespace "default" and in each namespace that it names.
   * True revokes every other role there. No other resource may then declare roles of this user. Default:
   * false.
   */
  readonly exhaustiveRoles?: pulumi.Input<boolean | undefined> | undefined;

  /**
   * What happens to groups and roles that you remove from `groups` and `roles`. `revoke` takes them from
   * the user; `keep` leaves them, so that another resource can take them over; an exhaustive list still
   * removes everything else. Default: "revoke".
   */
  readonly removedAccess?: pulumi.Input<"revoke" | "keep" | undefined> | undefined;

  /**
   * Whether the declared password is already hashed, for users that you move from another system. True
   * sends it to the service as it is. The API accepts this at creation only. To change the password
   * later, declare it in plain text, without `keepPassword`. Default: false.
   */
  readonly keepPassword?: pulumi.Input<boolean | undefined> | undefined;

  /**
   * Whether to take over a user that is already in the pool with the declared external id, username,
   * email or phone. If false, the run fails in that case. A user that this stack manages is never
   * adopted. The password of an adopted user stays until its declared value changes. Default:
   * `approw:adopt` of the stack, or false.
   */
  readonly adopt?: pulumi.Input<boolean | undefined> | undefined;

  /**
   * What happens to the user when the resource is deleted. `delete` removes the account and everything
   * attached to it, which cannot be undone; `block` blocks the account and revokes its tokens, and leaves
   * its `groups` and `roles`; `retain` leaves the user as it is. Default: "delete", or "retain" for an
   * adopted user, because another stack may manage the user.
   */
  readonly deletionPolicy?: pulumi.Input<"delete" | "block" | "retain" | undefined> | undefined;

  /**
   * What happens when `registerSource`, `signedUp` or `isDeleted` changes, which the API accepts at
   * creation only. False refuses the change; true deletes the user and creates a new one with another id.
   * Default: false.
   */
  readonly replaceOnCreateOnlyChange?: pulumi.Input<boolean | undefined> | undefined;
}

/**
 * A user of the user pool.
 *
 * The program owns the fields that it declares: they are compared with the pool and set if they differ.
 * A field that you remove from the program is cleared. A field that was never declared is neither read
 * nor changed. The values null and undefined count as not declared. A change replaces the user only if
 * it changes a create-only field and `replaceOnCreateOnlyChange` is set.
 *
 * ```ts
 * const ada = new approw.User("ada", {
 *   username: "ada",
 *   email: "ada@example.com",
 *   name: "Ada Lovelace",
 * });
 * ```
 */

export class User extends pulumi.CustomResource {
  static {
    addUndeclaredOutputs(this, kind);
  }

  /** Login name. Unique in the user pool, case-sensitive. */
  declare readonly username: pulumi.Output<string | undefined>;

  /** Email address. Unique in the user pool, not case-sensitive. */
  declare readonly email: pulumi.Output<string | undefined>;

  /** Whether the email address is verified. */
  declare readonly emailVerified: pulumi.Output<boolean | undefined>;

  /**
   * Phone number. Unique in the user pool. Spaces, dashes, dots and brackets are not compared. Users are
   * looked up by the number as declared and without these characters. If the pool stores the number with
   * them, declare the same spelling; otherwise the user may not be found.
   */
  declare readonly phone: pulumi.Output<string | undefined>;

  /** Whether the phone number is verified. */
  declare readonly phoneVerified: pulumi.Output<boolean | undefined>;

  /** Country code of the phone number. Older installations of the service refuse this field. */
  declare readonly phoneCountryCode: pulumi.Output<string | undefined>;

  /** Id of the user in another system, such as a staff number. Unique in the user pool. */
  declare readonly externalId: pulumi.Output<string | undefined>;

  /** Id of a user who signs in with a social provider, the same in all its applications. */
  declare readonly unionid: pulumi.Output<string | undefined>;

  /** Id of a user who signs in with a social provider, in one of its applications. */
  declare readonly openid: pulumi.Output<string | undefined>;

  /** Nickname. */
  declare readonly nickname: pulumi.Output<string | undefined>;

  /** Full name. */
  declare readonly name: pulumi.Output<string | undefined>;

  /** Given name. */
  declare readonly givenName: pulumi.Output<string | undefined>;

  /** Family name. */
  declare readonly familyName: pulumi.Output<string | undefined>;

  /** Middle name. */
  declare readonly middleName: pulumi.Output<string | undefined>;

  /** Name the user prefers to be called. */
  declare readonly preferredUsername: pulumi.Output<string | undefined>;

  /** URL of the profile page. */
  declare readonly profile: pulumi.Output<string | undefined>;

  /** URL of the avatar. When it is cleared, the service may set its default picture. */
  declare readonly photo: pulumi.Output<string | undefined>;

  /** URL of the personal website. */
  declare readonly website: pulumi.Output<string | undefined>;

  /** Company. */
  declare readonly company: pulumi.Output<string | undefined>;

  /** Gender: "M" for male, "F" for female, "U" for unknown. */
  declare readonly gender: pulumi.Output<"M" | "F" | "U" | undefined>;

  /** Birthday, such as 1815-12-10. A year alone, and 0000 for a year that is not told, are allowed. */
  declare readonly birthdate: pulumi.Output<string | undefined>;

  /** Time zone, such as Europe/Berlin. */
  declare readonly zoneinfo: pulumi.Output<string | undefined>;

  /** Language, such as en-US. */
  declare readonly locale: pulumi.Output<string | undefined>;

  /** Address in one string. */
  declare readonly address: pulumi.Output<string | undefined>;

  /** Address, formatted as on a mailing label. */
  declare readonly formatted: pulumi.Output<string | undefined>;

  /** Street and number. */
  declare readonly streetAddress: pulumi.Output<string | undefined>;

  /** Locality. */
  declare readonly locality: pulumi.Output<string | undefined>;

  /** Region. */
  declare readonly region: pulumi.Output<string | undefined>;

  /** Postal code. */
  declare readonly postalCode: pulumi.Output<string | undefined>;

  /** City. The API accepts it on update only, so a creation is followed by an update. */
  declare readonly city: pulumi.Output<string | undefined>;

  /** Province. The API accepts it on update only, so a creation is followed by an update. */
  declare readonly province: pulumi.Output<string | undefined>;

  /** Country. */
  declare readonly country: pulumi.Output<string | undefined>;

  /** Whether the account is blocked. A blocked user cannot log in. */
  declare readonly blocked: pulumi.Output<boolean | undefined>;

  /** Source of the registration, one or several. Can be set at creation only. */
  declare readonly registerSource: pulumi.Output<string | string[] | undefined>;

  /**
   * Time of registration. Declare it for users that you migrate from another system. Can be set at
   * creation only.
   */
  declare readonly signedUp: pulumi.Output<string | undefined>;

  /** Whether the account is marked as deleted. Can be set at creation only. */
  declare readonly isDeleted: pulumi.Output<boolean | undefined>;

  /**
   * Number of logins. Declare it for users that you migrate from another system. It changes with each
   * login, so a declared value drifts.
   */
  declare readonly loginsCount: pulumi.Output<number | undefined>;

  /**
   * Time of the last login. Declare it for users that you migrate from another system. A declared value
   * drifts with each login.
   */
  declare readonly lastLogin: pulumi.Output<string | undefined>;

  /** IP address of the last login or other activity. A declared value drifts with each login. */
  declare readonly lastIP: pulumi.Output<string | undefined>;

  /** Browser of the last login. A declared value drifts with each login. */
  declare readonly browser: pulumi.Output<string | undefined>;

  /** Device of the last login. A declared value drifts with each login. */
  declare readonly device: pulumi.Output<string | undefined>;

  /**
   * Profile as the identity provider sent it, as a JSON string. It may contain tokens, so it is kept as a
   * secret.
   */
  declare readonly oauth: pulumi.Output<string | undefined>;

  /** Time at which the user's tokens expire. A time in the past revokes them at once. */
  declare readonly tokenExpiredAt: pulumi.Output<string | undefined>;

  /** Time at which the account expires. Older installations of the service refuse this field. */
  declare readonly expiredAt: pulumi.Output<string | undefined>;

  /** Direct manager. Older installations of the service refuse this field. */
  declare readonly directManagement: pulumi.Output<string | undefined>;

  /** Id of the main department. Older installations of the service refuse this field. */
  declare readonly mainDepartmentId: pulumi.Output<string | undefined>;

  /** Code of the main department. Older installations of the service refuse this field. */
  declare readonly mainDepartmentCode: pulumi.Output<string | undefined>;

  /**
   * Groups that the user belongs to: their codes, or `Group` resources. The user is added to them, and
   * removed from those that you remove from the list. Groups that were assigned outside of this resource
   * are not changed, unless `exhaustiveGroups` is true.
   */
  declare readonly groups: pulumi.Output<string[] | undefined>;

  /**
   * Roles that the user holds: their codes, `Role` resources, or objects with `code` and `namespace`. A
   * code alone is one of the namespace "default". The roles are assigned, and those that you remove from
   * the list are revoked. Roles that were assigned outside of this resource are not changed, unless
   * `exhaustiveRoles` is true.
   */
  declare readonly roles: pulumi.Output<(string | { code: string; namespace: string })[] | undefined>;

  /**
   * Values of custom fields by key: strings, numbers, booleans, objects, and dates as ISO 8601 strings.
   * Each key is owned on its own: a declared key is compared and set, a key that you remove is cleared,
   * and other keys are neither read nor changed. The fields must be defined in the user pool, with
   * `UserField` or in the console, and the values must have their types. To keep the values secret,
   * declare `pulumi.secret({ ... })`.
   */
  declare readonly customData: pulumi.Output<Record<string, CustomValue> | undefined>;

  /**
   * Whether `groups` is the complete set. True removes the user from every other group. No other resource
   * may then declare groups of this user. Default: false.
   */
  declare readonly exhaustiveGroups: pulumi.Output<boolean | undefined>;

  /**
   * Whether `roles` is the complete set in the namespace "default" and in each namespace that it names.
   * True revokes every other role there. No other resource may then declare roles of this user. Default:
   * false.
   */
  declare readonly exhaustiveRoles: pulumi.Output<boolean | undefined>;

  /**
   * What happens to groups and roles that you remove from `groups` and `roles`. `revoke` takes them from
   * the user; `keep` leaves them, so that another resource can take them over; an exhaustive list still
   * removes everything else. Default: "revoke".
   */
  declare readonly removedAccess: pulumi.Output<"revoke" | "keep" | undefined>;

  /**
   * Whether the declared password is already hashed, for users that you move from another system. True
   * sends it to the service as it is. The API accepts this at creation only. To change the password
   * later, declare it in plain text, without `keepPassword`. Default: false.
   */
  declare readonly keepPassword: pulumi.Output<boolean | undefined>;

  /**
   * Whether to take over a user that is already in the pool with the declared external id, username,
   * email or phone. If false, the run fails in that case. A user that this stack manages is never
   * adopted. The password of an adopted user stays until its declared value changes. Default:
   * `approw:adopt` of the stack, or false.
   */
  declare readonly adopt: pulumi.Output<boolean | undefined>;

  /**
   * What happens to the user when the resource is deleted. `delete` removes the account and everything
   * attached to it, which cannot be undone; `block` blocks the account and revokes its tokens, and leaves
   * its `groups` and `roles`; `retain` leaves the user as it is. Default: "delete", or "retain" for an
   * adopted user, because another stack may manage the user.
   */
  declare readonly deletionPolicy: pulumi.Output<"delete" | "block" | "retain" | undefined>;

  /**
   * What happens when `registerSource`, `signedUp` or `isDeleted` changes, which the API accepts at
   * creation only. False refuses the change; true deletes the user and creates a new one with another id.
   * Default: false.
   */
  declare readonly replaceOnCreateOnlyChange: pulumi.Output<boolean | undefined>;

  /** Id of the user pool that holds the object. */
  declare readonly userPoolId: pulumi.Output<string>;

  /**
   * Declares a `User`.
   *
   * ```ts
   * const ada = new approw.User("ada", {
   *   username: "ada",
   *   email: "ada@example.com",
   *   name: "Ada Lovelace",
   * });
   * ```
   *
   * @param name the name of the resource in the program; it must be unique among those of its type
   * @param args what is declared
   * @param opts options of Pulumi, such as `aliases` and `protect`
   */

  constructor(name: string, args: UserArgs, opts?: pulumi.CustomResourceOptions) {
    super(...registration(new.target, kind, name, args, opts));
  }

  /**
   * Looks up a `User` that is managed elsewhere. Everything but secrets is read, and the program owns
   * none of it. The run fails when it does not exist.
   *
   * ```ts
   * const known = approw.User.get("known", "5f702fcc913544e358cef3ab");
   * ```
   *
   * @param name the name of the resource in the program
   * @param id the id of the user in the user pool
   * @param state known properties; nothing of it is required
   * @param opts options of Pulumi
   */

  static get(
    name: string,
    id: pulumi.Input<pulumi.ID>,
    state?: UserState,
    opts?: pulumi.CustomResourceOptions,
  ): User {
    return new this(name, { ...state }, { ...opts, id });
  }

  /** Whether a value is a `User`, from any copy of this package. */

  static override isInstance(value: unknown): value is User {
    return isOfKind(kind, value);
  }
}
