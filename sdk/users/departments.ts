import { z } from "zod";
import type { Call } from "../http/call.js";
import { graphqlCall } from "../http/graphql-call.js";
import { pathPart, restCall } from "../http/rest-call.js";
import type { Page } from "../page.js";
import { wholeListOf } from "../page.js";

/** A node in the tree of an organization: the organization itself or a department. */
export interface OrgNode {
  id: string;
  orgId: string | null;
  name: string;
  code: string | null;
  description: string | null;
  /** The ids of the nodes from the root to this one. */
  path: string[];
}

/** A department that a user belongs to. */
export interface Department {
  department: OrgNode;
  isMainDepartment: boolean;
  /** ISO 8601. */
  joinedAt: string | null;
}

const text = z
  .string()
  .nullish()
  .transform((value) => value ?? null);

const orgNode: z.ZodType<OrgNode> = z.object({
  id: z.string().min(1),
  orgId: text,
  name: z.string(),
  code: text,
  description: text,
  path: z
    .array(z.string())
    .nullish()
    .transform((path) => path ?? []),
});

const department: z.ZodType<Department> = z.object({
  department: orgNode,
  isMainDepartment: z.boolean(),
  joinedAt: text,
});

/** Null: there is no such user. */
export function departmentsCall(userId: string): Call<{ departments: Page<Department> } | null> {
  return graphqlCall(
    {
      operation: "users.listDepartments",
      trying: `reading the departments of user ${userId}`,
      type: "query",
      field: "user",
      args: { id: "String!" },
      values: { id: userId },
      repeatable: true,
    },
    "departments { totalCount list { department { id orgId name code description path } isMainDepartment joinedAt } }",
    z.object({ departments: wholeListOf(department) }).nullable(),
  );
}

export function orgsCall(userId: string): Call<OrgNode[][]> {
  const operation = "users.listOrgs";
  return restCall(
    {
      operation,
      trying: `reading the organizations of user ${userId}`,
      method: "GET",
      path: `/api/v2/users/${pathPart(operation, "userId", userId)}/orgs`,
      repeatable: true,
    },
    z.array(z.array(orgNode)),
  );
}
