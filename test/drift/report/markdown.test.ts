import { describe, expect, test } from "vitest";

import type { Difference } from "../../../drift/finding/finding.js";
import type { UserRef } from "../../../drift/finding/parts.js";
import { renderMarkdown } from "../../../drift/report/markdown.js";
import { buildPlan, everyChange } from "./build-plan.js";
import { accepting, buildReport, changedNickname, foreignRole, hostileName } from "./build-report.js";

const ada = { id: "u1", username: "ada" };

/** What GitHub takes, less the 6,000 characters that the example pipeline adds and what frames them. */
const comment = 65_536 - 6000 - 200;

describe("renderMarkdown", () => {
  test("begins with the mark that identifies the comment of a pipeline, and the outcome", () => {
    const [mark, , title] = renderMarkdown(buildReport([foreignRole(ada), changedNickname(ada)])).split("\n");

    expect(mark).toBe("<!-- pulumi-approw drift -->");
    expect(title).toBe("### Drift review: 1 high, 1 low (1 at or above --fail-on medium)");
  });

  test("has a row for each finding, and what to decide", () => {
    const text = renderMarkdown(buildReport([foreignRole(ada)]));

    expect(text).toContain(
      '| high | `ada` | **Undeclared role**<br>holds the role `"admin"`, which no program declares<br>`User u1 in prod`<br>`role-foreign/u1/default/admin` |',
    );
    expect(text).toContain("- Undeclared role: Revoke it, declare it, or accept it.");
  });

  test("folds accepted findings away", () => {
    const text = renderMarkdown(buildReport([foreignRole(ada)], accepting("role-foreign/u1/default/admin")));

    expect(text).toContain("### Drift review: no findings; 1 accepted");
    expect(text).toMatch(
      /<details><summary>Accepted<\/summary>\n\n\| Severity .*<br>accepted until 2026-12-31: `known \(/su,
    );
  });

  test("what is cut has the lowest severity, whoever it is about", () => {
    const user = { id: "u1", username: "ada" };
    const owners = [{ source: "prod", urn: "urn:pulumi:prod::people::t::ada" }];
    const groups = Array.from({ length: 1000 }, (_, index) => ({
      kind: "group-given" as const,
      user,
      owners,
      group: `group-${index}`,
    }));
    const text = renderMarkdown(
      buildPlan([
        { kind: "role-given", user, owners, role: "author", namespace: "default" },
        ...groups,
        { ...everyChange["role-given"], user: { id: "u2", username: "zed" }, role: "admin" },
        everyChange["object-policy-given"],
      ]),
    );
    expect(text).toContain(" more:**");
    expect(text).toContain("role-given/u2/default/admin");
    expect(text).toContain("object-policy-given/group/staff/default/read");
  });

  test("a hostile name stays in a code span: no tag, no link, no mention, no new column", () => {
    const text = renderMarkdown(buildReport([foreignRole({ id: "u1", username: hostileName })]));

    const row = text.split("\n").find((line) => line.startsWith("| high")) ?? "";
    const [, , user = ""] = row.split(/(?<!\\)\|/u);
    expect(user.trim()).toMatch(/^``<script>.*@admin.*``$/u);
    expect(row.split(/(?<!\\)\|/u)).toHaveLength(5);
  });

  test("wherever a hostile word stands, only our own words are outside of code spans", () => {
    const user = { id: hostileName, username: hostileName, email: hostileName, phone: hostileName };
    const owners = [{ source: hostileName, urn: `urn:pulumi:prod::people::x::${hostileName}` }];
    const found: Difference[] = [
      foreignRole(user, hostileName),
      { ...changedNickname(user, hostileName), owners },
      { ...changedNickname(user), userChangedAt: hostileName } as Difference,
      {
        kind: "user-unmanaged",
        user,
        owners: [],
        groups: [hostileName],
        roles: [{ namespace: hostileName, role: hostileName, declared: true }],
        createdAt: hostileName,
        lastLogin: hostileName,
        status: hostileName,
      },
      { kind: "group-conflict", user, owners, group: hostileName },
      { kind: "role-removed", user, owners, role: hostileName, namespace: hostileName },
    ];
    const [acceptance] = buildReport(found).findings;
    const report = buildReport(found, accepting(acceptance?.id ?? "", hostileName));
    const hostilePool = { userPoolId: hostileName, host: hostileName };
    const beside = { ...report, pools: [...report.pools, hostilePool], namespaces: ["default", hostileName] };

    const text = renderMarkdown({
      ...beside,
      findings: beside.findings.map((finding) => ({ ...finding, userPoolId: hostileName })),
      notices: [{ place: "approw-drift.yaml:1:1", message: hostileName }],
      completeness: {
        complete: false,
        notRead: [{ subject: "namespaces", counts: true, message: hostileName }],
      },
    });

    const outside = text
      .split("\n")
      .map((line) => line.replace(/(?<!`)(?<fence>`+)(?!`)(.*?)(?<!`)\k<fence>(?!`)/gu, "CODE"));
    expect(text).toContain("evil.example");
    expect(outside.join("\n")).not.toMatch(/[`@[\]\\]|script|alert|evil|\p{Cf}/iu);
    for (const row of text
      .split("\n")
      .filter((line) => line.startsWith("| high") || line.startsWith("| low")))
      expect(row.split(/(?<!\\)\|/u)).toHaveLength(5);
  });

  test("fits a comment, whole rows only, and says how many are left out", () => {
    const many = Array.from({ length: 2000 }, (_, n) => foreignRole({ id: `u${n}`, username: `user-${n}` }));

    const text = renderMarkdown(buildReport(many));

    const rows = text.split("\n").filter((line) => line.startsWith("| high"));
    expect(text.length).toBeGreaterThan(50_000);
    expect(text.length).toBeLessThan(comment);
    expect(rows.every((row) => row.endsWith(" |"))).toBe(true);
    expect(text).toContain(`**${2000 - rows.length} more:** see the report in the format html or json.`);
  });

  test.each([
    { open: 2000, accepted: 2000, expired: 2000 },
    { open: 0, accepted: 2000, expired: 0 },
    { open: 0, accepted: 0, expired: 2000 },
    { open: 100, accepted: 100, expired: 2000 },
  ])(
    "fits a comment with $open open and $accepted accepted findings and $expired notices",
    ({ open, accepted, expired }) => {
      const users = (count: number, name: string): UserRef[] =>
        Array.from({ length: count }, (_, n) => ({ id: `${name}${n}`, username: `${name}-${n}` }));
      const acceptances = [
        ...users(accepted, "accepted").map(({ id }) => `role-foreign/${id}/default/admin`),
        ...users(expired, "former").map(({ id }) => `user-gone/${id}`),
      ].map((finding) => ({ finding, reason: "known", until: "2026-12-31", place: "approw-drift.yaml:2:5" }));
      const found = [...users(open, "open"), ...users(accepted, "accepted")].map((user) => foreignRole(user));

      const text = renderMarkdown(buildReport(found, { severities: new Map(), acceptances }));

      const lines = text.split("\n");
      const shown = lines.filter((line) => /^\| high|^- .*no longer matches a finding/u.test(line)).length;
      const hidden = Array.from(text.matchAll(/\*\*(\d+) more:\*\*/gu), ([, count]) => Number(count));
      expect(text.length).toBeLessThan(comment);
      expect(shown + hidden.reduce((sum, count) => sum + count, 0)).toBe(open + accepted + expired);
      expect(text).toContain("are managed by code");
    },
  );

  test("a role with an endless code, which is in the id of the finding, hides no other finding", () => {
    const endless = foreignRole({ id: "u0", username: "x".repeat(70_000) }, "x".repeat(70_000));

    const text = renderMarkdown(buildReport([endless, foreignRole(ada)]));

    expect(text.length).toBeLessThan(comment);
    expect(text).toContain("role-foreign/u1/default/admin");
    expect(text).toContain("**1 more:**");
  });

  test("says when nothing counts", () => {
    expect(renderMarkdown(buildReport([changedNickname(ada)]))).toContain(
      "1 low (none at or above --fail-on medium)",
    );
  });
});
