import type { CreateUserInput, UpdateUserInput } from "../../sdk/index.js";
import {
  count,
  email,
  type Field,
  flag,
  identifier,
  oneOf,
  password,
  phone,
  text,
  time,
  words,
} from "./field.js";

/**
 * Every field of a person that the API lets a program write, and what each change entails. Names and meanings
 * are those of the API's users management client. A field is owned once it is declared: see `lifecycle/`.
 */
export const userFields = {
  username: identifier("Name to log in with. Unique in the user pool, case-sensitive."),
  email: email("Email address. Unique in the user pool, not case-sensitive."),
  emailVerified: flag("Whether the email address is verified."),
  phone: phone("Phone number. Unique in the user pool; spaces and dashes are not compared."),
  phoneVerified: flag("Whether the phone number is verified."),
  phoneCountryCode: text(
    "Country code of the phone number. A later addition: older installations refuse it.",
  ),
  externalId: identifier(
    "Id of the person in another system, such as a staff number. Unique in the user pool.",
  ),
  unionid: text("Id of a person who came by social login, the same in all applications of that provider."),
  openid: text("Id of a person who came by social login, in one application of that provider."),
  password: password(
    "Password, 6 characters or more. Sent at creation and when its declared value changes, and never otherwise: " +
      "an unrelated update, a refresh or an adoption leaves the person's own password alone. Removed from the " +
      "program, it stays as it is. The state holds it encrypted, with a salted hash beside it.",
  ),
  nickname: text("Nickname."),
  name: text("Full name."),
  givenName: text("Given name."),
  familyName: text("Family name."),
  middleName: text("Middle name."),
  preferredUsername: text("Name the person wants to be called by."),
  profile: text("URL of the profile page."),
  photo: text("URL of the avatar. Removed from the program, the service may put its default picture there."),
  website: text("URL of the personal website."),
  company: text("Company."),
  gender: oneOf(["M", "F", "U"], "U", 'Gender: "M" man, "F" woman, "U" unknown.'),
  birthdate: text("Birthday."),
  zoneinfo: text("Time zone, such as Europe/Berlin."),
  locale: text("Language, such as en-US."),
  address: text("Address in one text."),
  formatted: text("Address, formatted for a letter."),
  streetAddress: text("Street and number."),
  locality: text("Locality."),
  region: text("Region."),
  postalCode: text("Postal code."),
  city: text("City. The API takes it on update only: a creation is followed by an update."),
  province: text("Province. The API takes it on update only: a creation is followed by an update."),
  country: text("Country."),
  blocked: flag("Whether the account is blocked: a blocked person cannot log in."),
  registerSource: words("Where the registration came from, one source or several. Set at creation only.", {
    onChange: "refuse",
  }),
  signedUp: time("Time of registration, for people moved from another system. Set at creation only.", {
    onChange: "refuse",
    whenRemoved: "keep",
  }),
  isDeleted: flag("Whether the account is marked as deleted. Set at creation only.", {
    onChange: "refuse",
    whenRemoved: "keep",
  }),
  loginsCount: count(
    "Number of logins, for people moved from another system. It counts on: declared, it drifts.",
  ),
  lastLogin: time(
    "Time of the last login, for people moved from another system. Declared, it drifts at each login.",
  ),
  lastIP: text("IP address of the last login or other activity. Declared, it drifts at each login."),
  browser: text("Browser of the last login. Declared, it drifts at each login."),
  device: text("Device of the last login. Declared, it drifts at each login."),
  oauth: text(
    "Profile as the identity provider sent it, as JSON text. It may hold tokens: kept as a secret.",
    {
      secret: true,
    },
  ),
  tokenExpiredAt: time("Time at which the person's tokens expire. A time in the past revokes them at once."),
  expiredAt: time("Time at which the account expires. A later addition: older installations refuse it."),
  directManagement: text("Direct manager. A later addition: older installations refuse it."),
  mainDepartmentId: text("Id of the main department. A later addition: older installations refuse it."),
  mainDepartmentCode: text("Code of the main department. A later addition: older installations refuse it."),
} as const satisfies Record<keyof CreateUserInput | keyof UpdateUserInput, Field>;

export type UserFieldName = keyof typeof userFields;

export function isUserField(name: string): name is UserFieldName {
  return Object.hasOwn(userFields, name);
}
