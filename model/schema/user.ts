import { z } from "zod";

import type { CreateUserInput, UpdateUserInput } from "../../sdk/index.js";
import { defaultNamespace } from "../../sdk/roles/role.js";
import {
  birthday,
  count,
  customData,
  email,
  type Field,
  flag,
  groupCodes,
  oneOf,
  password,
  phone,
  roleEntries,
  text,
  time,
  uniqueIdentifier,
  words,
} from "./field.js";
import type { Kind, OptionTable } from "./kind.js";

/** Fields that the service keeps itself: every login or registration sets them. */
const always = (): boolean => true;

/** The pictures that the service gives to users without one. */
const isDefaultPicture = (url: unknown): boolean =>
  typeof url === "string" && /\/(?:approw-avatar|authing-avatar|default-user-avatar)\.png$/u.test(url);

/**
 * Every field of a user that the API lets a program write, and what each change does. Names and meanings are those of
 * the API's users management client.
 */
export const userFields = {
  username: uniqueIdentifier("Login name. Unique in the user pool, case-sensitive.", { severity: "high" }),
  email: email("Email address. Unique in the user pool, not case-sensitive.", { severity: "high" }),
  emailVerified: flag("Whether the email address is verified.", { severity: "medium" }),
  phone: phone(
    "Phone number. Unique in the user pool. Spaces, dashes, dots and brackets are not compared. Users are looked up by " +
      "the number as declared and without these characters. If the pool stores the number with them, declare the same " +
      "spelling; otherwise the user may not be found.",
    { severity: "high" },
  ),
  phoneVerified: flag("Whether the phone number is verified.", { severity: "medium" }),
  phoneCountryCode: text(
    "Country code of the phone number. Older installations of the service refuse this field.",
  ),
  externalId: uniqueIdentifier(
    "Id of the user in another system, such as a staff number. Unique in the user pool.",
    { severity: "high", personal: true },
  ),
  unionid: text("Id of a user who signs in with a social provider, the same in all its applications.", {
    severity: "high",
    personal: true,
  }),
  openid: text("Id of a user who signs in with a social provider, in one of its applications.", {
    severity: "high",
    personal: true,
  }),
  password: password(
    "Password, at least 6 characters. It is sent at creation and when its declared value changes. An unrelated " +
      "update, a refresh or an adoption does not change the password. The state contains it encrypted, with a salted " +
      "hash beside it.",
  ),
  nickname: text("Nickname.", { personal: true }),
  name: text("Full name.", { personal: true }),
  givenName: text("Given name.", { personal: true }),
  familyName: text("Family name."),
  middleName: text("Middle name."),
  preferredUsername: text("Name the user prefers to be called."),
  profile: text("URL of the profile page."),
  photo: text("URL of the avatar. When it is cleared, the service may set its default picture.", {
    isSetByService: isDefaultPicture,
  }),
  website: text("URL of the personal website."),
  company: text("Company."),
  gender: oneOf(["M", "F", "U"], "U", 'Gender: "M" for male, "F" for female, "U" for unknown.'),
  birthdate: birthday(
    "Birthday, such as 1815-12-10. A year alone, and 0000 for a year that is not told, are allowed.",
    { personal: true },
  ),
  zoneinfo: text("Time zone, such as Europe/Berlin."),
  locale: text("Language, such as en-US."),
  address: text("Address in one string."),
  formatted: text("Address, formatted as on a mailing label."),
  streetAddress: text("Street and number."),
  locality: text("Locality."),
  region: text("Region."),
  postalCode: text("Postal code."),
  city: text("City. The API accepts it on update only, so a creation is followed by an update."),
  province: text("Province. The API accepts it on update only, so a creation is followed by an update."),
  country: text("Country."),
  blocked: flag("Whether the account is blocked. A blocked user cannot log in.", { severity: "medium" }),
  registerSource: words("Source of the registration, one or several. Can be set at creation only.", {
    isSetByService: always,
    onChange: "refuse",
  }),
  signedUp: time(
    "Time of registration. Declare it for users that you migrate from another system. Can be set at creation only.",
    {
      isSetByService: always,
      onChange: "refuse",
      whenRemoved: "keep",
    },
  ),
  isDeleted: flag("Whether the account is marked as deleted. Can be set at creation only.", {
    onChange: "refuse",
    whenRemoved: "keep",
  }),
  loginsCount: count(
    "Number of logins. Declare it for users that you migrate from another system. It changes with each login, so a declared value drifts.",
    { isSetByService: always, severity: "none" },
  ),
  lastLogin: time(
    "Time of the last login. Declare it for users that you migrate from another system. A declared value drifts with each login.",
    { isSetByService: always, severity: "none" },
  ),
  lastIP: text("IP address of the last login or other activity. A declared value drifts with each login.", {
    isSetByService: always,
    severity: "none",
  }),
  browser: text("Browser of the last login. A declared value drifts with each login.", {
    isSetByService: always,
    severity: "none",
  }),
  device: text("Device of the last login. A declared value drifts with each login.", {
    isSetByService: always,
    severity: "none",
  }),
  oauth: text(
    "Profile as the identity provider sent it, as a JSON string. It may contain tokens, so it is kept as a secret.",
    {
      secret: true,
    },
  ),
  tokenExpiredAt: time("Time at which the user's tokens expire. A time in the past revokes them at once.", {
    isSetByService: always,
  }),
  expiredAt: time(
    "Time at which the account expires. Older installations of the service refuse this field.",
    { severity: "medium" },
  ),
  directManagement: text("Direct manager. Older installations of the service refuse this field.", {
    severity: "medium",
  }),
  mainDepartmentId: text("Id of the main department. Older installations of the service refuse this field.", {
    severity: "medium",
  }),
  mainDepartmentCode: text(
    "Code of the main department. Older installations of the service refuse this field.",
    { severity: "medium" },
  ),
} as const satisfies Record<keyof CreateUserInput | keyof UpdateUserInput, Field>;

