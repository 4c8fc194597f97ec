import { stripVTControlCharacters } from "node:util";
import { describe, expect, test } from "vitest";

import type { Difference } from "../../../drift/finding/finding.js";
import type { UserRef } from "../../../drift/finding/parts.js";
import { emptyPolicy } from "../../../drift/policy/policy.js";
import { renderTable } from "../../../drift/report/table.js";
import { accepting, buildReport, changedNickname, foreignRole, hostileName } from "./build-report.js";

const ada = { id: "5f0c1a2b3d4e5f6071829304", username: "ada" };
const id = "role-foreign/5f0c1a2b3d4e5f6071829304/default/admin";

function linesOf(text: string): string[] {
  return stripVTControlCharacters(text).split("\n");
}

describe("renderTable", () => {
  test("shows each finding with severity, user, what was found, the resource and its id", () => {
    const text = renderTable(buildReport([foreignRole(ada)]), { width: 120, isColoured: false });

    const row = linesOf(text).filter((line) => line.startsWith("│"));
    expect(row[1]).toMatch(
      /high .*ada .*Undeclared role: holds the role "admin", which no program declares/u,
    );
    expect(text).toContain(ada.id);
    expect(text).toContain(`User ${ada.id} in prod`);
    expect(text).toContain(id);
    expect(text).toContain("Undeclared role: Revoke it, declare it, or accept it.");
    expect(text).toContain("4 requests were sent; the service throttled 2.");
  });

  test.each([80, 100, 120, 200])("no line of the table is wider than a terminal of %i columns", (width) => {
    const name = "人".repeat(60);
    const report = buildReport([
      foreignRole({ id: ada.id.replace("5f", "6f"), username: name }),
      foreignRole(ada, "x".repeat(300)),
    ]);

    const table = linesOf(renderTable(report, { width, isColoured: true })).filter((line) =>
      /^[┌├└│]/u.test(line),
    );

    for (const line of table) expect(columnsOf(line)).toBeLessThanOrEqual(width);
    expect(table.join("").match(/人/gu)).toHaveLength(60);
  });

  test("names a user once, with email and phone, for all findings of the user", () => {
    const user = { ...ada, email: "ada@example.com", phone: "+49 30 1234" };
    const other = { id: "5f0c1a2b3d4e5f6071829305", username: "bob" };
    const text = renderTable(buildReport([changedNickname(user), foreignRole(other), foreignRole(user)]), {
      width: 120,
      isColoured: false,
    });

    const userColumn = linesOf(text).map((line) => line.split("│")[2]?.trim());
    for (const word of [ada.id, "ada@example.com", "+49 30 1234"])
      expect(userColumn.filter((cell) => cell === word)).toHaveLength(1);
    const findings = [...text.matchAll(/holds the role|nickname is/gu)].map(([word]) => word);
    expect(findings).toEqual(["holds the role", "nickname is", "holds the role"]);
  });

  describe("whatever a user chooses", () => {
    const groups = Array.from({ length: 300 }, (_, n) => `group-${n}`);
    const roles = groups.map((role) => ({ namespace: "default", role, declared: false }));
    const endless = "x".repeat(100_000);
    const outsider = (user: UserRef, codes: string[] = []): Difference => ({
      kind: "user-unmanaged",
      user,
      owners: [],
      groups: codes,
      roles: [],
    });

    test("a user in hundreds of groups takes a line or two", () => {
      const found: Difference = { kind: "user-unmanaged", user: ada, owners: [], groups, roles };
      const text = renderTable(buildReport([found]), { width: 120, isColoured: false });

      const cells = linesOf(text).map((line) => line.split("│")[3]?.trim() ?? "");
      expect(cells.join(" ").replaceAll(/\s+/gu, " ")).toContain(
        'holds 300 roles: "group-0", "group-1", "group-2", and 297 more; is in 300 groups: "group-0", "group-1", "group-2", and 297 more',
      );
    });

    test.each([120, 60])("the table of %i columns stays small and takes no time", (width) => {
      const owners = groups.map((name) => ({
        source: endless,
        urn: `urn:pulumi:prod::p::t::${name}${endless}`,
      }));
      const differences: Difference[] = [
        outsider({ id: "u1", username: endless, email: endless, phone: endless }, groups),
        outsider({ id: "u2", username: "人".repeat(50_000) }, [endless, ...groups]),
        { kind: "group-conflict", user: { id: "u3", name: endless }, owners, group: endless },
        changedNickname({ id: "u6", name: endless }, endless),
        foreignRole({ id: "u4", username: "\u001b".repeat(50_000) }, endless),
        {
          kind: "group-foreign",
          user: { id: "u5", username: endless },
          owners,
          group: "\u202e".repeat(50_000),
        },
      ];
      const report = buildReport(differences);
      const before = process.cpuUsage();

      const text = renderTable(report, { width, isColoured: false });

      expect(text.length).toBeLessThan(40_000);
      expect(process.cpuUsage(before).user / 1000).toBeLessThan(3000);
    });

    test("two long values that differ at their end look different", () => {
      const [before, after] = ["old", "new"].map((end) => `${"a".repeat(500)}${end}`);
      const found = changedNickname(ada, after);
      if (found.kind === "field-changed") found.declared = before ?? "";
      const text = renderTable(buildReport([found]), { width: 200, isColoured: false });

      expect(text).toMatch(/nickname is …a+new" but …a+old" is/u);
    });
  });

  test("says what is new since an earlier report", () => {
    const earlier = { generatedAt: "2026-06-01T00:00:00.000Z", findingIds: new Set([id, "user-gone/u9"]) };
    const text = renderTable(
      buildReport([foreignRole(ada), foreignRole(ada, "owner")], emptyPolicy, earlier),
      {
        width: 120,
        isColoured: false,
      },
    );

    expect(text.split("\n")[0]).toBe("User pool p1: 2 high; 1 new since 2026-06-01T00:00:00.000Z");
    expect(text).toContain('New: Undeclared role: holds the role "owner"');
    expect(text).not.toContain('New: Undeclared role: holds the role "admin"');
    expect(text).toContain(
      "Since 2026-06-01T00:00:00.000Z, 1 finding is new and 1 finding was no longer found.",
    );
  });

  test("on a narrow terminal the findings come one below the other, uncut", () => {
    const text = renderTable(buildReport([foreignRole(ada)]), { width: 40, isColoured: false });

    expect(text).not.toContain("│");
    expect(linesOf(text)).toContain(`  ${id}`);
  });

  test.each([40, 60, 100])("only what is one word is wider than a terminal of %i columns", (width) => {
    const many = accepting(id, "stands in for the on-call administrator, and for whoever stands in for them");
    const report = buildReport(
      [foreignRole(ada), changedNickname(ada), foreignRole(ada, "人".repeat(60))],
      many,
    );

    const sentences = linesOf(renderTable(report, { width, isColoured: true })).filter((line) =>
      line.trim().includes(" "),
    );
    for (const line of sentences) expect(columnsOf(line)).toBeLessThanOrEqual(width);
  });

  test("shows two hundred of the highest severity, open before accepted, and says how many more there are", () => {
    const users = Array.from({ length: 150 }, (_, n) => ({ id: `u${n}`, username: `user-${n}` }));
    const acceptances = users.map((user) => ({
      finding: `role-foreign/${user.id}/default/admin`,
      reason: "known",
      until: "2026-12-31",
      place: "approw-drift.yaml:2:5",
    }));
    const found = users.flatMap((user) => [foreignRole(user), changedNickname(user)]);

    for (const width of [120, 60]) {
      const text = renderTable(buildReport(found, { severities: new Map(), acceptances }), {
        width,
        isColoured: false,
      });

      expect(text.match(/Field changed by hand: nickname/gu)).toHaveLength(150);
      expect(text.match(/accepted until/gu)).toHaveLength(50);
      expect(linesOf(text)).toContain("100 more: use --format html=FILE or json");
    }
  });

  test("says which findings count, where not all do", () => {
    const outcome = (...found: Difference[]): string =>
      renderTable(buildReport(found), { width: 120, isColoured: false }).split("\n")[0] ?? "";

    expect(outcome(changedNickname(ada))).toBe("User pool p1: 1 low (none at or above --fail-on medium)");
    expect(outcome(changedNickname(ada), foreignRole(ada))).toBe(
      "User pool p1: 1 high, 1 low (1 at or above --fail-on medium)",
    );
    expect(outcome(foreignRole(ada))).toBe("User pool p1: 1 high");
  });

  test("on a narrow terminal two values that differ in blanks look different", () => {
    const text = renderTable(buildReport([changedNickname(ada, "A  da")]), { width: 60, isColoured: false });

    expect(text).toContain('"A  da"');
  });

  test("lists accepted findings apart, with reason and last day", () => {
    const report = buildReport([foreignRole(ada), changedNickname(ada)], accepting(id, "on call"));

    const [open = "", accepted = ""] = renderTable(report, { width: 120, isColoured: false }).split(
      "\nAccepted\n",
    );

    expect(open).toContain("Field changed by hand");
    expect(open).not.toContain("Undeclared role");
    expect(accepted).toContain("accepted until 2026-12-31: on call (approw-drift.yaml:2:5)");
  });

  test("reports acceptances that match nothing", () => {
    const text = renderTable(buildReport([], accepting(id)), { width: 120, isColoured: false });

    expect(text).toContain(`approw-drift.yaml:2:5: ${id} no longer matches a finding`);
    expect(text).toContain("no findings");
  });

  test("a hostile name moves no cursor and turns no line", () => {
    const text = renderTable(buildReport([foreignRole({ id: "u1", username: hostileName })]), {
      width: 200,
      isColoured: false,
    });

    for (const control of ["\u001b", "\u202e"]) expect(text).not.toContain(control);
    expect(text).toContain("\\u{1b}");
  });
});

/** Columns on a terminal: these ideographs take two. */
function columnsOf(line: string): number {
  return line.length + (line.match(/人/gu)?.length ?? 0);
}
