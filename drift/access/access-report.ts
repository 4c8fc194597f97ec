import { z } from "zod";

import { origin } from "../finding/origin.js";
import { findingParts } from "../finding/parts.js";
import { driftReport } from "../report/report.js";

const source = z
  .enum(["program", "hand", "unknown"])
  .describe(
    "`program`: a resource declares it. `hand`: none does. `unknown`: a state keeps its codes secret.",
  );

const behind = {
  source,
  owners: findingParts.ofUser.owners.describe("The resources that declare it."),
  origins: z.array(origin).describe("The lines that give it. Empty if none is known."),
};

const access = z.strictObject({
  type: z.enum(["group", "role", "policy"]).describe("Kind of access."),
  code: z.string().describe("Code of the group, role or policy."),
  namespace: z.string().optional().describe("Namespace of a role or policy."),
  ...behind,
  until: z.string().optional().describe("Last day, `YYYY-MM-DD`, if the roster has one."),
  reason: z.string().optional().describe("Reason, from the roster."),
  ended: z.boolean().describe("Whether the last day is over. The next `pulumi up` takes the access away."),
});

const userAccess = z.strictObject({
  ...findingParts.ofUser.user.shape,
  userPoolId: z.string().describe("User pool of the user."),
  blocked: z.boolean().describe("Whether the user is blocked."),
  status: z.string().optional().describe("Status of the user, as the service has it."),
  ...behind,
  access: z.array(access).describe("Groups, then roles, then policies, by namespace and code."),
});

/** Who has what, and why. Within a version, values are only added. */
export const accessReport = z.strictObject({
  schemaVersion: z.literal(1).describe("It changes when a value is renamed or removed."),
  tool: driftReport.shape.tool,
  generatedAt: z.string().describe("Time of the report, in UTC as ISO 8601."),
  pools: driftReport.shape.pools.describe("User pools that were read."),
  sources: z.array(z.string()).describe("Stacks and state files, as passed to the command."),
  counts: z.strictObject({
    users: z.int().describe("Users in the report."),
    access: z.int().describe("Groups, roles and policies that they have."),
    byHand: z.int().describe("Those of them that no program declares."),
  }),
  completeness: driftReport.shape.completeness,
  namespaces: driftReport.shape.namespaces,
  requests: driftReport.shape.requests,
  users: z.array(userAccess).describe("The users, by name."),
});
export type AccessReport = z.infer<typeof accessReport>;
export type UserAccess = z.infer<typeof userAccess>;
export type Access = z.infer<typeof access>;
