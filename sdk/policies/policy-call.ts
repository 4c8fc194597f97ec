import type { Call } from "../http/call.js";
import { graphqlCall } from "../http/graphql-call.js";
import type { Policy } from "./policy.js";
import { policy, policySelection } from "./policy.js";

/** The root field that reads a policy by code. */
export const policyQuery = { field: "policy", args: { code: "String!", namespace: "String" } } as const;

/** Reads a policy by code. Null: there is none in the namespace. */
export function policyCall(operation: string, code: string, namespace: string): Call<Policy | null> {
  return graphqlCall(
    {
      operation,
      trying: `reading policy ${code} in namespace ${namespace}`,
      type: "query",
      ...policyQuery,
      values: { code, namespace },
      repeatable: true,
    },
    policySelection,
    policy.nullable(),
  );
}
