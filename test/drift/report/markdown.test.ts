import { describe, expect, test } from "vitest";

import type { UserRef } from "../../../drift/finding/finding.js";
import { renderMarkdown } from "../../../drift/report/markdown.js";
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
      '| high | `ada` | **Undeclared role**<br>`holds the role "admin", which no program declares`<br>`User u1 in prod`<br>`role-foreign/u1/default/admin` |',
    );
    expect(text).toContain("- Undeclared role: Revoke it, declare it, or accept it.");
  });

  test("folds accepted findings away", () => {
    const text = renderMarkdown(buildReport([foreignRole(ada)], accepting("role-foreign/u1/default/admin")));

    expect(text).toContain("### Drift review: no findings; 1 accepted");
    expect(text).toMatch(
      /<details><summary>Accepted<\/summary>\n\n\| Severity .*`accepted until 2026-12-31: known/su,
    );
  });

  test("a hostile name stays in a code span: no tag, no link, no mention, no new column", () => {
    const text = renderMarkdown(buildReport([foreignRole({ id: "u1", username: hostileName })]));

    const row = text.split("\n").find((line) => line.startsWith("| high")) ?? "";
    const [, , user = ""] = row.split(/(?<!\\)\|/u);
    expect(user.trim()).toMatch(/^``<script>.*@admin.*``$/u);
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
