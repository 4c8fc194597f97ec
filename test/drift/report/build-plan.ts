import type { Difference } from "../../../drift/finding/finding.js";
import type { Origin } from "../../../drift/finding/origin.js";
import type { Planned } from "../../../drift/finding/planned.js";
import { emptyPolicy } from "../../../drift/policy/policy.js";
import { composePlan, type PlannedPool } from "../../../drift/report/compose-plan.js";
import type { PlanReport } from "../../../drift/report/plan-report.js";

type Run = Parameters<typeof composePlan>[0];

const [ada, bob] = [
  { id: "u1", username: "ada" },
  { id: "u2", username: "bob" },
];
const group = { type: "group" as const, code: "staff" };
const owners = [{ source: "prod", urn: "urn:pulumi:prod::people::pulumi-nodejs:dynamic/approw:User::ada" }];
const about = { user: ada, owners };
const ofGroup = { object: group, owners };

/** One change of each kind, in the order in which a report has them apart from severity. */
export const everyChange = {
  "user-refused": { kind: "user-refused", ...about, reason: "the email is taken by user bob" },
  "object-refused": { kind: "object-refused", ...ofGroup, reason: "the code exists" },
  "user-deleted": { kind: "user-deleted", ...about, groups: 3, roles: 1 },
  "user-blocked": { kind: "user-blocked", ...about },
  "user-unblocked": { kind: "user-unblocked", ...about },
  "value-moved": { kind: "value-moved", ...about, field: "email", value: "x@example.com", from: bob },
  "user-created": { kind: "user-created", user: { id: "new:cleo", username: "cleo" }, owners },
  "user-adopted": { kind: "user-adopted", ...about },
  "role-given": { kind: "role-given", ...about, role: "admin", namespace: "default" },
  "role-taken": { kind: "role-taken", ...about, role: "recruiter", namespace: "hr" },
  "group-given": { kind: "group-given", ...about, group: "dev" },
  "group-taken": { kind: "group-taken", ...about, group: "dev" },
  "policy-given": { kind: "policy-given", ...about, policy: "read", namespace: "default" },
  "policy-taken": { kind: "policy-taken", ...about, policy: "read", namespace: "hr" },
  "object-policy-given": { kind: "object-policy-given", ...ofGroup, policy: "read", namespace: "default" },
  "object-policy-taken": { kind: "object-policy-taken", ...ofGroup, policy: "read", namespace: "default" },
  "secret-set": { kind: "secret-set", ...about, field: "password" },
  "field-set": { kind: "field-set", ...about, field: "nickname", before: "Ada", after: "Countess" },
  "user-released": { kind: "user-released", ...about },
  "object-deleted": { kind: "object-deleted", ...ofGroup, users: 0 },
  "object-created": { kind: "object-created", ...ofGroup },
  "object-adopted": { kind: "object-adopted", ...ofGroup },
  "object-set": { kind: "object-set", ...ofGroup, field: "description", before: null, after: "All" },
  "object-released": { kind: "object-released", ...ofGroup },
} as const satisfies { [Kind in Planned["kind"]]: Planned & { readonly kind: Kind } };

/** A plan of these changes, with a fixed time and pool. */
export function buildPlan(
  changes: readonly Planned[],
  { pool = {}, ...run }: Partial<Run> & { readonly pool?: Partial<PlannedPool> } = {},
): PlanReport {
  return composePlan({
    pools: [plannedPool({ changes, ...pool })],
    stacks: ["prod"],
    notRead: [],
    policy: emptyPolicy,
    credentials: { status: "accepted" },
    stats: [{ requests: { "users.snapshotPages": 2, login: 1 }, retries: 0, throttled: 0, waitedMs: 0 }],
    version: "1.2.3",
    now: new Date("2026-06-15T12:00:00Z"),
    ...run,
  });
}

export function plannedPool(pool: Partial<PlannedPool>): PlannedPool {
  return {
    userPoolId: "p1",
    host: "https://core.example",
    changes: [],
    differences: [],
    notRead: [],
    managedUsers: 20,
    removedUsers: 0,
    ...pool,
  };
}

/** The line that gives or gave an access. */
export function originOf(origin: Partial<Origin> = {}, commit: Partial<Origin["commit"]> = {}): Origin {
  return {
    file: "people/eng.yaml",
    line: 12,
    is: "current",
    commit: {
      hash: "1a2b3c4d5e6f708192a3b4c5d6e7f8091a2b3c4d",
      author: "Ada Lovelace",
      date: "2026-11-20T08:00:00Z",
      subject: "Ada joins",
      ...commit,
    },
    ...origin,
  };
}

/** A group that a user does not have although it is declared: medium. */
export function removedGroup(group = "dev"): Difference {
  return { kind: "group-removed", ...about, owners: [...owners], group };
}
