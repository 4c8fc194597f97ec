import { describe, expect, test } from "vitest";

import type { Difference } from "../../../drift/finding/finding.js";
import type { UserRef } from "../../../drift/finding/parts.js";
import { parseIgnoreFile, rulesFor } from "../../../drift/policy/ignore.js";
import { parsePolicy } from "../../../drift/policy/policy.js";
import { renderAcceptances, renderIgnoreRules } from "../../../drift/report/settle.js";
import { accepting, buildReport, changedNickname, foreignRole, hostileName } from "./build-report.js";

const ada = { id: "u1", username: "ada" };
const owner = { source: "prod", urn: "urn:pulumi:prod::people::x::ada" };

function outsider(user: UserRef, owners = [] as (typeof owner)[]): Difference {
  return { kind: "user-unmanaged", user, owners, groups: [], roles: [] };
}

function inGroup(group: string): Difference {
  return { kind: "group-foreign", user: ada, owners: [owner], group };
}

describe("renderAcceptances", () => {
  test("is a policy that accepts every open finding for ninety days, once the reasons are written", () => {
    const found = [
      foreignRole(ada, "a/b: c # d"),
      changedNickname(ada),
      outsider({ id: "u3", username: hostileName }),
    ];
    const report = buildReport(found, accepting("role-foreign/u9/default/admin"));

    const suggested = renderAcceptances(report);
    const { acceptances } = parsePolicy(
      "approw-drift.yaml",
      suggested.replaceAll("TODO: say why", "on call"),
    );

    expect(acceptances.map(({ finding }) => finding).sort()).toEqual(
      report.findings.map(({ id }) => id).sort(),
    );
    expect(() => parsePolicy("approw-drift.yaml", suggested)).toThrow("must not be the placeholder");
    expect(acceptances[0]).toMatchObject({ reason: "on call", until: "2026-09-13" });
    expect(buildReport(found, { severities: new Map(), acceptances }).verdict).toBe("clean");
  });

  test("says of each what it is", () => {
    expect(renderAcceptances(buildReport([foreignRole(ada)]))).toContain(
      '  # high, ada: Undeclared role: holds the role "admin", which no program declares\n  - finding: role-foreign/u1/default/admin\n',
    );
  });

  test("leaves out what is accepted already", () => {
    const report = buildReport([foreignRole(ada)], accepting("role-foreign/u1/default/admin"));

    expect(renderAcceptances(report)).toBe("accepted: []\n");
  });
});

describe("renderIgnoreRules", () => {
  test("has a rule for each unmanaged user and each undeclared group, which leaves out no other", () => {
    const found = [
      outsider(ada),
      outsider({ id: "u2", username: "adam" }),
      inGroup("news"),
      inGroup("news"),
      foreignRole(ada),
    ];

    const rules = parseIgnoreFile(".approwignore", renderIgnoreRules(buildReport(found)));

    expect(rules.map(({ text }) => text).sort()).toEqual(["group:news", "username:ada", "username:adam"]);
    expect(found.map((difference) => rulesFor(rules, difference).length)).toEqual([1, 1, 1, 1, 0]);
  });

  test.each(["svc-*", "a #b", " a", "a ", "@ada", "a\nb", "a\u202eb", ""])(
    "has none for the name %j, which would mean something else in a rule",
    (username) => {
      expect(
        parseIgnoreFile(".approwignore", renderIgnoreRules(buildReport([outsider({ id: "u2", username })]))),
      ).toEqual([]);
    },
  );

  test("has none for what a program declares, or for a user without a username", () => {
    const found = [outsider(ada, [owner]), outsider({ id: "u2", email: "eve@evil.example" })];

    expect(parseIgnoreFile(".approwignore", renderIgnoreRules(buildReport(found)))).toEqual([]);
  });
});