/** The groups and roles of a user, for programs that declare each user with one resource. */
const accessFields = {
  groups: groupCodes(
    "Groups that the user belongs to: their codes, or `Group` resources. The user is added to them, and removed from those " +
      "that you remove from the list. Groups that were assigned outside of this resource are not changed, unless " +
      "`exhaustiveGroups` is true.",
    { unset: [], severity: "none" },
  ),
  roles: roleEntries(
    "Roles that the user holds: their codes, `Role` resources, or objects with `code` and `namespace`. A code alone is one " +
      `of the namespace "${defaultNamespace}". The roles are assigned, and those that you remove from the list are revoked. ` +
      "Roles that were assigned outside of this resource are not changed, unless `exhaustiveRoles` is true.",
    { unset: [], severity: "none" },
  ),
} as const satisfies Record<string, Field>;

/** The values of a user's custom fields. */
const customFields = {
  customData: customData(
    "Values of custom fields by key: strings, numbers, booleans, objects, and dates as ISO 8601 strings. Each key is owned on " +
      "its own: a declared key is compared and set, a key that you remove is cleared, and other keys are neither read nor " +
      "changed. The fields must be defined in the user pool, with `UserField` or in the console, and the values must have their " +
      "types. To keep the values secret, declare `pulumi.secret({ ... })`.",
    { severity: "medium" },
  ),
} as const satisfies Record<string, Field>;

export type UserFieldName = keyof typeof userFields;

export function isUserField(name: string): name is UserFieldName {
  return Object.hasOwn(userFields, name);
}

const createOnly = Object.entries(userFields)
  .filter(([, { onChange }]) => onChange === "refuse")
  .map(([name]) => `\`${name}\``);

