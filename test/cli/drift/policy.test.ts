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
    {
      text: "accepted:\n  - finding: role-foriegn/u1/default/admin\n    reason: x\n    until: 2026-12-31",
      mistake:
        "2:14: accepted.0.finding is the id of a finding, as a review reports it: did you mean role-foreign?",
    },
    {
      text: "accepted:\n  - finding: role-foreign\n    reason: x\n    until: 2026-12-31",
      mistake: "2:14: accepted.0.finding names nobody: take the whole id, as a review reports it",
    },
    {
      text: "accepted:\n  - finding: person-gone/u1\n    reason: 7\n    until: 2026-12-31",
      mistake: "3:13: accepted.0.reason is a text",
    },
    {
      text: "accepted:\n  - person-gone/u1",
      mistake: "2:5: accepted.0 has a finding, a reason and a last day",
    },
    { text: "severity: high", mistake: "1:11: severity is a mapping of rules to severities" },
    { text: "severity: [group-added]", mistake: "1:11: severity is a mapping of rules to severities" },
    { text: "- accepted", mistake: "1:1: a policy is a mapping with severity and accepted" },
    { text: "accepted: [", mistake: "1:12: the indentation is wrong here, or a bracket is not closed" },
    { text: "severity:\n\tgroup-added: low", mistake: "2:1: lines are indented with blanks" },
    { text: "severity:\n  group-added: low\n  group-added: none", mistake: "3:3: the key is there twice" },
    { text: "accepted: *known", mistake: "1:11: there is no anchor of this name" },
  ])("says where $text is wrong", ({ text, mistake }) => {
    expect(() => parsePolicy(file, text)).toThrow(`${file}:${mistake}`);
  });

  test("a key whose lines are all commented out decides nothing", () => {
    const text = "severity:\n  # group-added: low\naccepted:\n  # - finding: person-gone/u1\n";

    expect(parsePolicy(file, text)).toEqual(emptyPolicy);
  });

  test("refuses a finding that is accepted twice, and names both places", () => {
    const entry = "  - finding: person-gone/u1\n    reason: x\n    until: 2026-12-31\n";

    expect(() => parsePolicy(file, `accepted:\n${entry}${entry}`)).toThrow(
      `${file}:5:5: person-gone/u1 is accepted already, at ${file}:2:5: keep one of them`,
    );
  });

  test("aliases that stand for more than a machine holds are a mistake like others", () => {
    const bomb = [
      "a0: &a0 [x]",
      ...Array.from({ length: 30 }, (_, n) => `a${n + 1}: &a${n + 1} [*a${n}, *a${n}, *a${n}]`),
    ];

    expect(() => parsePolicy(file, bomb.join("\n"))).toThrow(`${file}: its aliases cannot be resolved`);
  });

  test("names every mistake at once", () => {
    const text = "severity:\n  group-added: grave\n  group-addd: low\naccepted: all";

    expect(() => parsePolicy(file, text)).toThrow(/2:16: .*3:3: .*4:11: /su);
  });
});
