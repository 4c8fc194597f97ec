import { Coverage } from "../../../../cli/drift/coverage.js";
import type { Difference, Person } from "../../../../cli/drift/finding.js";
import { emptyPolicy, type Policy } from "../../../../cli/drift/policy.js";
import { composeReport } from "../../../../cli/drift/report/compose.js";
import type { DriftReport } from "../../../../cli/drift/report/report.js";

/** A report of these differences, with a fixed time and pool. */
export function buildReport(differences: readonly Difference[], policy: Policy = emptyPolicy): DriftReport {
  return composeReport({
    review: { differences, coverage: new Coverage(), namespaces: ["default"], idleRules: [] },
    deployments: [{ source: "prod", userPoolIds: new Set(["p1"]), resources: [] }],
    policy,
    failOn: "medium",
    pool: { userPoolId: "p1", host: "https://core.example" },
    stats: [
      { requests: { "users.snapshotPages": 2, login: 1 }, retries: 0, throttled: 2, waitedMs: 0 },
      { requests: { login: 1 }, retries: 0, throttled: 0, waitedMs: 0 },
    ],
    version: "1.2.3",
    now: new Date("2026-06-15T12:00:00Z"),
  });
}

/** A managed person's role that no program declares: high. */
export function foreignRole(person: Person, role = "admin"): Difference {
  const urn = `urn:pulumi:prod::people::pulumi-nodejs:dynamic/approw:User::${person.id}`;
  return { kind: "role-foreign", person, owners: [{ source: "prod", urn }], role, namespace: "default" };
}

/** A nickname that is not as declared: low. */
export function changedNickname(person: Person, observed = "by hand"): Difference {
  const personChangedAt = "2026-06-01T00:00:00+00:00";
  return {
    kind: "field-changed",
    person,
    owners: [],
    field: "nickname",
    declared: "Ada",
    observed,
    personChangedAt,
  };
}

/** The policy that accepts a finding by its id. */
export function accepting(finding: string, reason = "known"): Policy {
  const acceptance = { finding, reason, until: "2026-12-31", place: "approw-drift.yaml:2:5" };
  return { severities: new Map(), acceptances: [acceptance] };
}

/** What somebody may call themselves to get into a report. */
export const hostileName = `<script>alert(1)</script>|\`&"'\u001b[2J\u202e@admin [x](http://evil.example) {0}]]>`;
