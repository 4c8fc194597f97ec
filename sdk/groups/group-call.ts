import type { Call } from "../http/call.js";
import { graphqlCall } from "../http/graphql-call.js";
import type { Group } from "./group.js";
import { group, groupSelection } from "./group.js";

/** The root field that reads a group by code. */
export const groupQuery = { field: "group", args: { code: "String!" } } as const;

/** Reads a group by code. Null: there is none. */
export function groupCall(operation: string, code: string): Call<Group | null> {
  return graphqlCall(
    {
      operation,
      trying: `reading group ${code}`,
      type: "query",
      ...groupQuery,
      values: { code },
      repeatable: true,
    },
    groupSelection,
    group.nullable(),
  );
}
