import { z } from "zod";

/** What travels for each kind of field. A time is ISO 8601 text; a password goes out encrypted. */
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
  /** Which mutations take it: `CreateUserInput`, `UpdateUserInput`, both or neither. */
  readonly write: "createAndUpdate" | "createOnly" | "updateOnly" | "never";
  /**
   * When it is asked for: always; where the host speaks Authing (a later addition that an older schema refuses);
   * or only when asked for by name (later still, or not for everybody's eyes).
   */
  readonly read: "byDefault" | "onAuthing" | "byName";
  readonly secret?: true;
  /** Texts that differ in case only are the same to the service. */
  readonly caseBlind?: true;
}

const text = { kind: "text", write: "createAndUpdate", read: "byDefault" } as const;
const flag = { kind: "flag", write: "createAndUpdate", read: "byDefault" } as const;
const time = { kind: "time", write: "createAndUpdate", read: "byDefault" } as const;
const setByService = { kind: "text", write: "never", read: "byDefault" } as const;

/**
 * Every scalar field of a user, once: the types, the input checks, the selections and the answer schemas come from
 * here. Names, types and who takes what are those of the API's GraphQL schema.
 */
export const userFields = {
  /** 24 hexadecimal digits, given by the service. */
  id: setByService,
  /** The service's long name of the user, `arn:cn:authing:<pool>:user:<id>`. */
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
  /** A later Authing addition. */
  phoneCountryCode: { ...text, read: "onAuthing" },
  /** Unique: the person's id in another system. */
  externalId: text,
  /** The person's id at a social login provider, across its applications. */
  unionid: text,
  /** The person's id at a social login provider, in one application. */
  openid: text,
  nickname: text,
  name: text,
  givenName: text,
  familyName: text,
  middleName: text,
  preferredUsername: text,
  /** URL of the profile page. */
  profile: text,
  /** URL of the avatar; the service fills in a default one. */
  photo: text,
  /** URL of the personal website. */
  website: text,
  company: text,
  /** `M` man, `F` woman, `U` unknown (the service's default). */
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
  /** The API takes it on update only; `users.create` sets it in a second step. */
  city: { ...text, write: "updateOnly" },
  /** The API takes it on update only; `users.create` sets it in a second step. */
  province: { ...text, write: "updateOnly" },
  /** 6 characters or more. Read back, it is a hash or null, never the text, and only when asked for by name. */
  password: { kind: "password", write: "createAndUpdate", read: "byName", secret: true },
  /** The profile as the identity provider sent it, JSON text. May hold tokens, so it is read by name only. */
  oauth: { ...text, read: "byName", secret: true },
  /** Where the registration came from, such as `import:manual`. Cannot be changed after creation. */
  registerSource: { kind: "texts", write: "createOnly", read: "byDefault" },
  /** Browser of the last login. */
  browser: text,
  /** Device of the last login. */
  device: text,
  /** IP address of the last login or other activity. */
  lastIP: text,
  /** How often the user has logged in. */
  loginsCount: { kind: "count", write: "createAndUpdate", read: "byDefault" },
  /** ISO 8601. */
  lastLogin: time,
  /** ISO 8601. Cannot be changed after creation. */
  signedUp: { ...time, write: "createOnly" },
  /** A blocked user cannot log in. */
  blocked: flag,
  /** Marked as deleted. Cannot be changed after creation. */
  isDeleted: { ...flag, write: "createOnly" },
  /** The user's own OIDC token. Read by name only. */
  token: { ...setByService, read: "byName", secret: true },
  /** ISO 8601: a time in the past revokes the user's tokens. `users.create` sets it in a second step. */
  tokenExpiredAt: { ...time, write: "updateOnly" },
  /** ISO 8601, when the account expires. A later Authing addition; `users.create` sets it in a second step. */
  expiredAt: { ...time, write: "updateOnly", read: "byName" },
  /** A later Authing addition; `users.create` sets it in a second step. */
  directManagement: { ...text, write: "updateOnly", read: "byName" },
  /** A later Authing addition; `users.create` sets it in a second step. */
  mainDepartmentId: { ...text, write: "updateOnly", read: "byName" },
  /** A later Authing addition; `users.create` sets it in a second step. */
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

/** The scalar fields of a user as the service answers them. Absent means not asked for; null means not set. */
export type UserFieldValues = {
  [Name in keyof Table]?: Name extends "id" ? string : Observed<Name> | null;
};

/**
 * A user to be created. The service wants at least one of `username`, `email`, `phone` and `externalId`, or an
 * identity. Fields that the API takes on update only are set in a second request.
 */
export type CreateUserInput = {
  -readonly [Name in keyof Table as Table[Name]["write"] extends "never" ? never : Name]?:
    Given<Name> | undefined;
};

/** What is to change about a user: `null` clears a field, `undefined` and absent leave it as it is. */
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

/** The fields that each find at most one user. */
export const uniqueUserFields = [
  "username",
  "email",
  "phone",
  "externalId",
] as const satisfies readonly UserField[];

/** The row of a field, with the optional marks that single rows do not have. */
export function userField(name: UserField): UserFieldRow {
  return userFields[name];
}
