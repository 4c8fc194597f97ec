import { z } from "zod";
import { normaliseTime } from "../time.js";

const text = z.string().nullable();
const flag = z.boolean().nullable();
const count = z.int32().nullable();
const texts = z.array(z.string()).nullable();
const mail = z.string().toLowerCase().nullable();
const time = z
  .string()
  .transform((value, context) => {
    const instant = normaliseTime(value);
    if (instant !== undefined) return instant;
    context.addIssue({ code: "custom", message: "must be an ISO 8601 time" });
    return z.NEVER;
  })
  .nullable();

/** The GraphQL type of each kind of field. */
const graphqlTypes = new Map<z.ZodType, string>([
  [text, "String"],
  [flag, "Boolean"],
  [count, "Int"],
  [texts, "[String!]"],
  [mail, "String"],
  [time, "String"],
]);

/** Every field of a user that a client can write. GraphQL types, input checks and the stored record derive from it. */
export const userFields = z.strictObject({
  username: text,
  email: mail,
  emailVerified: flag,
  phone: text,
  phoneVerified: flag,
  phoneCountryCode: text,
  externalId: text,
  unionid: text,
  openid: text,
  nickname: text,
  name: text,
  givenName: text,
  familyName: text,
  middleName: text,
  preferredUsername: text,
  profile: text,
  photo: text,
  website: text,
  company: text,
  gender: text,
  birthdate: text,
  zoneinfo: text,
  locale: text,
  address: text,
  formatted: text,
  streetAddress: text,
  locality: text,
  region: text,
  postalCode: text,
  city: text,
  province: text,
  country: text,
  password: text,
  oauth: text,
  registerSource: texts,
  browser: text,
  device: text,
  lastIP: text,
  loginsCount: count,
  lastLogin: time,
  signedUp: time,
  blocked: flag,
  isDeleted: flag,
  tokenExpiredAt: time,
  expiredAt: time,
  directManagement: text,
  mainDepartmentId: text,
  mainDepartmentCode: text,
});

export const createUserInput = userFields
  .omit({
    city: true,
    province: true,
    tokenExpiredAt: true,
    expiredAt: true,
    directManagement: true,
    mainDepartmentId: true,
    mainDepartmentCode: true,
  })
  .partial();

export const updateUserInput = userFields
  .omit({ registerSource: true, signedUp: true, isDeleted: true })
  .partial();

export type UserFields = z.infer<typeof userFields>;

/** Some of the fields. An undefined field means the same as an absent one. */
export type FieldUpdates = { [Field in keyof UserFields]?: UserFields[Field] | undefined };

/** A user without any value. */
export const blankFields: UserFields = userFields.parse(
  Object.fromEntries(Object.keys(userFields.shape).map((field) => [field, null])),
);

export function mergeFields(fields: UserFields, updates: FieldUpdates): UserFields {
  const given = Object.entries(updates).filter(([, value]) => value !== undefined);
  return userFields.parse({ ...fields, ...Object.fromEntries(given) });
}

/** The lines `field: Type` that declare the fields of a shape in the GraphQL schema. */
export function declareFields(shape: Readonly<Record<string, z.ZodType>>): string {
  return Object.entries(shape)
    .map(([field, schema]) => {
      const inner = schema instanceof z.ZodOptional ? schema.unwrap() : schema;
      const type = inner instanceof z.ZodType ? graphqlTypes.get(inner) : undefined;
      if (type === undefined) throw new TypeError(`The field ${field} has no GraphQL type`);
      return `  ${field}: ${type}`;
    })
    .join("\n");
}
