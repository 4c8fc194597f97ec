import { z } from "zod";

import type { Call } from "../http/call.js";
import { type Command, graphqlCall } from "../http/graphql-call.js";
import type { Attempt } from "../http/transport.js";
import { type Page, pageOf } from "../page.js";
import { type Walk, walkEntries } from "../walk-pages.js";

const userWithId = z.object({ id: z.string().min(1) });
const withUserIds = z.object({ users: pageOf(userWithId) });

type WithUserIds = z.infer<typeof withUserIds>;

/** Reads one page of the ids of users below a group or role. Null: there is no such group or role. */
export function userIdsCall(
  attempt: Attempt,
  query: Command,
  page: number,
  limit: number,
): Call<WithUserIds | null> {
  const root = {
    ...attempt,
    ...query,
    type: "query" as const,
    nested: { page: "Int", limit: "Int" },
    values: { ...query.values, page, limit },
    repeatable: true,
  };
  const selection = "users(page: $page, limit: $limit) { totalCount list { id } }";
  return graphqlCall(root, selection, withUserIds.nullable());
}

interface UserIdWalk extends Omit<Walk<never>, "fetch" | "keyOf"> {
  readonly fetch: (page: number, limit: number) => Promise<WithUserIds | null>;
  /** The error where there is no such group or role. */
  readonly missing: () => Error;
}

export async function* walkUserIds(walk: UserIdWalk): AsyncGenerator<string, void, undefined> {
  const fetch = async (page: number, limit: number): Promise<Page<{ readonly id: string }>> => {
    const found = await walk.fetch(page, limit);
    if (found === null) throw walk.missing();
    return found.users;
  };
  for await (const { id } of walkEntries({ ...walk, fetch, keyOf: (user) => user.id })) yield id;
}
