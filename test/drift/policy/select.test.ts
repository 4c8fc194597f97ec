import { describe, expect, test } from "vitest";

import type { Finding } from "../../../drift/finding/finding.js";
import { mistakeInSelection, selectFindings } from "../../../drift/policy/select.js";

const common = { message: "", userPoolId: "pool", owners: [], user: { id: "u1" } };
const gone: Finding = {
  ...common,
  kind: "user-gone",
  id: "user-gone/u1",
  rule: "user-gone",
  severity: "high",
};
const city: Finding = {
  ...common,
  kind: "field-changed",
  id: "field-changed/u1/city/0123456789abcdef0123456789abcdef",
  rule: "field-changed.city",
  severity: "low",
  field: "city",
  declared: "Paris",
  observed: "London",
};
const findings = [gone, city];

describe("selected findings", () => {
  test.each([
    ["all", [gone, city]],
    ["high", [gone]],
    ["field-changed", [city]],
    ["field-changed.city", [city]],
    ["user-gone/u1", [gone]],
    ["user-conflict", []],
  ])("%s", (word, chosen) => {
    expect(selectFindings([word], findings)).toEqual({ chosen, unmatched: [] });
  });

  test("are once in the order of the report, however many words name them", () => {
    expect(selectFindings([city.id, "all", "low"], findings).chosen).toEqual(findings);
  });

  test("that are accepted are only meant by their id", () => {
    const accepted = { ...gone, accepted: { reason: "leave", until: "2026-12-31", place: "p:1:1" } };

    for (const word of ["all", "high", "user-gone"])
      expect(selectFindings([word], [accepted]).chosen).toEqual([]);
    expect(selectFindings([gone.id], [accepted]).chosen).toEqual([accepted]);
  });

  test("that changed name the id that they have now", () => {
    const before = "field-changed/u1/city/ffffffffffffffffffffffffffffffff";

    expect(selectFindings([before, "user-gone/u2"], findings).unmatched).toEqual([
      `${before} matches no finding; it is now ${city.id}`,
      "user-gone/u2 matches no finding",
    ]);
  });

  test.each([
    ["user-gone/u1", undefined],
    ["all", undefined],
    ["medium", undefined],
    ["none", "It must be the id of a finding, a kind, a rule, a severity or all."],
    ["user-gon/u1", "It must be the id of a finding, as a report shows it: did you mean user-gone?"],
    ["object-gone/role/admin", "It is incomplete: copy the whole id from a report."],
    ["group-given/u1/dev", "It must be the id of a finding, as a report shows it."],
    ["role-given", "It must be the id of a finding, a kind, a rule, a severity or all."],
    ["role-foreig", "Did you mean role-foreign?"],
  ])("%s: %s", (word, mistake) => {
    expect(mistakeInSelection(word)).toBe(mistake);
  });
});
