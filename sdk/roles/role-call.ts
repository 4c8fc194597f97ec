import type { Call } from "../http/call.js";
import { graphqlCall } from "../http/graphql-call.js";
import type { Role } from "./role.js";
import { role, roleSelection } from "./role.js";

/** Reads a role by code. Null: there is none in the namespace. */
export function roleCall(operation: string, code: string, namespace: string): Call<Role | null> {
  return graphqlCall(
    {
      operation,
      trying: `reading role ${code} in namespace ${namespace}`,
      type: "query",
      field: "role",
      args: { code: "String!", namespace: "String" },
      values: { code, namespace },
      repeatable: true,
    },
    roleSelection,
    role.nullable(),
  );
}
