import { describe, expect, test } from "vitest";

import { Coverage } from "../../../drift/compare/coverage.js";
import { limits, unlistedNamespaces } from "../../../drift/completeness/not-read.js";
import { parseIgnoreRule } from "../../../drift/policy/ignore.js";
import { emptyPolicy } from "../../../drift/policy/policy.js";
import { composeReport, type ReviewedPool } from "../../../drift/report/compose.js";
import { renderMarkdown } from "../../../drift/report/markdown.js";
import { driftReport } from "../../../drift/report/report.js";
import { renderTable } from "../../../drift/report/table.js";
import { accepting, buildReport, changedNickname, foreignRole } from "./build-report.js";

const [ada, bob] = [
  { id: "u1", username: "ada" },
  { id: "u2", username: "bob" },
];

describe("composeReport", () => {
  test("is the document of the schema", () => {
    const report = buildReport(
      [foreignRole(ada), changedNickname(bob)],
      accepting("role-foreign/u1/default/admin"),
    );

    expect(driftReport.parse(report)).toEqual(report);
  });

  test("puts the highest severity first, then kinds and names in a fixed order", () => {
    const differences = [
      changedNickname(ada),
      foreignRole(bob),
      foreignRole(ada, "b"),
      foreignRole(ada, "a"),
    ];

    const { findings } = buildReport(differences);

    expect(findings.map(({ id }) => id.split("/").slice(0, 4).join("/"))).toEqual([
      "role-foreign/u1/default/a",
      "role-foreign/u1/default/b",
      "role-foreign/u2/default/admin",
      expect.stringMatching(/^field-changed\/u1\/nickname/u),
    ]);
    expect(buildReport(differences.toReversed()).findings).toEqual(findings);
  });

  test("a finding below the threshold is listed and is no drift", () => {
    expect(buildReport([changedNickname(ada)])).toMatchObject({
      verdict: "clean",
      failOn: "medium",
      counts: { low: 1 },
    });
    expect(buildReport([foreignRole(ada)])).toMatchObject({ verdict: "drift", counts: { high: 1 } });
  });

  test("an accepted finding is listed and is no drift", () => {
    const report = buildReport([foreignRole(ada)], accepting("role-foreign/u1/default/admin"));

    expect(report).toMatchObject({ verdict: "clean", counts: { high: 0, accepted: 1 } });
    expect(report.findings).toHaveLength(1);
  });

  test("what has severity none is counted and not listed", () => {
    const severities = new Map([["field-changed.nickname", "none" as const]]);

    const { findings, counts } = buildReport([changedNickname(ada)], { severities, acceptances: [] });

    expect(findings).toEqual([]);
    expect(counts).toMatchObject({ low: 0, silenced: 1 });
  });

  test("sums the requests up", () => {
    expect(buildReport([]).requests).toEqual({ total: 4, retries: 0, throttled: 2 });
  });
});

describe("composeReport of two pools", () => {
  const [everywhere, inOne] = ["username:nobody", "group:on-call"].map((rule) =>
    parseIgnoreRule("--ignore", rule),
  ) as [ReturnType<typeof parseIgnoreRule>, ReturnType<typeof parseIgnoreRule>];
  const reviewOf = (review: Partial<ReviewedPool> & { userPoolId: string }): ReviewedPool => ({
    host: "https://core.example",
    differences: [],
    ignoredIds: [],
    coverage: new Coverage(),
    namespaces: ["default"],
    policyNamespaces: [],
    notRead: [],
    idleRules: [],
    ...review,
  });
  const coverageOf = (managed: number, total: number): Coverage => {
    const coverage = new Coverage();
    Object.assign(coverage.users, { managed, total });
    Object.assign(coverage.roles, { managed, total });
    Object.assign(coverage.ignored, { users: total, usersWithRoles: managed });
    return coverage;
  };
  const report = composeReport({
    reviews: [
      reviewOf({
        userPoolId: "p1",
        differences: [foreignRole(ada)],
        coverage: coverageOf(1, 2),
        namespaces: ["default", "crm"],
        idleRules: [everywhere, inOne],
      }),
      reviewOf({
        userPoolId: "p2",
        host: "https://other.example",
        differences: [foreignRole(bob)],
        coverage: coverageOf(3, 5),
        notRead: [unlistedNamespaces("not permitted")],
        idleRules: [everywhere],
      }),
    ],
    deployments: [],
    policy: emptyPolicy,
    failOn: "low",
    stats: [],
    version: "1.2.3",
    now: new Date("2026-06-15T12:00:00Z"),
  });

  test("is the document of the schema, with both pools", () => {
    expect(driftReport.parse(report)).toEqual(report);
    expect(report.pools).toEqual([
      { userPoolId: "p1", host: "https://core.example" },
      { userPoolId: "p2", host: "https://other.example" },
    ]);
  });

  test("sums coverage and ignored users up, and names each namespace once", () => {
    expect(report.coverage).toEqual({
      users: { total: 7, managed: 4 },
      memberships: { total: 0, managed: 0 },
      roles: { total: 7, managed: 4 },
    });
    expect(report.ignored).toEqual({ users: 7, usersWithRoles: 4, memberships: 0 });
    expect(report.namespaces).toEqual(["default", "crm"]);
  });

  test("says of each finding in which pool the user is", () => {
    expect(report.findings.map(({ userPoolId, message }) => [userPoolId, message])).toEqual([
      ["p1", 'holds the role "admin", which no program declares (user pool p1)'],
      ["p2", 'holds the role "admin", which no program declares (user pool p2)'],
    ]);
    expect(renderMarkdown(report)).toContain(
      'holds the role `"admin"`, which no program declares (user pool `p2`)<br>',
    );
  });

  test("says in which pool something was not read, and of the limits of every review nothing of a pool", () => {
    const counting = report.completeness.notRead.filter(({ counts }) => counts);

    expect(counting.map(({ message }) => message)).toEqual([
      expect.stringMatching(/^in user pool p2: roles in namespaces .*\(not permitted\)$/u),
    ]);
    expect(report.completeness.notRead.slice(1)).toEqual(limits);
  });

  test("an ignore rule is idle only when it matches nothing in any pool", () => {
    expect(report.notices).toEqual([
      { place: "--ignore", message: "username:nobody matches nothing; remove the rule" },
    ]);
  });

  test("names both pools in its first line", () => {
    expect(renderTable(report, { width: 120, isColoured: false }).split("\n")[0]).toBe(
      "User pools p1 and p2: 2 high; incomplete",
    );
  });
});
