import { describe, expect, test } from "vitest";

import { Coverage } from "../../../drift/compare/coverage.js";
import type { Difference } from "../../../drift/finding/finding.js";
import type { ObjectRef } from "../../../drift/finding/parts.js";
import { subjectInId } from "../../../drift/finding/finding-id.js";
import { parseIgnoreFile, rulesFor } from "../../../drift/policy/ignore.js";
import { emptyPolicy, parsePolicy } from "../../../drift/policy/policy.js";
import { composeReport, type ReviewedPool } from "../../../drift/report/compose.js";
import { type EarlierReport, parseEarlierReport } from "../../../drift/report/earlier.js";
import { renderHtml } from "../../../drift/report/html.js";
import { renderJson } from "../../../drift/report/json.js";
import { renderJunit } from "../../../drift/report/junit.js";
import { renderMarkdown } from "../../../drift/report/markdown.js";
import { type DriftReport, driftReport } from "../../../drift/report/report.js";
import { renderSarif } from "../../../drift/report/sarif.js";
import { renderAcceptances, renderIgnoreRules } from "../../../drift/report/settle.js";
import { renderTable } from "../../../drift/report/table.js";
import { accepting, buildReport, changedDescription, foreignRole, hostileName } from "./build-report.js";

const ada = { id: "u1", username: "ada" };
const staff: ObjectRef = { type: "group", code: "staff", name: "All staff" };
const recruiter: ObjectRef = { type: "role", code: "recruiter", namespace: "hr" };
const urn = "urn:pulumi:prod::people::pulumi-nodejs:dynamic/approw:Group::staff";
const gone: Difference = { kind: "object-gone", object: staff, owners: [{ source: "prod", urn }] };
const unmanaged: Difference = {
  kind: "object-unmanaged",
  object: recruiter,
  owners: [],
  createdAt: "2026-01-02T03:04:05Z",
};
const report = buildReport([unmanaged, changedDescription(staff), foreignRole(ada), gone]);
const hostile = buildReport([
  { ...gone, object: { type: "group", code: hostileName, name: hostileName } },
  changedDescription({ type: "role", code: hostileName, namespace: hostileName }, hostileName),
]);

