/**
 * The codes of the emulator's answers, and their messages. The numbers are from the vendor's list of error codes. 500 is
 * its "unclassified" and is used where the code is unknown (unknown group, duplicate role, …).
 */
const messages: Readonly<Record<number, string>> = {
  400: "Bad request",
  500: "Unclassified error",
  1000: "System busy, try again later",
  2004: "User does not exist",
  2005: "The user is locked",
  2014: "Bad search input",
  2015: "Illegal search type",
  2016: "The password cannot be decrypted",
  2020: "Not logged in, or no access",
  2026: "User already exists",
  2029: "The password must have at least 6 characters",
  2030: "At most 80 users can be asked for at once",
  2034: "User name already exists",
  2035: "Phone number is already bound",
  2200: "E-mail is already bound",
  2206: "Login expired, log in again",
  2210: "Bad delete: the user does not exist",
  2212: "The root user cannot be deleted",
  2224: "User pool does not exist",
  2231: "Incomplete request",
};

/** A refusal of the management API: a code and a message, sent with HTTP 200. */
export class ManagementError extends Error {
  override readonly name = "ManagementError";

  constructor(
    readonly code: number,
    message = messages[code] ?? "Error",
    /** The value of `extensions.exception.name` in GraphQL, if one was recorded from the service. */
    readonly exception?: string,
  ) {
    super(message);
  }
}
