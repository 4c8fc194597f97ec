import { describe, expect, test } from "vitest";

import { limits, unlistedNamespaces } from "../../../drift/completeness/not-read.js";
import type { Planned } from "../../../drift/finding/planned.js";
import { parsePolicy, type Policy } from "../../../drift/policy/policy.js";
import { planExitCodes, planReport, type PlanReport } from "../../../drift/report/plan-report.js";
import { viewOf } from "../../../drift/report/view-of.js";
import { accepting, buildReport, foreignRole } from "./build-report.js";
import { buildPlan, everyChange, plannedPool, removedGroup } from "./build-plan.js";

const all = Object.values(everyChange);
const joins = everyChange["group-given"];
const [ada, bob] = [
  { id: "u1", username: "ada" },
  { id: "u2", username: "bob" },
];

function withSeverities(...severities: [string, "high" | "medium" | "low" | "none"][]): Policy {
  return { severities: new Map(severities), acceptances: [] };
}

describe("composePlan", () => {
  test("is the document of the schema", () => {
    const report = buildPlan(all, {
      requireReview: "high",
      maxDeletions: 3,
      maxDeletionShare: 0.1,
      policy: accepting("group-given/u1/dev"),
      pool: { differences: [removedGroup()], notRead: limits },
    });

    expect(planReport.parse(report)).toEqual(report);
    expect(report.changes).toHaveLength(all.length);
  });

  test("puts the highest severity first, then kinds, names and ids in a fixed order", () => {
    const { changes } = buildPlan(all.toReversed());

    expect(changes).toEqual(buildPlan(all).changes);
    expect(changes.map(({ severity }) => severity)).toEqual(
      ["high", "medium", "low"].flatMap((severity) =>
        changes.filter((change) => change.severity === severity).map(() => severity),
      ),
    );
    expect(changes.slice(0, 3).map(({ kind }) => kind)).toEqual([
      "user-refused",
      "object-refused",
      "user-deleted",
    ]);
  });

  test("counts people once each, and access for each user or object", () => {
    const changes: Planned[] = [
      { ...everyChange["user-created"], user: { id: "new:a" } },
      { ...everyChange["user-created"], user: { id: "new:b" } },
      { ...everyChange["user-adopted"], user: { id: "u3" } },
      // Fields of a user who is adopted are part of that.
      { ...everyChange["field-set"], user: { id: "u3" } },
      { ...everyChange["user-deleted"], user: { id: "u4" } },
      { ...everyChange["user-blocked"], user: { id: "u5" } },
      { ...everyChange["user-unblocked"], user: { id: "u6" } },
      { ...everyChange["user-released"], user: { id: "u7" } },
      { ...everyChange["field-set"], user: ada },
      { ...everyChange["secret-set"], user: ada },
      { ...everyChange["value-moved"], user: bob },
      joins,
      everyChange["role-given"],
      everyChange["object-policy-given"],
      everyChange["role-taken"],
    ];

    const { people, access } = buildPlan(changes);

    expect(people).toEqual({
      created: 2,
      adopted: 1,
      deleted: 1,
      blocked: 1,
      unblocked: 1,
      released: 1,
      changed: 2,
    });
    expect(access).toEqual({ given: 3, taken: 1 });
  });

  test("counts what `pulumi up` does, whatever the policy says of it", () => {
    const silenced = buildPlan([joins], { policy: withSeverities(["group-given", "none"]) });

    expect(silenced).toMatchObject({ verdict: "changes", access: { given: 1 }, counts: { silenced: 1 } });
    expect(silenced.changes).toEqual([]);
    expect(viewOf(silenced)).toMatchObject({
      outcome: "no changes; 1 not listed",
      nothing: "The policy lists none of the changes.",
    });
  });

  test("says how many findings of a drift review the changes repair", () => {
    const repairs = ["group-removed/u1/dev"];

    const { drift, changes } = buildPlan([{ ...joins, repairs }], {
      pool: { differences: [removedGroup(), removedGroup("ops"), foreignRole(ada)] },
      policy: withSeverities(["role-foreign", "none"]),
    });

    expect(drift).toEqual({ findings: 2, repaired: 1 });
    expect(changes[0]).toMatchObject({ id: "group-given/u1/dev", repairs });
  });
});

