/** The kinds of refusal that a caller acts on differently; all other refusals are plain `API`. */
export type RefusalKind = "API" | "AUTHENTICATION" | "PERMISSION" | "NOT_FOUND" | "CONFLICT" | "RATE_LIMIT";

export interface ApiCode {
  readonly kind: RefusalKind;
  /** What the service means by it. */
  readonly meaning: string;
  /** What the caller can do about it. */
  readonly advice: string;
}

const again = "wait and try again";
const unique = "find the person who has it, or choose another value";
const login = "check that userPoolId and secret belong together (console, Settings > Basic)";
const rights = "use the secret of the user pool's administrator";

/**
 * The codes of the service that concern users, from its error list and from recorded answers. The single place that
 * says which error a code becomes. 2210 and 2036 are no proof that nobody is there: they stay plain refusals.
 */
export const apiCodes: Readonly<Record<number, ApiCode>> = {
  500: {
    kind: "API",
    meaning: "an error that the service does not classify",
    advice: "try again; if it stays, ask the service's support",
  },
  1000: { kind: "RATE_LIMIT", meaning: "the service is busy", advice: again },
  1001: { kind: "PERMISSION", meaning: "no permission for this operation", advice: rights },
  2003: { kind: "API", meaning: "not an email address", advice: "correct the email address" },
  2004: {
    kind: "NOT_FOUND",
    meaning: "no such user",
    advice: "look for the user by another key, or create the user",
  },
  2005: { kind: "API", meaning: "the user is locked", advice: "unlock the user in the console" },
  2006: { kind: "API", meaning: "wrong password", advice: "give the password that the user has" },
  2014: { kind: "API", meaning: "not a valid search", advice: "correct the search text" },
  2015: { kind: "API", meaning: "not a valid kind of search", advice: "correct the fields to search in" },
  2016: {
    kind: "API",
    meaning: "the service cannot decrypt the password",
    advice: "check the publicKey option against GET /api/v2/.well-known",
  },
  2018: { kind: "PERMISSION", meaning: "no permission to change this", advice: rights },
  2020: { kind: "AUTHENTICATION", meaning: "not logged in", advice: login },
  2026: { kind: "CONFLICT", meaning: "the user exists already", advice: unique },
  2028: {
    kind: "API",
    meaning: "phone number or email missing or incorrect",
    advice: "give a phone number or an email address that is valid",
  },
  2029: { kind: "API", meaning: "the password is too short", advice: "use 6 characters or more" },
  2030: { kind: "API", meaning: "more than 80 users asked for at once", advice: "ask for fewer at once" },
  2031: { kind: "API", meaning: "registration is disabled", advice: "enable it in the console" },
  2034: { kind: "CONFLICT", meaning: "the username is taken", advice: unique },
  2035: { kind: "CONFLICT", meaning: "the phone number is taken", advice: unique },
  2036: { kind: "API", meaning: "the user is not in this user pool", advice: "check userPoolId" },
  2040: { kind: "API", meaning: "the user pool is full", advice: "raise the limit of the user pool" },
  2100: { kind: "API", meaning: "registering too often", advice: "raise the limit in the console" },
  2200: { kind: "CONFLICT", meaning: "the email address is taken", advice: unique },
  2202: { kind: "API", meaning: "this belongs to another user", advice: "check the id and userPoolId" },
  2203: {
    kind: "API",
    meaning: "the original password is wrong",
    advice: "give the password that the user has",
  },
  2204: { kind: "API", meaning: "not an email address", advice: "correct the email address" },
  2206: { kind: "AUTHENTICATION", meaning: "the login has expired", advice: login },
  2207: { kind: "AUTHENTICATION", meaning: "the login is not valid any more", advice: login },
  2208: { kind: "CONFLICT", meaning: "the email address is taken", advice: unique },
  2209: { kind: "PERMISSION", meaning: "no permission to delete this user", advice: rights },
  2210: {
    kind: "API",
    meaning: "the user cannot be deleted, or does not exist",
    advice: "look whether the user is there, and who owns the user pool",
  },
  2211: { kind: "API", meaning: "the username is missing", advice: "give one" },
  2212: {
    kind: "API",
    meaning: "the owner of the user pool cannot be deleted",
    advice: "leave the owner out, or make somebody else the owner in the console",
  },
  2224: { kind: "AUTHENTICATION", meaning: "no such user pool", advice: "check userPoolId and host" },
  2225: { kind: "API", meaning: "the email address cannot be changed this way", advice: rights },
  2226: { kind: "API", meaning: "the phone number cannot be changed this way", advice: rights },
  2229: {
    kind: "API",
    meaning: "the new email address equals the old one",
    advice: "leave the email address out",
  },
  2230: {
    kind: "API",
    meaning: "the new phone number equals the old one",
    advice: "leave the phone number out",
  },
  2231: {
    kind: "API",
    meaning: "something is missing in the request",
    advice: "compare what was sent with the reference of the method",
  },
};
