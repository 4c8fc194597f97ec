import { describe, expect, test } from "vitest";

import { driftReport } from "../../../drift/report/report.js";
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
