import type { Call } from "../http/call.js";
import { graphqlCall } from "../http/graphql-call.js";
import type { Role } from "./role.js";
import { role, roleSelection } from "./role.js";

/** The root field that reads a role by code. */
export const roleQuery = { field: "role", args: { code: "String!", namespace: "String" } } as const;

/** Reads a role by code. Null: there is none in the namespace. */
export function roleCall(operation: string, code: string, namespace: string): Call<Role | null> {
  return graphqlCall(
    {
      operation,
      trying: `reading role ${code} in namespace ${namespace}`,
      type: "query",
      ...roleQuery,
      values: { code, namespace },
      repeatable: true,
    },
    roleSelection,
    role.nullable(),
  );
}
