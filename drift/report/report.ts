import { z } from "zod";

import { objectTypes } from "../finding/objects.js";
import { finding } from "../finding/finding.js";
import { reportedSeverity } from "../finding/parts.js";
import { completeness, findingCounts, notice, pool, requests, tool } from "./document.js";

const share = z.strictObject({
  total: z.int().describe("Number in all pools, without ignored ones."),
  managed: z.int().describe("Number of those that code manages."),
});

const objectType = z.enum(objectTypes).describe("Type of the objects.");

/** The content of every format, and the document of `--format json`. Within a version, values are only added. */
export const driftReport = z.strictObject({
  schemaVersion: z.literal(1).describe("It changes when a value is renamed or removed."),
  tool,
  generatedAt: z.string().describe("Time of the review, in UTC as ISO 8601."),
  pools: z
    .array(pool)
    .describe("User pools that were reviewed. There can be several if a program declares a `Provider`."),
  sources: z
    .array(
      z.strictObject({
        name: z.string().describe("Stack or state file, as passed to the review."),
        users: z.int().describe("Number of `User` resources."),
        assignments: z.int().describe("Number of resources that assign groups, roles or policies."),
        usersWithGroups: z.int().describe("Number of users whose groups a resource declares."),
        usersWithRoles: z.int().describe("Number of users whose roles a resource declares."),
        holdersOfPolicies: z
          .int()
          .optional()
          .describe(
            "Number of users, groups and roles whose policies are declared. Absent if there are none.",
          ),
        objects: z
          .array(
            z.strictObject({
              type: objectType,
              count: z.int().describe("Number of resources of this type."),
            }),
          )
          .optional()
          .describe("Resources that are groups, roles or policies themselves. Absent if the state has none."),
      }),
    )
    .describe("States that the pools were compared with."),
  verdict: z
    .enum(["clean", "drift", "incomplete"])
    .describe(
      "`drift`: at least one finding counts as drift. `incomplete`: no finding does, but `completeness.complete` is false.",
    ),
  failOn: reportedSeverity.describe("Severity from which findings count as drift."),
  counts: findingCounts,
  since: z
    .strictObject({
      generatedAt: z.string().describe("Time of the earlier report."),
      newFindings: z
        .int()
        .describe("Findings that the earlier report does not contain, including accepted ones."),
      resolvedFindings: z
        .int()
        .describe(
          "Findings of the earlier report that this review no longer found. Changed, silenced and ignored findings do not count.",
        ),
    })
    .optional()
    .describe("Changes since the report that `--since` names."),
  plan: z
    .strictObject({
      generatedAt: z.string().describe("Time of the plan."),
      repairedFindings: z.int().describe("Findings that the plan repairs, including accepted ones."),
    })
    .optional()
    .describe("Repairs of the plan that `--plan` names."),
  coverage: z.strictObject({
    users: share,
    memberships: share,
    roles: share,
    policies: share
      .optional()
      .describe(
        "Policies of users, groups and roles, where the states declare any. Absent if none were read.",
      ),
    objects: z
      .array(z.strictObject({ type: objectType, ...share.shape }))
      .optional()
      .describe(
        "Groups, roles and policies themselves, where the states declare any. Absent if nothing was read of them.",
      ),
  }),
  ignored: z.strictObject({
    users: z.int().describe("Unmanaged users that an ignore rule leaves out."),
    usersWithRoles: z.int().describe("Ignored users who have a role."),
    memberships: z.int().describe("Memberships of managed users in ignored groups."),
    objects: z
      .int()
      .optional()
      .describe(
        "Unmanaged groups, roles and policies that an ignore rule leaves out. Absent if none were read.",
      ),
  }),
  notCompared: z.strictObject({
    secrets: z.int().describe("Declared values that are secrets in the states."),
  }),
  completeness,
  namespaces: z.array(z.string()).describe("Namespaces whose roles were read."),
  requests,
  findings: z.array(finding).describe("Findings, highest severity first."),
  notices: z
    .array(notice)
    .describe("Acceptances that expired or match nothing, and ignore rules that match nothing."),
});
export type DriftReport = z.infer<typeof driftReport>;
