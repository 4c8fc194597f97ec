// Generated from the field tables by `npm run generate`: edit those.
import * as pulumi from "@pulumi/pulumi";

/** The arguments of a `User`. */
export interface UserArgs {
  /** Name to log in with. Unique in the user pool, case-sensitive. */
  readonly username?: pulumi.Input<string> | undefined;

  /** Email address. Unique in the user pool, not case-sensitive. */
  readonly email?: pulumi.Input<string> | undefined;

  /** Whether the email address is verified. */
  readonly emailVerified?: pulumi.Input<boolean> | undefined;

  /** Phone number. Unique in the user pool; spaces and dashes are not compared. */
  readonly phone?: pulumi.Input<string> | undefined;

  /** Whether the phone number is verified. */
  readonly phoneVerified?: pulumi.Input<boolean> | undefined;

  /** Country code of the phone number. A later addition: older installations refuse it. */
  readonly phoneCountryCode?: pulumi.Input<string> | undefined;

  /** Id of the person in another system, such as a staff number. Unique in the user pool. */
  readonly externalId?: pulumi.Input<string> | undefined;

  /** Id of a person who came by social login, the same in all applications of that provider. */
  readonly unionid?: pulumi.Input<string> | undefined;

  /** Id of a person who came by social login, in one application of that provider. */
  readonly openid?: pulumi.Input<string> | undefined;

  /**
   * Password, 6 characters or more. Sent at creation and when its declared value changes, and never
   * otherwise: an unrelated update, a refresh or an adoption leaves the person's own password alone.
   * Removed from the program, it stays as it is. The state holds it encrypted, with a salted hash beside
   * it.
   */
  readonly password?: pulumi.Input<string> | undefined;

  /** Nickname. */
  readonly nickname?: pulumi.Input<string> | undefined;

  /** Full name. */
  readonly name?: pulumi.Input<string> | undefined;

  /** Given name. */
  readonly givenName?: pulumi.Input<string> | undefined;

  /** Family name. */
  readonly familyName?: pulumi.Input<string> | undefined;

  /** Middle name. */
  readonly middleName?: pulumi.Input<string> | undefined;

  /** Name the person wants to be called by. */
  readonly preferredUsername?: pulumi.Input<string> | undefined;

  /** URL of the profile page. */
  readonly profile?: pulumi.Input<string> | undefined;

  /** URL of the avatar. Removed from the program, the service may put its default picture there. */
  readonly photo?: pulumi.Input<string> | undefined;

  /** URL of the personal website. */
  readonly website?: pulumi.Input<string> | undefined;

  /** Company. */
  readonly company?: pulumi.Input<string> | undefined;

  /** Gender: "M" man, "F" woman, "U" unknown. */
  readonly gender?: pulumi.Input<"M" | "F" | "U"> | undefined;

  /** Birthday. */
  readonly birthdate?: pulumi.Input<string> | undefined;

  /** Time zone, such as Europe/Berlin. */
  readonly zoneinfo?: pulumi.Input<string> | undefined;

  /** Language, such as en-US. */
  readonly locale?: pulumi.Input<string> | undefined;

  /** Address in one text. */
  readonly address?: pulumi.Input<string> | undefined;

  /** Address, formatted for a letter. */
  readonly formatted?: pulumi.Input<string> | undefined;

  /** Street and number. */
  readonly streetAddress?: pulumi.Input<string> | undefined;

  /** Locality. */
  readonly locality?: pulumi.Input<string> | undefined;

  /** Region. */
  readonly region?: pulumi.Input<string> | undefined;

  /** Postal code. */
  readonly postalCode?: pulumi.Input<string> | undefined;

  /** City. The API takes it on update only: a creation is followed by an update. */
  readonly city?: pulumi.Input<string> | undefined;

  /** Province. The API takes it on update only: a creation is followed by an update. */
  readonly province?: pulumi.Input<string> | undefined;

  /** Country. */
  readonly country?: pulumi.Input<string> | undefined;

  /** Whether the account is blocked: a blocked person cannot log in. */
  readonly blocked?: pulumi.Input<boolean> | undefined;

  /** Where the registration came from, one source or several. Set at creation only. */
  readonly registerSource?: pulumi.Input<string | pulumi.Input<string>[]> | undefined;

  /** Time of registration, for people moved from another system. Set at creation only. */
  readonly signedUp?: pulumi.Input<string> | undefined;

