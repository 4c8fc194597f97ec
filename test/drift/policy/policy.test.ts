import { describe, expect, test } from "vitest";

import { emptyPolicy, parsePolicy } from "../../../drift/policy/policy.js";

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
    { text: "acepted: []", mistake: '1:1: unknown key "acepted": did you mean accepted?' },
    {
      text: "severity:\n  field-changed.nickmane: none",
      mistake: '2:3: unknown key "field-changed.nickmane": did you mean field-changed.nickname?',
    },
    {
      text: "severity:\n  group-added: grave",
      mistake: "2:16: severity.group-added must be one of high, medium, low, none",
    },
    { text: "accepted: all", mistake: "1:11: accepted must be a list" },
    {
      text: "accepted:\n  - finding: role-forein/u1\n    reason: x\n    until: 2026-12-31",
      mistake: "2:14: accepted.0.finding must be the id of a finding, as a report shows it",
    },
    {
      text: "accepted:\n  - finding: user-gone/u1\n    until: 2026-12-31",
      mistake: "2:5: accepted.0.reason is missing",
    },
    {
      text: "accepted:\n  - finding: user-gone/u1\n    reason: ''\n    until: 2026-12-31",
      mistake: "3:13: accepted.0.reason must not be empty",
    },
    {
      text: "accepted:\n  - finding: user-gone/u1\n    reason: x\n    until: 2026-02-30",
      mistake: "4:12: accepted.0.until must be a valid date such as 2026-12-31",
    },
    {
      text: "accepted:\n  - finding: user-gone/u1\n    reason: x\n    until: 2026-12-31\n    untill: 2027-12-31",
      mistake: '5:5: unknown key "untill": did you mean until?',
    },
    {
      text: "accepted:\n  - finding: role-foriegn/u1/default/admin\n    reason: x\n    until: 2026-12-31",
      mistake:
        "2:14: accepted.0.finding must be the id of a finding, as a report shows it: did you mean role-foreign?",
    },
    {
      text: "accepted:\n  - finding: role-foreign\n    reason: x\n    until: 2026-12-31",
      mistake: "2:14: accepted.0.finding is incomplete: copy the whole id from a report",
    },
    ...["object-gone/group", "object-gone/role/hr", "object-gone/group/"].map((id) => ({
      text: `accepted:\n  - finding: ${id}\n    reason: x\n    until: 2026-12-31`,
      mistake: "2:14: accepted.0.finding is incomplete: copy the whole id from a report",
    })),
    {
      text: "severity:\n  object-changed.group.descripton: none",
      mistake:
        '2:3: unknown key "object-changed.group.descripton": did you mean object-changed.group.description?',
    },
    {
      text: "accepted:\n  - finding: user-gone/u1\n    reason: 7\n    until: 2026-12-31",
      mistake: "3:13: accepted.0.reason must be a string",
    },
    {
      text: "accepted:\n  - user-gone/u1",
      mistake: "2:5: accepted.0 must have the keys finding, reason and until",
    },
    { text: "severity: high", mistake: "1:11: severity must map rules to severities" },
    { text: "severity: [group-added]", mistake: "1:11: severity must map rules to severities" },
    { text: "- accepted", mistake: "1:1: a policy must have the keys severity and accepted" },
    { text: "accepted: [", mistake: "1:12: the indentation is wrong, or a bracket is not closed" },
    { text: "severity:\n\tgroup-added: low", mistake: "2:1: lines must be indented with spaces" },
    { text: "severity:\n  group-added: low\n  group-added: none", mistake: "3:3: duplicate key" },
    { text: "accepted: *known", mistake: "1:11: the anchor of this alias is not defined before it" },
  ])("says where $text is wrong", ({ text, mistake }) => {
    expect(() => parsePolicy(file, text)).toThrow(`${file}:${mistake}`);
  });

  test("a key whose lines are all commented out decides nothing", () => {
    const text = "severity:\n  # group-added: low\naccepted:\n  # - finding: user-gone/u1\n";

    expect(parsePolicy(file, text)).toEqual(emptyPolicy);
  });

  test("refuses a finding that is accepted twice, and names both places", () => {
    const entry = "  - finding: user-gone/u1\n    reason: x\n    until: 2026-12-31\n";

    expect(() => parsePolicy(file, `accepted:\n${entry}${entry}`)).toThrow(
      `${file}:5:5: user-gone/u1 is already accepted at ${file}:2:5: keep one of them`,
    );
  });

  test("refuses reasons that nobody wrote, names the first and counts the others", () => {
    const entries = ["known", "TODO: say why", "TODO: say why", "TODO: revoke it by June"].map(
      (reason, n) => `  - finding: user-gone/u${n}\n    reason: "${reason}"\n    until: 2026-12-31\n`,
    );
    const policyOf = (...these: (string | undefined)[]): string => `accepted:\n${these.join("")}`;
    const advice = "write why the finding is accepted, or remove the acceptance";

    expect(() => parsePolicy(file, policyOf(...entries))).toThrow(
      `${file}:6:13: accepted.1.reason must not be the placeholder "TODO: say why" (1 more acceptance has it too): ${advice}`,
    );
    expect(() => parsePolicy(file, policyOf(entries[1]))).toThrow(
      `${file}:3:13: accepted.0.reason must not be the placeholder "TODO: say why": ${advice}`,
    );
    expect(parsePolicy(file, policyOf(entries[0], entries[3])).acceptances).toHaveLength(2);
  });

  test("aliases that expand to more than fits into memory are a mistake like others", () => {
    const bomb = [
      "a0: &a0 [x]",
      ...Array.from({ length: 30 }, (_, n) => `a${n + 1}: &a${n + 1} [*a${n}, *a${n}, *a${n}]`),
    ];

    expect(() => parsePolicy(file, bomb.join("\n"))).toThrow(
      `${file}: its aliases expand to too much content`,
    );
  });

  test("names every mistake at once", () => {
    const text = "severity:\n  group-added: grave\n  group-addd: low\naccepted: all";

    expect(() => parsePolicy(file, text)).toThrow(/2:16: .*3:3: .*4:11: /su);
  });
});
