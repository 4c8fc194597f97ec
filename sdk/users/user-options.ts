import type { UserField } from "./user-fields.js";

/** By which field `users.batch` knows the users. */
export type BatchQueryField = "id" | "username" | "phone" | "email" | "externalId";

/** How a list is ordered. Without it, the order is the service's choice. */
export type SortBy = "CREATEDAT_DESC" | "CREATEDAT_ASC" | "UPDATEDAT_DESC" | "UPDATEDAT_ASC";

export interface CustomDataOption {
  /** Answer the pool's own fields as `customData`. Default false. */
  readonly withCustomData?: boolean;
}

/** An account at a login provider that a new user is bound to. */
export interface CreateUserIdentity {
  readonly provider: string;
  readonly userIdInIdp: string;
  readonly openid?: string;
  readonly connectionId?: string;
  readonly accessToken?: string;
  readonly refreshToken?: string;
  readonly isSocial?: boolean;
}

export interface CreateUserOptions {
  /** Store the password as it is given, for passwords that are hashed already. Default false. */
  readonly keepPassword?: boolean;
  /** Make the user choose a new password at the first login. Default false. */
  readonly resetPasswordOnFirstLogin?: boolean;
  /** An account at a login provider to bind the user to. */
  readonly identity?: CreateUserIdentity;
  /** The fields to answer beside the id and those that are sent. Default: those that `users.find` answers. */
  readonly fields?: readonly UserField[];
}

export interface BatchUsersOptions extends CustomDataOption {
  /** What the given ids are. Default `id`. */
  readonly queryField?: BatchQueryField;
}

export interface ListUsersOptions extends CustomDataOption {
  /** Leave out users who belong to an organization. Default false. */
  readonly excludeUsersInOrg?: boolean;
  readonly sortBy?: SortBy;
}

export interface FindUserOptions {
  /** Case-sensitive. */
  readonly username?: string | undefined;
  /** Not case-sensitive. */
  readonly email?: string | undefined;
  readonly phone?: string | undefined;
  readonly externalId?: string | undefined;
  /** An account at a login provider. */
  readonly identity?: FindUserIdentity | undefined;
}

export interface FindUserIdentity {
  readonly identifier?: string;
  readonly userIdInIdp?: string;
  readonly provider?: string;
  readonly isSocial?: boolean;
}

export interface SearchUsersOptions extends CustomDataOption {
  /**
   * Fields to search in. Default, chosen by the service: username, nickname, email, phone, company, name, givenName,
   * familyName, middleName, profile, preferredUsername.
   */
  readonly fields?: readonly UserField[];
  /** Only members of these departments. */
  readonly departmentOpts?: readonly SearchDepartment[];
  /** Only members of these groups. */
  readonly groupOpts?: readonly { readonly code: string }[];
  /** Only holders of these roles. */
  readonly roleOpts?: readonly { readonly code: string; readonly namespace?: string }[];
}

export interface SearchDepartment {
  readonly departmentId: string;
  /** Also those in departments below it. */
  readonly includeChildrenDepartments?: boolean;
}
