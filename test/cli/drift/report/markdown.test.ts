import { describe, expect, test } from "vitest";

import { renderMarkdown } from "../../../../cli/drift/report/markdown.js";
import { accepting, buildReport, changedNickname, foreignRole, hostileName } from "./build-report.js";

const ada = { id: "u1", username: "ada" };

describe("renderMarkdown", () => {
  test("begins with the mark by which a pipeline finds its comment, and the outcome", () => {
    const [mark, , title] = renderMarkdown(buildReport([foreignRole(ada), changedNickname(ada)])).split("\n");

    expect(mark).toBe("<!-- pulumi-approw drift -->");
    expect(title).toBe("### Drift review: 1 high, 1 low");
  });

  test("has a row for each finding, and what to decide", () => {
    const text = renderMarkdown(buildReport([foreignRole(ada)]));

    expect(text).toContain(
      '| high | `ada` | **Role given by others**<br>`holds the role "admin", which no program declares`<br>`User u1 in prod`<br>`role-foreign/u1/default/admin` |',
    );
    expect(text).toContain("- Role given by others: Revoke it, declare it, or accept it.");
  });

  test("folds accepted findings away", () => {
    const text = renderMarkdown(buildReport([foreignRole(ada)], accepting("role-foreign/u1/default/admin")));

    expect(text).toContain("### Drift review: no findings; 1 accepted");
    expect(text).toMatch(
      /<details><summary>Accepted<\/summary>\n\n\| Severity .*`accepted until 2026-12-31: known/su,
    );
  });

  test("what people call themselves stays in a code span: no tag, no link, no mention, no new column", () => {
    const text = renderMarkdown(buildReport([foreignRole({ id: "u1", username: hostileName })]));

    const row = text.split("\n").find((line) => line.startsWith("| high")) ?? "";
    const [, , person = ""] = row.split(/(?<!\\)\|/u);
    expect(person.trim()).toMatch(/^``<script>.*@admin.*``$/u);
    expect(row.split(/(?<!\\)\|/u)).toHaveLength(5);
  });

  test("fits a comment, whole rows only, and says how many are left out", () => {
    const many = Array.from({ length: 2000 }, (_, n) => foreignRole({ id: `u${n}`, username: `user-${n}` }));

    const text = renderMarkdown(buildReport(many));

    const rows = text.split("\n").filter((line) => line.startsWith("| high"));
    expect(text.length).toBeLessThan(65_536);
    expect(rows.every((row) => row.endsWith(" |"))).toBe(true);
    expect(text).toContain(`**${2000 - rows.length} more are not shown here:**`);
  });
});
