import { z } from "zod";

/** The values on the wire for each kind of field. A time is an ISO 8601 string. A password is sent encrypted. */
export const fieldKinds = {
  text: z.string(),
  flag: z.boolean(),
  count: z.number().int(),
  time: z.string(),
  texts: z.array(z.string()),
  password: z.string(),
};

export interface UserFieldRow {
  readonly kind: keyof typeof fieldKinds;
  /** The mutations that accept it: `CreateUserInput`, `UpdateUserInput`, both or neither. */
  readonly write: "createAndUpdate" | "createOnly" | "updateOnly" | "never";
  /**
   * When it is read: always, on Authing hosts only (an older schema refuses the field), or only when selected by name
   * (newer or sensitive fields).
   */
  readonly read: "byDefault" | "onAuthing" | "byName";
  readonly secret?: true;
  /** Whether the service ignores case. */
  readonly caseBlind?: true;
}

const text = { kind: "text", write: "createAndUpdate", read: "byDefault" } as const;
const flag = { kind: "flag", write: "createAndUpdate", read: "byDefault" } as const;
const time = { kind: "time", write: "createAndUpdate", read: "byDefault" } as const;
const setByService = { kind: "text", write: "never", read: "byDefault" } as const;

/**
 * Every scalar field of a user. The types, the input checks, the selections and the response schemas are derived from this
 * table. It follows the API's GraphQL schema.
 */
export const userFields = {
  /** 24 hexadecimal digits, set by the service. */
  id: setByService,
  /** The service's resource name of the user, `arn:cn:authing:<pool>:user:<id>`. */
  arn: setByService,
  userPoolId: setByService,
  /** `Activated`, `Suspended`, `Resigned`, `Archived`, or a value added later. */
  status: setByService,
  /** Unique, case-sensitive. */
  username: text,
  /** Unique, not case-sensitive: the service stores it in lower case. */
  email: { ...text, caseBlind: true },
  emailVerified: flag,
  /** Unique. No format is documented. */
  phone: text,
  phoneVerified: flag,
  /** A later addition of Authing. */
  phoneCountryCode: { ...text, read: "onAuthing" },
  /** Unique. The user's id in another system. */
  externalId: text,
  /** The user's id at a social login provider, across its applications. */
  unionid: text,
  /** The user's id at a social login provider, in one application. */
  openid: text,
  nickname: text,
  name: text,
  givenName: text,
  familyName: text,
  middleName: text,
  preferredUsername: text,
  /** URL of the profile page. */
  profile: text,
  /** URL of the avatar. The service sets a default one. */
  photo: text,
  /** URL of the personal website. */
  website: text,
  company: text,
  /** `M` (male), `F` (female) or `U` (unknown, the service's default). */
  gender: text,
  birthdate: text,
  /** Time zone. */
  zoneinfo: text,
  /** Language. */
  locale: text,
  address: text,
  /** The address, formatted for a letter. */
  formatted: text,
  streetAddress: text,
  locality: text,
  region: text,
  postalCode: text,
  country: text,
  /** The API accepts it on update only. `users.create` sets it in a second request. */
  city: { ...text, write: "updateOnly" },
  /** The API accepts it on update only. `users.create` sets it in a second request. */
  province: { ...text, write: "updateOnly" },
  /** At least 6 characters. When selected by name, the service returns a hash or null, never the password. */
  password: { kind: "password", write: "createAndUpdate", read: "byName", secret: true },
  /** The profile from the identity provider, as JSON. It may contain tokens, so it is read only when selected by name. */
  oauth: { ...text, read: "byName", secret: true },
  /** The source of the registration, for example `import:manual`. Cannot be changed after creation. */
  registerSource: { kind: "texts", write: "createOnly", read: "byDefault" },
  /** Browser of the last login. */
  browser: text,
  /** Device of the last login. */
  device: text,
  /** IP address of the last login or other activity. */
  lastIP: text,
  /** The number of logins. */
  loginsCount: { kind: "count", write: "createAndUpdate", read: "byDefault" },
  /** ISO 8601. */
  lastLogin: time,
  /** ISO 8601. Cannot be changed after creation. */
  signedUp: { ...time, write: "createOnly" },
  /** A blocked user cannot log in. */
  blocked: flag,
  /** Marked as deleted. Cannot be changed after creation. */
  isDeleted: { ...flag, write: "createOnly" },
  /** The user's own OIDC token. Read only when selected by name. */
  token: { ...setByService, read: "byName", secret: true },
  /** ISO 8601. A time in the past revokes the user's tokens. `users.create` sets it in a second request. */
  tokenExpiredAt: { ...time, write: "updateOnly" },
  /** ISO 8601, when the account expires. A later addition of Authing. `users.create` sets it in a second request. */
  expiredAt: { ...time, write: "updateOnly", read: "byName" },
  /** A later addition of Authing. `users.create` sets it in a second request. */
  directManagement: { ...text, write: "updateOnly", read: "byName" },
  /** A later addition of Authing. `users.create` sets it in a second request. */
  mainDepartmentId: { ...text, write: "updateOnly", read: "byName" },
  /** A later addition of Authing. `users.create` sets it in a second request. */
  mainDepartmentCode: { ...text, write: "updateOnly", read: "byName" },
  /** ISO 8601 with offset, to the second. */
  createdAt: { ...setByService, kind: "time" },
  /** ISO 8601 with offset, to the second. */
  updatedAt: { ...setByService, kind: "time" },
} as const satisfies Record<string, UserFieldRow>;

type Table = typeof userFields;

/** The name of a field of a user. */
export type UserField = keyof Table;

type KindOf<Name extends UserField> = Table[Name]["kind"];
type Observed<Name extends UserField> = z.infer<(typeof fieldKinds)[KindOf<Name>]>;
type Given<Name extends UserField> =
  KindOf<Name> extends "texts" ? string | readonly string[] : Observed<Name>;
type Cleared<Name extends UserField> = KindOf<Name> extends "password" ? never : null;

/** The scalar fields of a user as the service returns them. Absent means not requested, null means not set. */
export type UserFieldValues = {
  [Name in keyof Table]?: Name extends "id" ? string : Observed<Name> | null;
};

/**
 * A user to create. The service requires at least one of `username`, `email`, `phone` and `externalId`, or an identity.
 * Fields that the API accepts on update only are set in a second request.
 */
export type CreateUserInput = {
  -readonly [Name in keyof Table as Table[Name]["write"] extends "never" ? never : Name]?:
    Given<Name> | undefined;
};

/** The changes of a user: `null` clears a field, `undefined` leaves it unchanged. */
export type UpdateUserInput = {
  -readonly [
    Name in keyof Table as Table[Name]["write"] extends "createAndUpdate" | "updateOnly" ? Name : never
  ]?: Given<Name> | Cleared<Name> | undefined;
};

export function isUserField(name: string): name is UserField {
  return Object.hasOwn(userFields, name);
}

/** The names of the table, in its order. */
export const userFieldNames: readonly UserField[] = Object.keys(userFields).filter(isUserField);

/** The fields that identify at most one user each. */
export const uniqueUserFields = [
  "username",
  "email",
  "phone",
  "externalId",
] as const satisfies readonly UserField[];

/** The row of a field, with the optional properties that some rows do not have. */
export function userField(name: UserField): UserFieldRow {
  return userFields[name];
}
