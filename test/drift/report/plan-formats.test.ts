import { describe, expect, test } from "vitest";

import { unlistedNamespaces } from "../../../drift/completeness/not-read.js";
import type { Planned } from "../../../drift/finding/planned.js";
import { parsePolicy } from "../../../drift/policy/policy.js";
import { formats, planFormats } from "../../../drift/report/formats.js";
import { renderHtml } from "../../../drift/report/html.js";
import { renderJson } from "../../../drift/report/json.js";
import { renderJunit } from "../../../drift/report/junit.js";
import { renderMarkdown } from "../../../drift/report/markdown.js";
import { planReport } from "../../../drift/report/plan-report.js";
import { renderSarif } from "../../../drift/report/sarif.js";
import { renderAcceptances } from "../../../drift/report/settle.js";
import { renderTable } from "../../../drift/report/table.js";
import { accepting } from "./build-report.js";
import { buildPlan, everyChange, removedGroup } from "./build-plan.js";
import { expectHarmless, hostileWords } from "./hostile.js";

const repairs = ["group-removed/u1/dev"];
const joins: Planned = { ...everyChange["group-given"], repairs };
const plan = buildPlan([joins, everyChange["role-given"], everyChange["user-deleted"]], {
  requireReview: "high",
  maxDeletions: 0,
  pool: { removedUsers: 1, differences: [removedGroup()] },
});
const wide = { width: 160, isColoured: false };

/** GitHub accepts 65,536 characters, and a pipeline adds 6,000 and what frames them. */
const comment = 65_536 - 6000 - 200;

