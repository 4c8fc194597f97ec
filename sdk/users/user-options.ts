import type { UserField } from "./user-fields.js";

/** The field by which `users.batch` identifies users. */
export type BatchQueryField = "id" | "username" | "phone" | "email" | "externalId";

/** The order of a list. By default the service chooses it. */
export type SortBy = "CREATEDAT_DESC" | "CREATEDAT_ASC" | "UPDATEDAT_DESC" | "UPDATEDAT_ASC";

export interface CustomDataOption {
  /** Return the pool's own fields as `customData`. Default false. */
  readonly withCustomData?: boolean;
}

/** An account at a login provider to link a new user to. */
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
  /** Store the password as given, for passwords that are already hashed. Default false. */
  readonly keepPassword?: boolean;
  /** Require a new password at the first login. Default false. */
  readonly resetPasswordOnFirstLogin?: boolean;
  /** An account at a login provider to link the user to. */
  readonly identity?: CreateUserIdentity;
  /** The fields to return in addition to the id and the sent fields. Default: the fields that `users.find` returns. */
  readonly fields?: readonly UserField[];
}

export interface BatchUsersOptions extends CustomDataOption {
  /** The field that the ids refer to. Default `id`. */
  readonly queryField?: BatchQueryField;
}

export interface ListUsersOptions extends CustomDataOption {
  /** Exclude users who belong to an organization. Default false. */
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

/** Values that identify at most one user each. */
export type UserIdentifiers = Pick<FindUserOptions, "username" | "email" | "phone" | "externalId">;

export interface FindUserIdentity {
  readonly identifier?: string;
  readonly userIdInIdp?: string;
  readonly provider?: string;
  readonly isSocial?: boolean;
}

export interface SearchUsersOptions extends CustomDataOption {
  /**
   * Fields to search. The service's default: username, nickname, email, phone, company, name, givenName, familyName,
   * middleName, profile, preferredUsername.
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
  /** Include departments below it. */
  readonly includeChildrenDepartments?: boolean;
}
