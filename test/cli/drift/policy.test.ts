import { describe, expect, test } from "vitest";

import { emptyPolicy, parsePolicy } from "../../../cli/drift/policy.js";

const file = "approw-drift.yaml";

describe("parsePolicy", () => {
  test("reads severities and acceptances with their place", () => {
    const text = [
      "severity:",
      "  field-changed.nickname: none",
      "accepted:",
      "  - finding: role-foreign/u1/default/admin",
      "    reason: on call",
      "    until: 2026-12-31",
    ].join("\n");

    expect(parsePolicy(file, text)).toEqual({
      severities: new Map([["field-changed.nickname", "none"]]),
      acceptances: [
        {
          finding: "role-foreign/u1/default/admin",
          reason: "on call",
          until: "2026-12-31",
          place: "approw-drift.yaml:4:5",
        },
      ],
    });
  });

  test("an empty file decides nothing", () => {
    expect(parsePolicy(file, "# nothing yet\n")).toEqual(emptyPolicy);
  });

  test.each([
    { text: "acepted: []", mistake: '1:1: "acepted" is not known: did you mean accepted?' },
    {
      text: "severity:\n  field-changed.nickmane: none",
      mistake: '2:3: "field-changed.nickmane" is not known: did you mean field-changed.nickname?',
    },
    {
      text: "severity:\n  group-added: grave",
      mistake: "2:16: severity.group-added is one of high, medium, low, none",
    },
    { text: "accepted: all", mistake: "1:11: accepted is a list" },
    {
      text: "accepted:\n  - finding: role-forein/u1\n    reason: x\n    until: 2026-12-31",
      mistake: "2:14: accepted.0.finding is the id of a finding, as a review reports it",
    },
    {
      text: "accepted:\n  - finding: person-gone/u1\n    until: 2026-12-31",
      mistake: "2:5: accepted.0.reason is missing",
    },
    {
      text: "accepted:\n  - finding: person-gone/u1\n    reason: ''\n    until: 2026-12-31",
      mistake: "3:13: accepted.0.reason is not empty",
    },
    {
      text: "accepted:\n  - finding: person-gone/u1\n    reason: x\n    until: 2026-02-30",
      mistake: "4:12: accepted.0.until is a day that exists, such as 2026-12-31",
    },
    {
      text: "accepted:\n  - finding: person-gone/u1\n    reason: x\n    until: 2026-12-31\n    untill: 2027-12-31",
      mistake: '5:5: "untill" is not known: did you mean until?',
    },
    { text: "accepted: [", mistake: "1:" },
    { text: "- accepted", mistake: "1:1: " },
  ])("says where $text is wrong", ({ text, mistake }) => {
    expect(() => parsePolicy(file, text)).toThrow(`${file}:${mistake}`);
  });

  test("names every mistake at once", () => {
    const text = "severity:\n  group-added: grave\n  group-addd: low\naccepted: all";

    expect(() => parsePolicy(file, text)).toThrow(/2:16: .*3:3: .*4:11: /su);
  });
});
