import { Coverage } from "../../../drift/compare/coverage.js";
import type { Difference } from "../../../drift/finding/finding.js";
import type { ObjectRef, UserRef } from "../../../drift/finding/parts.js";
import { emptyPolicy, type Policy } from "../../../drift/policy/policy.js";
import { composeReport } from "../../../drift/report/compose.js";
import { parseDeployment } from "../../../drift/states/deployment.js";
import type { EarlierReport } from "../../../drift/report/earlier.js";
import type { PlanOfReport } from "../../../drift/report/repaired.js";
import type { DriftReport } from "../../../drift/report/report.js";
import { ExportedState } from "../states/exported-state.js";

/** A report of these differences, with a fixed time and pool. */
export function buildReport(
  differences: readonly Difference[],
  policy: Policy = emptyPolicy,
  earlier?: EarlierReport,
  plan?: PlanOfReport,
): DriftReport {
  return composeReport({
    reviews: [
      {
        userPoolId: "p1",
        host: "https://core.example",
        differences,
        ignoredIds: [],
        coverage: new Coverage(),
        namespaces: ["default"],
        policyNamespaces: [],
        notRead: [],
        idleRules: [],
      },
    ],
    deployments: [parseDeployment("prod", new ExportedState("prod", "p1").user("ada", "u1", {}).toString())],
    policy,
    failOn: "medium",
    stats: [
      { requests: { "users.snapshotPages": 2, login: 1 }, retries: 0, throttled: 2, waitedMs: 0 },
      { requests: { login: 1 }, retries: 0, throttled: 0, waitedMs: 0 },
    ],
    version: "1.2.3",
    now: new Date("2026-06-15T12:00:00Z"),
    earlier,
    plan,
  });
}

/** A role of a managed user that no program declares: high. */
export function foreignRole(user: UserRef, role = "admin"): Difference {
  const urn = `urn:pulumi:prod::people::pulumi-nodejs:dynamic/approw:User::${user.id}`;
  return { kind: "role-foreign", user, owners: [{ source: "prod", urn }], role, namespace: "default" };
}

/** A nickname that is not as declared: low. */
export function changedNickname(user: UserRef, observed = "by hand"): Difference {
  const userChangedAt = "2026-06-01T00:00:00+00:00";
  return {
    kind: "field-changed",
    user,
    owners: [],
    field: "nickname",
    declared: "Ada",
    observed,
    userChangedAt,
  };
}

/** A description that is not as declared: low. */
export function changedDescription(object: ObjectRef, observed = "by hand"): Difference {
  return {
    kind: "object-changed",
    object,
    owners: [],
    field: "description",
    declared: "Declared",
    observed,
    objectChangedAt: "2026-06-01T00:00:00+00:00",
  };
}

/** The policy that accepts a finding by its id. */
export function accepting(finding: string, reason = "known"): Policy {
  const acceptance = { finding, reason, until: "2026-12-31", place: "approw-drift.yaml:2:5" };
  return { severities: new Map(), acceptances: [acceptance] };
}

/** A name that a user may choose to get into a report. */
export const hostileName = `<script>alert(1)</script>|\`&"'\u001b[2J\u202e@admin [x](http://evil.example) {0}]]>`;
