/** The kinds of refusal that a caller handles differently. All other refusals are plain `API`. */
export type RefusalKind = "API" | "AUTHENTICATION" | "PERMISSION" | "NOT_FOUND" | "CONFLICT" | "RATE_LIMIT";

export interface ApiCode {
  readonly kind: RefusalKind;
  /** The meaning of the code. */
  readonly meaning: string;
  /** The next step for the caller. */
  readonly advice: string;
}

const again = "wait and retry";
const unique = "find the user that has it, or choose another value";
const login = "check userPoolId and secret (console, Settings > Basic)";
const rights = "use the secret of the user pool's administrator";

/**
 * The service's error codes that concern users, from its error list and from recorded responses. Only this table
 * maps a code to an error. 2210 and 2036 do not prove that a user does not exist, so they stay plain refusals.
 */
export const apiCodes: Readonly<Record<number, ApiCode>> = {
  429: { kind: "RATE_LIMIT", meaning: "too many requests", advice: again },
  500: {
    kind: "API",
    meaning: "an unclassified error of the service",
    advice: "retry; if it persists, contact support",
  },
  1000: { kind: "RATE_LIMIT", meaning: "the service is busy", advice: again },
  1001: { kind: "PERMISSION", meaning: "no permission for this operation", advice: rights },
  2003: { kind: "API", meaning: "not a valid email address", advice: "correct the email address" },
  2004: {
    kind: "NOT_FOUND",
    meaning: "no such user",
    advice: "look for the user by another key, or create the user",
  },
  2005: { kind: "API", meaning: "the user is locked", advice: "unlock the user in the console" },
  2006: { kind: "API", meaning: "wrong password", advice: "use the user's current password" },
  2014: { kind: "API", meaning: "invalid search", advice: "correct the search query" },
  2015: { kind: "API", meaning: "invalid search field", advice: "correct the search fields" },
  2016: {
    kind: "API",
    meaning: "the service cannot decrypt the password",
    advice: "compare the publicKey option with GET /api/v2/.well-known",
  },
  2018: { kind: "PERMISSION", meaning: "no permission to change this", advice: rights },
  2020: { kind: "AUTHENTICATION", meaning: "not logged in", advice: login },
  2026: { kind: "CONFLICT", meaning: "the user already exists", advice: unique },
  2028: {
    kind: "API",
    meaning: "phone number or email missing or incorrect",
    advice: "use a valid phone number or email address",
  },
  2029: { kind: "API", meaning: "the password is too short", advice: "use at least 6 characters" },
  2030: { kind: "API", meaning: "more than 80 users in one request", advice: "request fewer users at once" },
  2031: { kind: "API", meaning: "registration is disabled", advice: "enable registration in the console" },
  2034: { kind: "CONFLICT", meaning: "the username is taken", advice: unique },
  2035: { kind: "CONFLICT", meaning: "the phone number is taken", advice: unique },
  2036: { kind: "API", meaning: "the user is not in this user pool", advice: "check userPoolId" },
  2040: { kind: "API", meaning: "the user pool is full", advice: "raise the limit of the user pool" },
  2100: { kind: "API", meaning: "too many registrations", advice: "raise the limit in the console" },
  2200: { kind: "CONFLICT", meaning: "the email address is taken", advice: unique },
  2202: { kind: "API", meaning: "the value belongs to another user", advice: "check the id and userPoolId" },
  2203: {
    kind: "API",
    meaning: "the original password is wrong",
    advice: "use the user's current password",
  },
  2204: { kind: "API", meaning: "not a valid email address", advice: "correct the email address" },
  2206: { kind: "AUTHENTICATION", meaning: "the login has expired", advice: login },
  2207: { kind: "AUTHENTICATION", meaning: "the login is no longer valid", advice: login },
  2208: { kind: "CONFLICT", meaning: "the email address is taken", advice: unique },
  2209: { kind: "PERMISSION", meaning: "no permission to delete this user", advice: rights },
  2210: {
    kind: "API",
    meaning: "the user cannot be deleted, or does not exist",
    advice: "check whether the user exists and who owns the user pool",
  },
  2211: { kind: "API", meaning: "the username is missing", advice: "set a username" },
  2212: {
    kind: "API",
    meaning: "the owner of the user pool cannot be deleted",
    advice: "do not delete the owner, or transfer the ownership in the console",
  },
  2224: { kind: "AUTHENTICATION", meaning: "no such user pool", advice: "check userPoolId and host" },
  2225: { kind: "API", meaning: "the email address cannot be changed this way", advice: rights },
  2226: { kind: "API", meaning: "the phone number cannot be changed this way", advice: rights },
  2229: {
    kind: "API",
    meaning: "the new email address equals the old one",
    advice: "do not send the email address",
  },
  2230: {
    kind: "API",
    meaning: "the new phone number equals the old one",
    advice: "do not send the phone number",
  },
  2231: {
    kind: "API",
    meaning: "the request is incomplete",
    advice: "compare the request with the reference of the method",
  },
};
