import { z } from "zod";
import { UnexpectedResponseError } from "../errors.js";
import type { Call } from "../http/call.js";
import { restCall } from "../http/rest-call.js";
import { type ByEntry, createManyOperation, type Entry, identifiersOf } from "./bulk-creation-entry.js";
import type { User } from "./user.js";
import { restUser } from "./user.js";
import { isFoundBy } from "./user-asked-for.js";
import { keysOf } from "./user-creation.js";

/** The words with which the service refused an entry. It gives no code. */
export class Refused {
  constructor(readonly reason: string) {}
}

const answers = z.array(
  z.object({
    success: z.boolean(),
    errMsg: z.string().nullish(),
    user: restUser.nullish(),
  }),
);

type Answer = z.infer<typeof answers>[number];

/** Creates users in one request. It fails as a whole unless the response is about each of them. */
export function createManyCall(entries: readonly Entry[]): Call<ByEntry<User | Error | Refused>> {
  const request = {
    operation: createManyOperation,
    trying: `creating ${entries.length === 1 ? "a user" : `${entries.length} users`}`,
    method: "POST",
    path: "/api/v2/users/create/batch",
    body: { users: entries.map(({ created }) => created) },
    repeatable: false,
    secrets: entries.flatMap(({ secrets }) => secrets),
  } as const;
  const { read } = restCall(request, answers);
  return {
    ...request,
    request,
    read: (body, redact) => {
      const given = read(body, redact);
      if (!isAboutAll(entries, given)) {
        const message = `${request.trying} failed: the response does not say for each user whether it was created`;
        throw new UnexpectedResponseError(message, { operation: createManyOperation, paths: ["data"] });
      }
      return new Map(
        entries.map((entry, index) => {
          const { success, user, errMsg } = given[index] ?? {};
          return [entry, success && user ? user : new Refused(redact(errMsg ?? ""))];
        }),
      );
    },
  };
}

/** Whether there is one answer for each entry, in their order. The service does not promise the order. */
function isAboutAll(entries: readonly Entry[], given: readonly Answer[]): boolean {
  const owners = new Map(
    entries.flatMap((entry) => identifiersOf(entry.created).map((key) => [key, entry] as const)),
  );
  return (
    given.length === entries.length &&
    entries.every((entry, index) => {
      const { success, user } = given[index] ?? {};
      if (success !== true) return success === false;
      if (!user) return false;
      const isAnothers = identifiersOf(user).some((key) => (owners.get(key) ?? entry) !== entry);
      return (
        !isAnothers && keysOf(entry.created).every((key) => isFoundBy(user, { [key]: entry.created[key] }))
      );
    })
  );
}