const userOptions = {
  exhaustiveGroups: {
    schema: z.boolean({ error: "must be true or false" }),
    inputType: "boolean",
    default: false,
    doc:
      "Whether `groups` is the complete set. True removes the user from every other group. No other resource may then " +
      "declare groups of this user. Default: false.",
  },
  exhaustiveRoles: {
    schema: z.boolean({ error: "must be true or false" }),
    inputType: "boolean",
    default: false,
    doc:
      `Whether \`roles\` is the complete set in the namespace "${defaultNamespace}" and in each namespace that it names. True ` +
      "revokes every other role there. No other resource may then declare roles of this user. Default: false.",
  },
  removedAccess: {
    schema: z.enum(["revoke", "keep"], { error: 'must be one of "revoke", "keep"' }),
    inputType: '"revoke" | "keep"',
    default: "revoke",
    doc:
      "What happens to groups and roles that you remove from `groups` and `roles`. `revoke` takes them from the user; `keep` " +
      "leaves them, so that another resource can take them over; an exhaustive list still removes everything else. " +
      'Default: "revoke".',
  },
  keepPassword: {
    schema: z.boolean({ error: "must be true or false" }),
    inputType: "boolean",
    default: false,
    isSentAtCreation: true,
    doc:
      "Whether the declared password is already hashed, for users that you move from another system. True sends it to " +
      "the service as it is. The API accepts this at creation only. To change the password later, declare it in plain " +
      "text, without `keepPassword`. Default: false.",
  },
  adopt: {
    schema: z.boolean({ error: "must be true or false" }),
    inputType: "boolean",
    default: undefined,
    doc:
      "Whether to take over a user that is already in the pool with the declared external id, username, email or phone. " +
      "If false, the run fails in that case. A user that this stack manages is never adopted. The password of an adopted user stays " +
      "until its declared value changes. Default: `approw:adopt` of the stack, or false.",
  },
  deletionPolicy: {
    schema: z.enum(["delete", "block", "retain"], { error: 'must be one of "delete", "block", "retain"' }),
    inputType: '"delete" | "block" | "retain"',
    default: "delete",
    doc:
      "What happens to the user when the resource is deleted. `delete` removes the account and everything attached " +
      "to it, which cannot be undone; `block` blocks the account and revokes its tokens, and leaves its " +
      "`groups` and `roles`; `retain` leaves the user " +
      'as it is. Default: "delete", or "retain" for an adopted user, because another stack may manage the user.',
  },
  replaceOnCreateOnlyChange: {
    schema: z.boolean({ error: "must be true or false" }),
    inputType: "boolean",
    default: false,
    doc:
      `What happens when ${createOnly.slice(0, -1).join(", ")} or ${createOnly.slice(-1).join("")} changes, which the ` +
      "API accepts at creation only. False refuses the change; true deletes the user and creates a new one with " +
      "another id. Default: false.",
  },
} as const satisfies OptionTable;

export const user = {
  name: "User",
  doc: `A user of the user pool.

The program owns the fields that it declares: they are compared with the pool and set if they differ. A field that you
remove from the program is cleared. A field that was never declared is neither read nor changed. The values null and
undefined count as not declared. A change replaces the user only if it changes a create-only field and
\`replaceOnCreateOnlyChange\` is set.`,
  example: `const ada = new approw.User("ada", {
  username: "ada",
  email: "ada@example.com",
  name: "Ada Lovelace",
});`,
  id: { doc: "the id of the user in the user pool", example: "5f702fcc913544e358cef3ab" },
  fields: { ...userFields, ...accessFields, ...customFields },
  options: userOptions,
  subject: {
    is: "user",
    access: [
      { edge: "group", codes: "groups", exhaustive: "exhaustiveGroups", scope: undefined },
      { edge: "role", codes: "roles", exhaustive: "exhaustiveRoles", scope: defaultNamespace },
    ],
    customData: "customData",
  },
} as const satisfies Kind;