describe("the verdict", () => {
  const refused = everyChange["user-refused"];

  test.each<{ what: string; report: PlanReport; verdict: PlanReport["verdict"]; exitCode: number }>([
    { what: "no change", report: buildPlan([]), verdict: "clean", exitCode: 0 },
    { what: "a change", report: buildPlan([joins]), verdict: "changes", exitCode: 0 },
    {
      what: "a change below --require-review",
      report: buildPlan([joins], { requireReview: "high" }),
      verdict: "changes",
      exitCode: 0,
    },
    {
      what: "a change at --require-review",
      report: buildPlan([joins], { requireReview: "medium" }),
      verdict: "review",
      exitCode: 2,
    },
    {
      what: "an accepted change at --require-review",
      report: buildPlan([joins], { requireReview: "medium", policy: accepting("group-given/u1/dev") }),
      verdict: "changes",
      exitCode: 0,
    },
    { what: "a refusal", report: buildPlan([refused]), verdict: "refused", exitCode: 2 },
    {
      what: "a refusal that is silenced and accepted",
      report: buildPlan([refused], {
        policy: {
          severities: new Map([["user-refused", "none"]]),
          acceptances: accepting(buildPlan([refused]).changes[0]?.id ?? "").acceptances,
        },
      }),
      verdict: "refused",
      exitCode: 2,
    },
    {
      what: "rejected credentials",
      report: buildPlan([], { credentials: { status: "rejected" } }),
      verdict: "refused",
      exitCode: 2,
    },
    {
      what: "too many deletions that need a review",
      report: buildPlan([everyChange["user-deleted"]], {
        requireReview: "low",
        maxDeletions: 0,
        pool: { removedUsers: 1 },
      }),
      verdict: "over-limit",
      exitCode: 2,
    },
  ])("of $what is $verdict", ({ report, verdict, exitCode }) => {
    expect(report.verdict).toBe(verdict);
    expect(planExitCodes[report.verdict]).toBe(exitCode);
  });
});

describe("the limits of deletions", () => {
  test.each([
    { removedUsers: 2, maxDeletions: 2, exceeded: false },
    { removedUsers: 3, maxDeletions: 2, exceeded: true },
    { removedUsers: 2, maxDeletionShare: 0.1, exceeded: false },
    { removedUsers: 3, maxDeletionShare: 0.1, exceeded: true },
    { removedUsers: 2, maxDeletions: 5, maxDeletionShare: 0.05, exceeded: true },
    { removedUsers: 20, exceeded: false },
  ])("$removedUsers of 20 users: $exceeded", ({ removedUsers, exceeded, ...limits }) => {
    const { deletions } = buildPlan([], { ...limits, pool: { removedUsers } });

    expect(deletions).toMatchObject({ users: removedUsers, of: 20, share: removedUsers / 20, exceeded });
  });

  test("a share that is exactly the limit is within it", () => {
    const atLimit = { maxDeletionShare: 0.7 / 100, pool: { managedUsers: 1000, removedUsers: 7 } };

    expect(buildPlan([], atLimit).deletions.exceeded).toBe(false);
    expect(
      buildPlan([], { ...atLimit, pool: { managedUsers: 1000, removedUsers: 8 } }).deletions.exceeded,
    ).toBe(true);
  });

  test("a share of no users is none", () => {
    expect(buildPlan([], { maxDeletionShare: 0, pool: { managedUsers: 0 } }).deletions).toMatchObject({
      share: 0,
      exceeded: false,
    });
  });
});