describe("the formats of a plan", () => {
  test("are those of a drift review, without the ignore rules", () => {
    expect(Object.keys(formats)).toEqual([...Object.keys(planFormats), "ignore"]);
  });

  test("the table says the outcome, what stops the pipeline, and what it comes to", () => {
    const lines = renderTable(plan, wide).split("\n");

    expect(lines[0]).toBe(
      "User pool p1: 2 high, 1 medium (2 at or above --require-review high); over the limit of deletions; needs a review",
    );
    expect(lines[2]).toBe("1 of 20 users (5%) would be deleted or blocked; --max-deletions is 0.");
    expect(lines[4]).toBe("Users: 1 deleted. Access: 2 given, 0 taken.");
    expect(lines[7]).toMatch(/^│ Severity │ User +│ Change +│$/u);
    expect(lines.join("\n")).toMatch(/high +│ ada +│ Deletion: is deleted; is in 3 groups and holds 1 role/u);
    expect(lines.join("\n")).toContain("New membership: Check that the user belongs in the group.");
    expect(lines.join("\n")).toContain("repairs the finding group-removed/u1/dev");
    expect(lines).toContain("To accept changes, --format acceptances writes entries to paste.");
    expect(lines).toContain("The plan is of the stack prod.");
    expect(lines).toContain("The service accepts the credentials.");
    expect(lines).toContain("A drift review has 1 finding now. The plan repairs 1.");
  });

  test("the outcome names what applies, and nothing where nothing happens", () => {
    const outcome = (report: typeof plan): string => renderTable(report, wide).split("\n")[0] ?? "";

    expect(outcome(buildPlan([]))).toBe("User pool p1: no changes");
    expect(outcome(buildPlan([joins]))).toBe("User pool p1: 1 medium");
    expect(outcome(buildPlan([joins], { requireReview: "high" }))).toBe(
      "User pool p1: 1 medium (none at or above --require-review high)",
    );
    expect(outcome(buildPlan([everyChange["user-refused"]]))).toBe(
      "User pool p1: 1 high; `pulumi up` would fail",
    );
    expect(outcome(buildPlan([], { notRead: [unlistedNamespaces("x")] }))).toBe(
      "User pool p1: no changes in what was read; incomplete",
    );
    expect(renderTable(buildPlan([]), wide)).toContain("Users: none changed. Access: 0 given, 0 taken.");
  });

  test("a share is shown as it was given", () => {
    const report = buildPlan([], { maxDeletionShare: 0.125, maxDeletions: 7, pool: { removedUsers: 3 } });

    expect(renderTable(report, wide)).toContain(
      "3 of 20 users (15%) would be deleted or blocked; --max-deletions is 7 and --max-deletion-share is 12.5%.",
    );
  });

  test("Markdown has a mark of its own, alerts, and a table of changes", () => {
    const text = renderMarkdown(plan);

    expect(text).toMatch(/^<!-- pulumi-approw plan -->\n\n### Plan: 2 high, 1 medium \(/u);
    expect(text).toContain("**Over the limit.** 1 of 20 users (5%) would be deleted or blocked");
    expect(text).toContain("\n\nUsers: 1 deleted. Access: 2 given, 0 taken.\n\n");
    expect(text).toContain("| Severity | User | Change |");
    expect(text).toContain(
      '| medium | `ada` | **New membership**<br>joins the group `"dev"`<br>`User ada in prod`<br>repairs the finding `group-removed/u1/dev`<br>`group-given/u1/dev` |',
    );
  });

  test("rejected credentials and refusals come first, with the reason as code", () => {
    const text = renderMarkdown(
      buildPlan([everyChange["user-refused"]], {
        credentials: { status: "rejected", message: "wrong @secret" },
      }),
    );

    expect(text).toContain("**Rejected.** The service rejects the credentials: `wrong @secret`.");
    expect(text).toContain("**Refused.** `pulumi up` would fail: 1 change is refused.");
    expect(text.indexOf("**Rejected.**")).toBeLessThan(text.indexOf("| Severity"));
  });

  test("Markdown of 10,000 changes fits a comment, and says how many are left out", () => {
    const many = Array.from({ length: 10_000 }, (_, n): Planned => {
      const user = { id: `u${n}`, username: `user-${n}`, email: `user-${n}@example.com` };
      return { ...joins, user, group: `group-${n}` };
    });

    const text = renderMarkdown(buildPlan(many));

    const rows = text.split("\n").filter((line) => line.startsWith("| medium"));
    expect(text.length).toBeGreaterThan(50_000);
    expect(text.length).toBeLessThan(comment);
    expect(text).toContain(`**${10_000 - rows.length} more:**`);
  });

  test("JSON is the document of the schema", () => {
    expect(planReport.parse(JSON.parse(renderJson(plan)))).toEqual(plan);
  });

  test("HTML shows people and access as figures, and no time", () => {
    const html = renderHtml(plan);

    expect(html).toContain("<title>Plan: 2 high, 1 medium");
    expect(html).toMatch(/<h2>People<\/h2>\n<ul class="tiles"><li><strong>0<\/strong> created<\/li>/u);
    expect(html).toContain("<li><strong>1</strong> deleted</li>");
    expect(html).toMatch(/<h2>Access<\/h2>\n<ul class="tiles"><li><strong>2<\/strong> given<\/li>/u);
    expect(html).toContain("<h2>Changes</h2>");
    expect(html).toContain("<h2>About this plan</h2>");
    expect(html).toContain("<strong>Over the limit.</strong>");
    expect(html).toContain('<option value="">all changes</option>');
    expect(html).toContain('" changes"');
    expect(html.match(/<th scope="col"/gu)).toHaveLength(5);
    expect(html).not.toMatch(/Coverage|finding id|>Time</iu);
    expect(html).toContain("<pre>- finding: group-given/u1/dev\n");
    expect(html).toContain("<br>repairs the finding group-removed/u1/dev</td>");
  });

  test("HTML of a plan without changes says so", () => {
    const html = renderHtml(buildPlan([]));

    expect(html).toContain("<p><code>pulumi up</code> changes nothing.</p>");
    expect(html).not.toMatch(/<table|<script/u);
  });

  test("the style and the script of the page are allowed by their hashes, and nothing else", () => {
    expect(renderHtml(plan)).toMatch(
      /default-src 'none'; style-src 'sha256-[^']+'; script-src 'sha256-[^']+'/u,
    );
    expect(renderHtml(plan)).not.toMatch(/ (?:src|href|onclick|style)=|@import|url\(/u);
  });

  test("SARIF has the rules of changes, and results that are told apart from those of drift", () => {
    const sarif = renderSarif(plan, { projectFile: "infra/Pulumi.yaml" });

    expect(sarif).toContain('"id": "plan/p1/"');
    expect(sarif).toContain('"id": "role-given"');
    expect(sarif).toContain('"text": "New role"');
    expect(sarif).toContain('"primaryLocationLineHash": "group-given/u1/dev"');
    expect(sarif).toContain('ada: joins the group \\"dev\\".');
    expect(sarif).not.toContain("baselineState");
  });

  test("JUnit fails what needs a review, and the limit of deletions", () => {
    const text = renderJunit(plan);

    expect(text).toContain('tests="5" failures="3" errors="0" skipped="0"');
    expect(text).toContain(
      '<testcase classname="plan" name="the changes were planned"><system-out>Users: 1 deleted.',
    );
    expect(text).toContain(
      '<testcase classname="plan" name="the deletions are within the limit"><failure message="1 of 20 users',
    );
    expect(text).toMatch(/classname="plan\.high\.role-given"[^>]*><failure/u);
    expect(text).toMatch(/classname="plan\.medium\.group-given"[^>]*><system-out>/u);
  });

  test("JUnit fails a refusal without --require-review, and rejected credentials", () => {
    const text = renderJunit(
      buildPlan([everyChange["user-refused"]], {
        credentials: { status: "rejected", message: "wrong secret" },
      }),
    );

    expect(text).toContain('tests="2" failures="2"');
    expect(text).toContain('<failure message="The service rejects the credentials: wrong secret."/>');
    expect(text).not.toContain("within the limit");
  });

  test("the acceptances are those that the plan accepts, once the reasons are written", () => {
    const changes = Object.values(everyChange);
    const suggested = renderAcceptances(buildPlan(changes));

    const policy = parsePolicy("approw-drift.yaml", suggested.replaceAll("TODO: say why", "TICKET-1"));

    expect(suggested).toMatch(/^# Keep the changes that you accept, and write the reasons\.\n/u);
    expect(buildPlan(changes, { policy }).counts).toMatchObject({ high: 0, medium: 0, low: 0, accepted: 24 });
    expect(buildPlan(changes, { policy }).notices).toEqual([]);
  });

  test("accepted changes are listed apart", () => {
    const report = buildPlan([joins], { policy: accepting("group-given/u1/dev", "TICKET-1") });

    expect(renderTable(report, wide)).toMatch(/no changes; 1 accepted\n.*\nAccepted\n.*TICKET-1/su);
    expect(renderMarkdown(report)).toContain("<details><summary>Accepted</summary>");
    expect(renderHtml(report)).toContain("<summary>Change id</summary>");
  });
});

describe.each(hostileWords)("a plan in which every name and reason is %j", (word) => {
  const user = { id: `new:${word}`, username: word, email: word, phone: word };
  const owners = [{ source: word, urn: `urn:pulumi:prod::people::x::${word}` }];
  const changes = Object.values(everyChange).map((change): Planned => {
    const renamed = {
      ...change,
      owners,
      repairs: [word],
      ...("group" in change && { group: word }),
      ...("role" in change && { role: word }),
      ...("policy" in change && { policy: word }),
      ...("namespace" in change && { namespace: word }),
      ...("field" in change && { field: `customData.${word}` }),
      ...("before" in change && { before: word, after: [word] }),
      ...("value" in change && { value: word, from: user }),
      ...("reason" in change && { reason: word }),
      ...("user" in change && { user }),
      ...("object" in change && {
        object: { type: "role" as const, code: word, namespace: word, name: word },
      }),
    };
    return renamed;
  });
  const report = buildPlan(changes, {
    stacks: [word],
    credentials: { status: "rejected", message: word },
  });

  test.each(Object.entries(expectHarmless))("is harmless in the format %s", (_, expectIn) => {
    expectIn(report);
  });
});
