import type { Call } from "../http/call.js";
import { graphqlCall } from "../http/graphql-call.js";
import type { Policy } from "./policy.js";
import { policy, policySelection } from "./policy.js";

/** Reads a policy by code. Null: there is none in the namespace. */
export function policyCall(operation: string, code: string, namespace: string): Call<Policy | null> {
  return graphqlCall(
    {
      operation,
      trying: `reading policy ${code} in namespace ${namespace}`,
      type: "query",
      field: "policy",
      args: { code: "String!", namespace: "String" },
      values: { code, namespace },
      repeatable: true,
    },
    policySelection,
    policy.nullable(),
  );
}