  /** Whether the account is marked as deleted. Set at creation only. */
  readonly isDeleted?: pulumi.Input<boolean> | undefined;

  /** Number of logins, for people moved from another system. It counts on: declared, it drifts. */
  readonly loginsCount?: pulumi.Input<number> | undefined;

  /** Time of the last login, for people moved from another system. Declared, it drifts at each login. */
  readonly lastLogin?: pulumi.Input<string> | undefined;

  /** IP address of the last login or other activity. Declared, it drifts at each login. */
  readonly lastIP?: pulumi.Input<string> | undefined;

  /** Browser of the last login. Declared, it drifts at each login. */
  readonly browser?: pulumi.Input<string> | undefined;

  /** Device of the last login. Declared, it drifts at each login. */
  readonly device?: pulumi.Input<string> | undefined;

  /** Profile as the identity provider sent it, as JSON text. It may hold tokens: kept as a secret. */
  readonly oauth?: pulumi.Input<string> | undefined;

  /** Time at which the person's tokens expire. A time in the past revokes them at once. */
  readonly tokenExpiredAt?: pulumi.Input<string> | undefined;

  /** Time at which the account expires. A later addition: older installations refuse it. */
  readonly expiredAt?: pulumi.Input<string> | undefined;

  /** Direct manager. A later addition: older installations refuse it. */
  readonly directManagement?: pulumi.Input<string> | undefined;

  /** Id of the main department. A later addition: older installations refuse it. */
  readonly mainDepartmentId?: pulumi.Input<string> | undefined;

  /** Code of the main department. A later addition: older installations refuse it. */
  readonly mainDepartmentCode?: pulumi.Input<string> | undefined;

  /**
   * Take over a person who is already in the pool with the declared external id, username, email or
   * phone, instead of failing. The password of an adopted person stays until its declared value changes.
   * Default: the stack's `approw:adopt`, else false.
   */
  readonly adopt?: pulumi.Input<boolean> | undefined;

  /**
   * What happens to the person when the resource is deleted. `delete` removes the account and all that
   * hangs on it, which cannot be undone; `block` blocks the account and revokes its tokens; `retain`
   * leaves the person as is. Default: "delete".
   */
  readonly deletionPolicy?: pulumi.Input<"delete" | "block" | "retain"> | undefined;

  /**
   * What happens when `registerSource`, `signedUp` or `isDeleted` change, which the API accepts at
   * creation only. False refuses the change; true deletes the person and creates a new one with another
   * id. Default: false.
   */
  readonly replaceOnCreateOnlyChange?: pulumi.Input<boolean> | undefined;
}

/** The outputs of a `User`: what the program declares, as the user pool has it. */
export abstract class UserProperties extends pulumi.CustomResource {
  /** Name to log in with. Unique in the user pool, case-sensitive. */
  declare readonly username: pulumi.Output<string | undefined>;

  /** Email address. Unique in the user pool, not case-sensitive. */
  declare readonly email: pulumi.Output<string | undefined>;

  /** Whether the email address is verified. */
  declare readonly emailVerified: pulumi.Output<boolean | undefined>;

  /** Phone number. Unique in the user pool; spaces and dashes are not compared. */
  declare readonly phone: pulumi.Output<string | undefined>;

  /** Whether the phone number is verified. */
  declare readonly phoneVerified: pulumi.Output<boolean | undefined>;

  /** Country code of the phone number. A later addition: older installations refuse it. */
  declare readonly phoneCountryCode: pulumi.Output<string | undefined>;

  /** Id of the person in another system, such as a staff number. Unique in the user pool. */
  declare readonly externalId: pulumi.Output<string | undefined>;

  /** Id of a person who came by social login, the same in all applications of that provider. */
  declare readonly unionid: pulumi.Output<string | undefined>;

  /** Id of a person who came by social login, in one application of that provider. */
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

  /** Name the person wants to be called by. */
  declare readonly preferredUsername: pulumi.Output<string | undefined>;

  /** URL of the profile page. */
  declare readonly profile: pulumi.Output<string | undefined>;

  /** URL of the avatar. Removed from the program, the service may put its default picture there. */
  declare readonly photo: pulumi.Output<string | undefined>;

  /** URL of the personal website. */
  declare readonly website: pulumi.Output<string | undefined>;

  /** Company. */
  declare readonly company: pulumi.Output<string | undefined>;

