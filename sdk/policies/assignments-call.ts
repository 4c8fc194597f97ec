import type { z } from "zod";
import type { Call } from "../http/call.js";
import { type Command, graphqlCall } from "../http/graphql-call.js";
import { type Page, pageOf } from "../page.js";
import type { PolicyAssignment, PolicyTargetType } from "./policy.js";
import { policyAssignment, policyAssignmentSelection } from "./policy.js";

/** A user, group, role or other object that policies are assigned to. */
export interface PolicyTarget {
  readonly targetType: PolicyTargetType;
  /** The id of a user or org node, the code of a role or group. */
  readonly targetIdentifier: string;
}

/** The assignments of a policy, or those of a target. */
export type AssignmentsOf = { readonly code: string } | PolicyTarget;

export const assignmentsSelection = `totalCount list { ${policyAssignmentSelection} }`;

/** One page of the assignments as a root field. */
export function assignmentsField(of: AssignmentsOf, namespace: string, page: number, limit: number): Command {
  return {
    field: "policyAssignments",
    args: {
      namespace: "String",
      code: "String",
      targetType: "PolicyAssignmentTargetType",
      targetIdentifier: "String",
      page: "Int",
      limit: "Int",
    },
    values: { ...of, namespace, page, limit },
  };
}

/** A page of assignments that are all about what was asked for. A cache on the way may mix up responses. */
export function assignmentsPage(of: AssignmentsOf): z.ZodType<Page<PolicyAssignment>> {
  const isAskedFor = (found: PolicyAssignment): boolean =>
    "code" in of
      ? found.code === of.code
      : found.targetType === of.targetType && found.targetIdentifier === of.targetIdentifier;
  return pageOf(policyAssignment.refine(isAskedFor, "an assignment of another policy or target"));
}

export function assignmentsCall(
  operation: string,
  of: AssignmentsOf,
  namespace: string,
  page: number,
  limit: number,
): Call<Page<PolicyAssignment>> {
  const what = "code" in of ? `policy ${of.code}` : named(of);
  return graphqlCall(
    {
      operation,
      trying: `listing the policy assignments of ${what} in namespace ${namespace}, page ${page}`,
      type: "query",
      ...assignmentsField(of, namespace, page, limit),
      repeatable: true,
    },
    assignmentsSelection,
    assignmentsPage(of),
  );
}

/** How a message names a target, for example `group staff`. */
export function named({ targetType, targetIdentifier }: PolicyTarget): string {
  return `${targetNames[targetType]} ${targetIdentifier}`;
}

const targetNames: Readonly<Record<PolicyTargetType, string>> = {
  USER: "user",
  ROLE: "role",
  GROUP: "group",
  ORG: "org node",
  AK_SK: "access key",
};