describe("findings of objects", () => {
  test("are in the JSON report with type, code and namespace, without a user", () => {
    const { findings } = driftReport.parse(JSON.parse(renderJson(report)));

    expect(findings.map(({ id, severity, message }) => [id, severity, message])).toEqual([
      ["role-foreign/u1/default/admin", "high", 'holds the role "admin", which no program declares'],
      ["object-gone/group/staff", "medium", "no longer exists"],
      ["object-unmanaged/role/hr/recruiter", "low", "is not managed by any resource"],
      [
        expect.stringMatching(/^object-changed\/group\/staff\/description\/[\da-f]{32}$/u),
        "low",
        'description is "by hand" but "Declared" is declared',
      ],
    ]);
    expect(findings[1]).toMatchObject({ object: staff, rule: "object-gone" });
    expect(findings[1]).not.toHaveProperty("user");
    expect(findings[3]).toMatchObject({ rule: "object-changed.group.description" });
  });

  test("have a block of their own in the table, each object named once", () => {
    const text = renderTable(report, { width: 120, isColoured: false });

    const [users = "", objects = ""] = text.split("│ Severity │ Object");
    expect(users).toContain("│ Severity │ User");
    expect(users).toContain("Undeclared role");
    expect(users).not.toContain("staff");
    expect(objects).toMatch(/medium +│ group staff +│ Object gone: no longer exists/u);
    expect(objects).toMatch(/│ All staff +│ Group staff in prod/u);
    expect(objects).toMatch(/low +│ +│ Object changed by hand: description is "by hand"/u);
    expect(objects).toContain("changed at or before 2026-06-01 00:00 UTC");
    expect(objects).toMatch(
      /low +│ role recruiter in namespace +│ Unmanaged object: is not managed by any resource/u,
    );
    expect(objects).toContain("created at 2026-01-02 03:04 UTC");
    expect(objects).toContain("Unmanaged object: Declare the object with adopt: true");
  });

  test("are listed below those of users on a narrow terminal", () => {
    const text = renderTable(report, { width: 60, isColoured: false });

    expect(text).toMatch(
      /high ada \(u1\)\n.*medium group staff, All staff\n {2}Object gone: no longer exists/su,
    );
  });

  test("have a table of their own in Markdown", () => {
    const text = renderMarkdown(report);

    expect(text).toContain("| Severity | User | Finding |\n| --- | --- | --- |\n| high | `ada` |");
    expect(text).toContain(
      "| Severity | Object | Finding |\n| --- | --- | --- |\n| medium | `group staff`<br>`All staff` | **Object gone**<br>no longer exists<br>`Group staff in prod`<br>`object-gone/group/staff` |",
    );
  });

  test("are rows of the HTML report, grouped by object, with the acceptance ready to paste", () => {
    const html = renderHtml(report);

    expect(html).toContain('<button type="button">User or object</button>');
    expect(html).toContain("Group by user or object");
    expect(html.match(/data-about="p1\/group\/staff"/gu)).toHaveLength(2);
    expect(html).toContain("<bdi>group staff</bdi>");
    expect(html).toContain("<pre>- finding: object-unmanaged/role/hr/recruiter\n");
    expect(html).toContain("<pre>role:hr/recruiter</pre>");
  });

  test("are test cases of JUnit and results of SARIF with their rules", () => {
    expect(renderJunit(report)).toContain(
      '<testcase classname="drift.medium.object-gone" name="group staff: no longer exists"><failure message="no longer exists" type="medium">object-gone/group/staff\nAll staff\n',
    );
    const sarif = renderSarif(report, { projectFile: "Pulumi.yaml" });
    expect(sarif).toContain('"text": "group staff, All staff: no longer exists.\\nGroup staff in prod"');
    expect(sarif).toContain('"id": "object-changed.group.description"');
    expect(sarif).toContain('"primaryLocationLineHash": "object-unmanaged/role/hr/recruiter"');
  });

  test("can be accepted by the entries that the review suggests", () => {
    const policy = parsePolicy(
      "approw-drift.yaml",
      renderAcceptances(report).replaceAll("TODO: say why", "known"),
    );

    const accepted = buildReport([unmanaged, changedDescription(staff), foreignRole(ada), gone], policy);

    expect(accepted.counts).toMatchObject({ high: 0, medium: 0, low: 0, accepted: 4 });
    expect(accepted.notices).toEqual([]);
  });

  test("an acceptance of another change of the same object names the finding that there is now", () => {
    const [before] = buildReport([changedDescription(staff, "earlier")]).findings;
    const now = buildReport(
      [changedDescription(staff), changedDescription({ ...staff, code: "crew" }, "earlier")],
      accepting(before?.id ?? ""),
    );

    const { id } = now.findings.find((finding) => finding.id.includes("/staff/")) ?? {};
    expect(now.notices.map(({ message }) => message)).toEqual([
      `${before?.id ?? ""} no longer matches a finding; it is now ${id ?? ""}`,
    ]);
  });

  test("an acceptance of another object is no hint to this one", () => {
    const { notices } = buildReport([unmanaged], accepting("object-unmanaged/role/hr/recruiters"));

    expect(notices.map(({ message }) => message)).toEqual([
      "object-unmanaged/role/hr/recruiters no longer matches a finding; remove the acceptance",
    ]);
  });

  test("are new, or resolved, since an earlier report", () => {
    const earlier = parseEarlierReport(
      "drift.json",
      renderJson(buildReport([gone, changedDescription(staff, "x")])),
      ["p1"],
    );

    const { since, findings } = buildReport([changedDescription(staff), unmanaged], emptyPolicy, earlier);

    expect(since).toMatchObject({ newFindings: 2, resolvedFindings: 1 });
    expect(findings.map(({ isNew }) => isNew)).toEqual([true, true]);
  });

  test("a rule is suggested for an unmanaged role only: one for a group would also leave out users in it", () => {
    const found: Difference[] = [unmanaged, { ...unmanaged, object: staff }, gone];

    const rules = parseIgnoreFile(".approwignore", renderIgnoreRules(buildReport(found)));

    expect(rules.map(({ text }) => text)).toEqual(["role:hr/recruiter"]);
    expect(found.map((difference) => rulesFor(rules, difference).length)).toEqual([1, 0, 0]);
  });
});