describe("a plan of two pools", () => {
  const created = everyChange["user-created"];
  const report = buildPlan([], {
    pools: [
      plannedPool({
        changes: [
          created,
          { ...everyChange["object-set"], repairs: ["object-changed/group/staff/description/x"] },
        ],
        removedUsers: 1,
      }),
      plannedPool({ userPoolId: "p2", changes: [created], notRead: [unlistedNamespaces("not permitted")] }),
    ],
  });

  test("says of each change in which pool it is, in its id where that is needed", () => {
    expect(report.changes.map(({ id, message }) => [id.replace(/[\da-f]{32}/u, "…"), message])).toEqual([
      ["user-created/p1/new:cleo", "is created (user pool p1)"],
      ["user-created/p2/new:cleo", "is created (user pool p2)"],
      ["object-set/p1/group/staff/description/…", 'description is set to "All" (user pool p1)'],
    ]);
    expect(report.changes[2]?.repairs).toEqual(["object-changed/p1/group/staff/description/x"]);
  });

  test("is over the limit where the settings of one pool allow fewer, and names that pool", () => {
    const pools = [
      plannedPool({ removedUsers: 3, maxDeletions: 3 }),
      plannedPool({ userPoolId: "p2", managedUsers: 4, removedUsers: 2, maxDeletions: 1 }),
    ];
    const atLimit = pools.map((pool) => ({ ...pool, removedUsers: 1 }));

    const over = buildPlan([], { pools });

    expect(over.deletions).toEqual({ users: 2, of: 4, share: 0.5, max: 1, exceeded: true, userPoolId: "p2" });
    expect(viewOf(over).alerts.map(({ text }) => text((part) => part))).toEqual([
      "2 of 4 users of user pool p2 (50%) would be deleted or blocked; --max-deletions is 1.",
    ]);
    expect(buildPlan([], { pools: atLimit }).deletions).toEqual({
      users: 2,
      of: 24,
      share: 2 / 24,
      exceeded: false,
    });
    expect(buildPlan([], { pools, maxDeletions: 5 }).deletions).toMatchObject({
      users: 5,
      max: 5,
      exceeded: false,
    });
    expect(buildPlan([], { pool: { removedUsers: 1, maxDeletions: 0 } }).deletions).toMatchObject({
      max: 0,
      exceeded: true,
    });
  });

  test("sums up users and what was not read", () => {
    expect(report.people.created).toBe(2);
    expect(report.deletions).toMatchObject({ users: 1, of: 40 });
    expect(report.completeness.complete).toBe(false);
    expect(report.completeness.notRead[0]?.message).toMatch(/^in user pool p2: /u);
  });
});

describe("one policy file for both reports", () => {
  const text = `accepted:
  - { finding: role-foreign/u1/default/admin, reason: known, until: 2026-12-31 }
  - { finding: group-given/u1/dev, reason: TICKET-1, until: 2026-12-31 }
  - { finding: user-created/new:cleo, reason: TICKET-2, until: 2026-12-31 }
`;
  const policy = parsePolicy("approw-drift.yaml", text);

  test("a plan says nothing of accepted findings, and a review nothing of accepted changes", () => {
    const plan = buildPlan([joins, everyChange["user-created"]], { policy });
    const review = buildReport([foreignRole(ada)], policy);

    expect(plan.counts).toMatchObject({ medium: 0, accepted: 2 });
    expect(review.counts).toMatchObject({ high: 0, accepted: 1 });
    expect([...plan.notices, ...review.notices]).toEqual([]);
  });

  test("an acceptance of a change that is not planned any more is reported by the plan only", () => {
    expect(buildPlan([joins], { policy }).notices).toEqual([
      {
        place: "approw-drift.yaml:4:5",
        message: "user-created/new:cleo no longer matches a planned change; remove the acceptance",
      },
    ]);
    expect(buildReport([foreignRole(ada)], policy).notices).toEqual([]);
  });

  test("an acceptance of a change with another value names the change that there is now", () => {
    const [before] = buildPlan([everyChange["field-set"]]).changes;
    const now = buildPlan([{ ...everyChange["field-set"], after: "Lady" }], {
      policy: accepting(before?.id ?? ""),
    });

    expect(now.notices[0]?.message).toBe(
      `${before?.id ?? ""} no longer matches a planned change; it is now ${now.changes[0]?.id ?? ""}`,
    );
  });

  test("the rules of planned changes have severities there, and unknown kinds are refused", () => {
    expect(parsePolicy("p.yaml", "severity:\n  group-given: high\n").severities.get("group-given")).toBe(
      "high",
    );
    expect(() => parsePolicy("p.yaml", "severity:\n  group-givn: high\n")).toThrow(
      "did you mean group-given?",
    );
    expect(() =>
      parsePolicy("p.yaml", "accepted:\n  - { finding: user-deletd/u1, reason: x, until: 2026-12-31 }\n"),
    ).toThrow("did you mean user-deleted?");
    expect(() =>
      parsePolicy("p.yaml", "accepted:\n  - { finding: group-given, reason: x, until: 2026-12-31 }\n"),
    ).toThrow("is incomplete");
  });
});
