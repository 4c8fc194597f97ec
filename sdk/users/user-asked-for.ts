import { UnexpectedResponseError } from "../errors.js";
import type { Call } from "../http/call.js";
import type { User } from "./user.js";
import type { UserField } from "./user-fields.js";
import type { FindUserOptions } from "./user-options.js";

/** A call that accepts only the user that it asked for. A cache on the way may mix up responses. */
export function aboutUser<Result>(
  call: Call<Result>,
  path: string,
  isAskedFor: (result: Result) => boolean,
): Call<Result> {
  const { operation, trying } = call;
  return {
    ...call,
    read: (body, redact) => {
      const result = call.read(body, redact);
      if (isAskedFor(result)) return result;
      const message = `${trying} failed: the response is about another user; check the host and the proxy`;
      throw new UnexpectedResponseError(message, { operation, paths: [path] });
    },
  };
}

const searchable = ["username", "email", "phone", "externalId"] as const satisfies readonly UserField[];

type Searchable = (typeof searchable)[number];

/** The fields that tell whether a found user is the one that was asked for. */
export function askedFields(options: FindUserOptions): Searchable[] {
  return searchable.filter((field) => options[field] !== undefined);
}

/** Whether a user has one of the values that were asked for. An account at a login provider is not compared. */
export function isFoundBy(user: User, options: FindUserOptions): boolean {
  const asked = askedFields(options);
  return asked.length === 0 || asked.some((field) => isAlike(field, options[field] ?? "", user[field] ?? ""));
}

/** The service may store another spelling: trimmed, in lower case, a phone number with or without its country code. */
function isAlike(field: Searchable, asked: string, found: string): boolean {
  if (field !== "phone") return plain(asked) === plain(found);
  const [some, other] = [digits(asked), digits(found)];
  return some !== "" && other !== "" && (some.endsWith(other) || other.endsWith(some));
}

function plain(text: string): string {
  return text.normalize("NFKC").trim().toLowerCase();
}

function digits(text: string): string {
  return text.replace(/\D+/gu, "");
}
