import { z } from "zod";

import { type Finding, finding, type ReportedSeverity, reportedSeverity, severities } from "../finding.js";

const share = z.strictObject({
  total: z.int().describe("In the pool, without what is ignored."),
  managed: z.int().describe("Of those, owned by code."),
});

/** What a review tells, whatever the format. It is the document of `--format json`; only what is added keeps its version. */
export const driftReport = z.strictObject({
  schemaVersion: z.literal(1).describe("Another number means that something was renamed or removed."),
  tool: z.strictObject({
    name: z.string().describe("Name of this package."),
    version: z.string().describe("Its version."),
  }),
  generatedAt: z.string().describe("ISO 8601, UTC."),
  userPoolId: z.string().describe("The pool that was reviewed."),
  host: z.string().describe("Where it lives."),
  sources: z
    .array(
      z.strictObject({
        name: z.string().describe("Stack or state file, as it was given."),
        people: z.int().describe("Resources that manage people."),
        assignments: z.int().describe("Resources that manage groups or roles of people."),
      }),
    )
    .describe("The states that the pool was compared with."),
  verdict: z
    .enum(["clean", "drift"])
    .describe("`drift` when a finding counts: not accepted, and at or above `failOn`."),
  failOn: reportedSeverity.describe("The severity from which on a finding counts."),
  counts: z.strictObject({
    high: z.int().describe("Findings of this severity that nobody has accepted."),
    medium: z.int().describe("Findings of this severity that nobody has accepted."),
    low: z.int().describe("Findings of this severity that nobody has accepted."),
    accepted: z.int().describe("Findings that are accepted. They are in none of the other counts."),
    silenced: z.int().describe("Differences of severity none, which are not listed."),
  }),
  coverage: z.strictObject({ people: share, memberships: share, roles: share }),
  ignored: z.strictObject({
    people: z.int().describe("Unmanaged people who are knowingly outside of code."),
    peopleWithRoles: z.int().describe("Of those, people who hold a role."),
    memberships: z.int().describe("Memberships of managed people in ignored groups."),
  }),
  notCompared: z.strictObject({
    secrets: z.int().describe("Declared values that the states keep as secrets."),
  }),
  namespaces: z.array(z.string()).describe("The namespaces whose roles were read."),
  requests: z.strictObject({
    total: z.int().describe("Requests to the service, repeated ones included."),
    retries: z.int().describe("Requests that were repeats."),
    throttled: z.int().describe("Answers that asked for fewer requests."),
  }),
  findings: z.array(finding).describe("The gravest first."),
  notices: z
    .array(
      z.strictObject({
        place: z.string().describe("File, line and column, or an option."),
        message: z.string().describe("What is the matter."),
      }),
    )
    .describe(
      "Acceptances that have expired, or fit nothing any more, and ignore rules that leave out nobody.",
    ),
});
export type DriftReport = z.infer<typeof driftReport>;

/** Whether a finding makes a review fail: it is not accepted, and as grave as asked for or graver. */
export function isDrift({ severity, accepted }: Finding, failOn: ReportedSeverity): boolean {
  return accepted === undefined && severities.indexOf(severity) <= severities.indexOf(failOn);
}