  /** Gender: "M" man, "F" woman, "U" unknown. */
  declare readonly gender: pulumi.Output<"M" | "F" | "U" | undefined>;

  /** Birthday. */
  declare readonly birthdate: pulumi.Output<string | undefined>;

  /** Time zone, such as Europe/Berlin. */
  declare readonly zoneinfo: pulumi.Output<string | undefined>;

  /** Language, such as en-US. */
  declare readonly locale: pulumi.Output<string | undefined>;

  /** Address in one text. */
  declare readonly address: pulumi.Output<string | undefined>;

  /** Address, formatted for a letter. */
  declare readonly formatted: pulumi.Output<string | undefined>;

  /** Street and number. */
  declare readonly streetAddress: pulumi.Output<string | undefined>;

  /** Locality. */
  declare readonly locality: pulumi.Output<string | undefined>;

  /** Region. */
  declare readonly region: pulumi.Output<string | undefined>;

  /** Postal code. */
  declare readonly postalCode: pulumi.Output<string | undefined>;

  /** City. The API takes it on update only: a creation is followed by an update. */
  declare readonly city: pulumi.Output<string | undefined>;

  /** Province. The API takes it on update only: a creation is followed by an update. */
  declare readonly province: pulumi.Output<string | undefined>;

  /** Country. */
  declare readonly country: pulumi.Output<string | undefined>;

  /** Whether the account is blocked: a blocked person cannot log in. */
  declare readonly blocked: pulumi.Output<boolean | undefined>;

  /** Where the registration came from, one source or several. Set at creation only. */
  declare readonly registerSource: pulumi.Output<string | string[] | undefined>;

  /** Time of registration, for people moved from another system. Set at creation only. */
  declare readonly signedUp: pulumi.Output<string | undefined>;

  /** Whether the account is marked as deleted. Set at creation only. */
  declare readonly isDeleted: pulumi.Output<boolean | undefined>;

  /** Number of logins, for people moved from another system. It counts on: declared, it drifts. */
  declare readonly loginsCount: pulumi.Output<number | undefined>;

  /** Time of the last login, for people moved from another system. Declared, it drifts at each login. */
  declare readonly lastLogin: pulumi.Output<string | undefined>;

  /** IP address of the last login or other activity. Declared, it drifts at each login. */
  declare readonly lastIP: pulumi.Output<string | undefined>;

  /** Browser of the last login. Declared, it drifts at each login. */
  declare readonly browser: pulumi.Output<string | undefined>;

  /** Device of the last login. Declared, it drifts at each login. */
  declare readonly device: pulumi.Output<string | undefined>;

  /** Profile as the identity provider sent it, as JSON text. It may hold tokens: kept as a secret. */
  declare readonly oauth: pulumi.Output<string | undefined>;

  /** Time at which the person's tokens expire. A time in the past revokes them at once. */
  declare readonly tokenExpiredAt: pulumi.Output<string | undefined>;

  /** Time at which the account expires. A later addition: older installations refuse it. */
  declare readonly expiredAt: pulumi.Output<string | undefined>;

  /** Direct manager. A later addition: older installations refuse it. */
  declare readonly directManagement: pulumi.Output<string | undefined>;

  /** Id of the main department. A later addition: older installations refuse it. */
  declare readonly mainDepartmentId: pulumi.Output<string | undefined>;

  /** Code of the main department. A later addition: older installations refuse it. */
  declare readonly mainDepartmentCode: pulumi.Output<string | undefined>;

  /**
   * Take over a person who is already in the pool with the declared external id, username, email or
   * phone, instead of failing. The password of an adopted person stays until its declared value changes.
   * Default: the stack's `approw:adopt`, else false.
   */
  declare readonly adopt: pulumi.Output<boolean | undefined>;

  /**
   * What happens to the person when the resource is deleted. `delete` removes the account and all that
   * hangs on it, which cannot be undone; `block` blocks the account and revokes its tokens; `retain`
   * leaves the person as is. Default: "delete".
   */
  declare readonly deletionPolicy: pulumi.Output<"delete" | "block" | "retain" | undefined>;

  /**
   * What happens when `registerSource`, `signedUp` or `isDeleted` change, which the API accepts at
   * creation only. False refuses the change; true deletes the person and creates a new one with another
   * id. Default: false.
   */
  declare readonly replaceOnCreateOnlyChange: pulumi.Output<boolean | undefined>;

  /** Id of the user pool. */
  declare readonly userPoolId: pulumi.Output<string>;
}