describe("objects with the same code in two pools", () => {
  const composed = (policy = emptyPolicy, earlier?: EarlierReport): DriftReport => {
    const one = (userPoolId: string): ReviewedPool => ({
      userPoolId,
      host: "https://core.example",
      differences: [unmanaged, gone],
      ignoredIds: [],
      coverage: new Coverage(),
      namespaces: [],
      policyNamespaces: [],
      notRead: [],
      idleRules: [],
    });
    return composeReport({
      reviews: [one("p1"), one("p2")],
      deployments: [],
      policy,
      failOn: "low",
      stats: [],
      version: "1.2.3",
      now: new Date("2026-06-15T12:00:00Z"),
      earlier,
    });
  };

  test("have findings with ids and rows of their own", () => {
    expect(composed().findings.map(({ id }) => id)).toEqual([
      "object-gone/p1/group/staff",
      "object-gone/p2/group/staff",
      "object-unmanaged/p1/role/hr/recruiter",
      "object-unmanaged/p2/role/hr/recruiter",
    ]);
    expect(renderTable(composed(), { width: 120, isColoured: false }).match(/│ group staff/gu)).toHaveLength(
      2,
    );
    expect(renderHtml(composed())).toContain('data-about="p2/group/staff"');
  });

  test("are accepted one by one", () => {
    const policy = parsePolicy(
      "approw-drift.yaml",
      "accepted:\n  - finding: object-gone/p2/group/staff\n    reason: known\n    until: 2026-12-31\n",
    );

    const { findings, notices } = composed(policy);

    expect(
      findings.filter(({ accepted }) => accepted !== undefined).map(({ userPoolId }) => userPoolId),
    ).toEqual(["p2"]);
    expect(notices).toEqual([]);
  });

  test("have incomplete ids without their code", () => {
    expect(subjectInId("object-gone/p2/group/staff")).toBe("object-gone/p2/group/staff");
    expect(subjectInId("object-gone/p2/role/staff")).toBeUndefined();
    expect(subjectInId("object-gone/p2/group")).toBeUndefined();
  });

  test("do not count as resolved when they are silenced", () => {
    const earlier = parseEarlierReport("drift.json", renderJson(composed()), ["p1", "p2"]);
    const silenced = composed({ severities: new Map([["object-gone", "none"]]), acceptances: [] }, earlier);

    expect(silenced.counts.silenced).toBe(2);
    expect(silenced.since).toMatchObject({ newFindings: 0, resolvedFindings: 0 });
  });
});

describe("a hostile code of an object", () => {
  test("moves no cursor and turns no line in the table", () => {
    for (const width of [200, 60]) {
      const text = renderTable(hostile, { width, isColoured: false });

      for (const control of ["\u001b", "\u202e"]) expect(text).not.toContain(control);
      expect(text).toContain("\\u{1b}");
    }
  });

  test("stays in a code span in Markdown", () => {
    const rows = renderMarkdown(hostile)
      .split("\n")
      .filter((line) => /^\| (?:medium|low)/u.test(line));

    expect(rows).toHaveLength(2);
    for (const row of rows) {
      const outside = row.replace(/(?<!`)(?<fence>`+)(?!`)(.*?)(?<!`)\k<fence>(?!`)/gu, "CODE");
      expect(outside).not.toMatch(/[`@[\]\\]|\bscript|alert|evil|\p{Cf}/iu);
      expect(row.split(/(?<!\\)\|/u)).toHaveLength(5);
    }
  });

  test("is text in HTML and in JUnit", () => {
    for (const text of [renderHtml(hostile), renderJunit(hostile)]) {
      expect(text).not.toContain("<script>alert");
      expect(text).toContain("&lt;script&gt;alert(1)&lt;/script&gt;");
      for (const control of ["\u001b", "\u202e"]) expect(text).not.toContain(control);
    }
  });

  test("makes no link and no placeholder in SARIF", () => {
    const text = renderSarif(hostile, { projectFile: "Pulumi.yaml" });

    expect(text).toContain("\\\\[x\\\\](http://evil.example) {{0}}");
    expect(text).not.toMatch(/(?<!\\)\[x\]\(/u);
  });

  test("has no rule of its own, and breaks no line of the policy file", () => {
    const unmanagedHostile = buildReport([
      { ...unmanaged, object: { type: "role", code: hostileName, namespace: "hr" } },
    ]);

    expect(parseIgnoreFile(".approwignore", renderIgnoreRules(unmanagedHostile))).toEqual([]);
    const text = renderAcceptances(unmanagedHostile).replaceAll("TODO: say why", "known");
    expect(parsePolicy("approw-drift.yaml", text).acceptances).toHaveLength(1);
  });
});
