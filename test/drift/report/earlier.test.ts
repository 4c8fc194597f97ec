import { describe, expect, test } from "vitest";

import { parseEarlierReport } from "../../../drift/report/earlier.js";
import { renderJson } from "../../../drift/report/json.js";
import { buildReport, changedNickname, foreignRole } from "./build-report.js";

const [ada, bob] = [
  { id: "u1", username: "ada" },
  { id: "u2", username: "bob" },
];

describe("a report since an earlier one", () => {
  test("marks what is new and counts what is resolved", () => {
    const before = renderJson(buildReport([foreignRole(ada), foreignRole(bob)]));

    const { findings, since } = buildReport(
      [foreignRole(ada), changedNickname(bob)],
      undefined,
      parseEarlierReport("before.json", before, ["p1"]),
    );

    expect(findings.map(({ kind, isNew }) => [kind, isNew])).toEqual([
      ["role-foreign", false],
      ["field-changed", true],
    ]);
    expect(since).toEqual({
      generatedAt: "2026-06-15T12:00:00.000Z",
      newFindings: 1,
      resolvedFindings: 1,
    });
  });

  test("the same change with another value is new, and the earlier one is not resolved", () => {
    const before = renderJson(buildReport([changedNickname(ada, "one")]));

    const { findings, since } = buildReport(
      [changedNickname(ada, "other")],
      undefined,
      parseEarlierReport("before.json", before, ["p1"]),
    );

    expect(findings[0]?.isNew).toBe(true);
    expect(since).toMatchObject({ newFindings: 1, resolvedFindings: 0 });
  });

  test("a finding that is silenced since then is not resolved", () => {
    const before = renderJson(buildReport([changedNickname(ada), changedNickname(bob)]));
    const severities = new Map([["field-changed.nickname", "none" as const]]);

    const { findings, since } = buildReport(
      [changedNickname(ada)],
      { severities, acceptances: [] },
      parseEarlierReport("before.json", before, ["p1"]),
    );

    expect(findings).toEqual([]);
    expect(since).toMatchObject({ newFindings: 0, resolvedFindings: 1 });
  });

  test("a role whose code looks like a digest is resolved on its own", () => {
    const [one, other] = ["a".repeat(32), "b".repeat(32)];
    const before = renderJson(buildReport([foreignRole(ada, one), foreignRole(ada, other)]));

    const { since } = buildReport(
      [foreignRole(ada, one)],
      undefined,
      parseEarlierReport("before.json", before, ["p1"]),
    );

    expect(since).toMatchObject({ newFindings: 0, resolvedFindings: 1 });
  });

  test("without an earlier report nothing is said of it", () => {
    expect(renderJson(buildReport([foreignRole(ada)]))).not.toMatch(/since|isNew/u);
  });

  test.each([
    { text: "x", mistake: "it is not valid JSON" },
    { text: "[]", mistake: "before.json is not a report of `drift --format json`: " },
    { text: '{"schemaVersion":2}', mistake: "schemaVersion: " },
    {
      text: renderJson(buildReport([])).replace('"p1"', '"p2"'),
      mistake: "before.json is a report of user pool p2, but this review is of p1",
    },
  ])("refuses $mistake", ({ text, mistake }) => {
    expect(() => parseEarlierReport("before.json", text, ["p1"])).toThrow(mistake);
  });
});
