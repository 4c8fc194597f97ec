import { apiCodes } from "../../sdk/api-codes.js";
import type { errorCodes } from "../../sdk/errors.js";
import { providerErrors } from "../../model/errors.js";

/** What each code of the client means; the compiler asks for a row for every code. */
const clientErrors: Record<(typeof errorCodes)[number], string> = {
  API: "The service refused for a reason that the message gives. Its own code is in the second table.",
  AUTHENTICATION:
    "The service does not accept the user pool's id and secret. Check that they belong together.",
  PERMISSION: "The login is accepted and may not do this. Use the secret of the pool's administrator.",
  NOT_FOUND: "The service says explicitly that there is no such user, group or role.",
  CONFLICT: "A username, email, phone or external id is taken. Adopt that person, or choose another value.",
  RATE_LIMIT:
    "The service wants fewer requests for longer than the call may wait. Lower `approw:requestsPerSecond`.",
  TRANSPORT: "No answer came: timeout, connection reset, unknown host. The state is as it was; run again.",
  UNEXPECTED_RESPONSE:
    "The answer is not what the API promises. The message names the paths; nothing was taken from it.",
  PARTIAL_CREATE: "The person was created and a field could not be set. The next `up` goes on from there.",
  INVALID_INPUT: "The request was not sent: an option or a field is not what the API takes.",
};

/** The page that lists every error code, of the client, of the provider and of the service. */
export function renderErrors(): string {
  return [
    "# Errors",
    "",
    "<!-- Generated from the tables of codes by `npm run generate`: edit those. -->",
    "",
    "A message says what was tried, on whom, what the service answered and what to do. People are masked in messages",
    "unless the stack sets `approw:debug`; secrets, passwords and tokens are in none of them.",
    "",
    "## Of the client and the provider",
    "",
    "| Code | What happened, what to do |",
    "| --- | --- |",
    ...Object.entries({ ...clientErrors, ...providerErrors }).map(
      ([code, text]) => `| \`${code}\` | ${text} |`,
    ),
    "",
    "## Of the service",
    "",
    "The service answers most refusals with HTTP 200 and one of these codes in the body.",
    "",
    "| Code | Meaning | Becomes | What to do |",
    "| --- | --- | --- | --- |",
    ...Object.entries(apiCodes).map(
      ([code, { kind, meaning, advice }]) => `| ${code} | ${meaning} | \`${kind}\` | ${advice} |`,
    ),
    "",
  ].join("\n");
}
