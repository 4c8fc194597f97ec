import { z } from "zod";

import { type Entry, isOpenFrom } from "../finding/entry.js";
import { reportedSeverity } from "../finding/parts.js";
import { plannedChange } from "../finding/planned.js";
import { changeCounts, completeness, notice, pool, requests, tool } from "./document.js";

const users = z.int();

/** The content of every format of a plan, and the document of `--format json`. Within a version, values are only added. */
export const planReport = z.strictObject({
  schemaVersion: z.literal(1).describe("It changes when a value is renamed or removed."),
  tool,
  generatedAt: z.string().describe("Time of the plan, in UTC as ISO 8601."),
  pools: z.array(pool).describe("User pools that `pulumi up` would change."),
  sources: z
    .array(z.strictObject({ name: z.string().describe("Name of the stack.") }))
    .describe("Stacks that the plan is of."),
  verdict: z
    .enum(["clean", "changes", "refused", "over-limit", "review"])
    .describe("What to do with the plan: [When a pipeline stops](#when-a-pipeline-stops)."),
  requireReview: reportedSeverity
    .optional()
    .describe("Severity from which changes need a review. Absent without `--require-review`."),
  counts: changeCounts,
  people: z.strictObject({
    created: users.describe("Users who would be created."),
    adopted: users.describe("Users in the pool whom a program would start to manage."),
    deleted: users.describe("Users who would be deleted."),
    blocked: users.describe("Users who could no longer log in."),
    unblocked: users.describe("Blocked users who could log in again."),
    released: users.describe("Users who would stay in the pool without a program that manages them."),
    changed: users.describe("Users with fields that would get another value, apart from those above."),
  }),
  access: z.strictObject({
    given: z.int().describe("Groups, roles and policies that would be given, one for each user or object."),
    taken: z.int().describe("Groups, roles and policies that would be taken, one for each user or object."),
  }),
  deletions: z.strictObject({
    users: users.describe("Users whose resource is removed and who would be deleted or blocked."),
    of: users.describe("Users that the state manages."),
    share: z.number().describe("Share of those users, from 0 to 1."),
    max: z
      .int()
      .optional()
      .describe("Highest number of users. Absent without `--max-deletions` and `maxDeletions`."),
    maxShare: z
      .number()
      .optional()
      .describe("Highest share of users, from 0 to 1. Absent without `--max-deletion-share`."),
    exceeded: z.boolean().describe("Whether the number or the share is higher."),
    userPoolId: z
      .string()
      .optional()
      .describe(
        "The pool that they are of, where one of several allows fewer. Otherwise they are of all pools.",
      ),
  }),
  credentials: z.strictObject({
    status: z
      .enum(["accepted", "rejected", "not-checked"])
      .describe("Whether the service accepts the credentials that `pulumi up` would use."),
    message: z.string().optional().describe("Why they were rejected or not checked."),
  }),
  drift: z.strictObject({
    findings: z.int().describe("Findings that a drift review has before `pulumi up`."),
    repaired: z.int().describe("Findings among them that the plan repairs."),
  }),
  completeness,
  requests,
  changes: z.array(plannedChange).describe("Changes that `pulumi up` would make, highest severity first."),
  notices: z.array(notice).describe("Acceptances of changes that expired or match nothing."),
});
export type PlanReport = z.infer<typeof planReport>;

/** Nothing to stop a pipeline for, or something; a failure of the command is 1. */
export const planExitCodes = {
  clean: 0,
  changes: 0,
  refused: 2,
  "over-limit": 2,
  review: 2,
} as const satisfies Record<PlanReport["verdict"], number>;

/** Whether it needs a review before `pulumi up`. */
export function needsReview(entry: Entry, requireReview: PlanReport["requireReview"]): boolean {
  return requireReview !== undefined && isOpenFrom(entry, requireReview);
}
