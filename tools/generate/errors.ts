import { apiCodes } from "../../sdk/api-codes.js";
import type { errorCodes } from "../../sdk/errors.js";
import { providerErrors } from "../../model/errors.js";

/** What each code of the client means; the compiler asks for a row for every code. */
const clientErrors: Record<(typeof errorCodes)[number], string> = {
  API: "The service refused for the reason in the message. Its own code is in the second table.",
  AUTHENTICATION:
    "The service does not accept the id and secret of the user pool. Check that they belong together.",
  PERMISSION: "The login is accepted but lacks a permission. Use the secret of the user pool.",
  NOT_FOUND: "The service says explicitly that the user, group or role does not exist.",
  CONFLICT:
    "A username, email, phone or external id belongs to another user. Adopt that user, or choose another value.",
  RATE_LIMIT:
    "The service asked for a longer pause than the call may wait. Lower `approw:requestsPerSecond`, or retry later.",
  TRANSPORT: "No response arrived: timeout, connection reset, unknown host. The state is unchanged. Retry.",
  UNEXPECTED_RESPONSE:
    "The response is not what the API promises. The message names the paths. Nothing was read from it.",
  PARTIAL_CREATE:
    "The user was created, but a field could not be set. The next `pulumi up` continues from there.",
  NOT_SUPPORTED: "The service does not know the operation. Nothing was changed.",
  INVALID_INPUT: "The request was not sent, because an option or a field is not what the API takes.",
};

/** The page that lists every error code, of the client, of the provider and of the service. */
export function renderErrors(): string {
  return [
    "# Errors",
    "",
    "<!-- Generated from the tables of codes by `npm run generate`: edit those. -->",
    "",
    "A message says what was tried, on which user, what the service answered and what to do. Names of users are masked",
    "unless the stack sets `approw:debug`. No message contains a secret, a password or a token.",
    "",
    "## Codes of the client and the provider",
    "",
    "| Code | Meaning and what to do |",
    "| --- | --- |",
    ...Object.entries({ ...clientErrors, ...providerErrors }).map(
      ([code, text]) => `| \`${code}\` | ${text} |`,
    ),
    "",
    "## Codes of the service",
    "",
    "The service answers most refusals with HTTP 200 and one of these codes in the body.",
    "",
    "| Code | Meaning | Error code | What to do |",
    "| --- | --- | --- | --- |",
    ...Object.entries(apiCodes).map(
      ([code, { kind, meaning, advice }]) => `| ${code} | ${meaning} | \`${kind}\` | ${advice} |`,
    ),
    "",
  ].join("\n");
}
