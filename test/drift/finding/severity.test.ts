import { describe, expect, test } from "vitest";

import type { Difference } from "../../../drift/finding/finding.js";
import { kinds } from "../../../drift/finding/kinds.js";
import { defaultSeverities, ruleOf, severityOf } from "../../../drift/finding/severity.js";

const user = { user: { id: "u1" }, owners: [] };
const group = { object: { type: "group" as const, code: "staff" }, owners: [] };
const noOverrides = new Map();
const admin = { role: "admin", declared: false };

function field(name: string, declared: string | boolean, observed: string | boolean | null): Difference {
  return { kind: "field-changed", ...user, field: name, declared, observed };
}

function unmanaged(...roles: { role: string; declared: boolean }[]): Difference {
  const held = roles.map((role) => ({ namespace: "default", ...role }));
  return { kind: "user-unmanaged", ...user, groups: [], roles: held };
}

describe("severityOf", () => {
  test.each<{ what: string; difference: Difference; severity: string }>([
    {
      what: "a role gained",
      difference: { kind: "role-foreign", ...user, role: "admin", namespace: "default" },
      severity: "high",
    },
    { what: "a blocked account opened", difference: field("blocked", true, false), severity: "high" },
    {
      what: "a blocked account opened by emptying the field",
      difference: field("blocked", true, null),
      severity: "high",
    },
    { what: "an account blocked", difference: field("blocked", false, true), severity: "medium" },
    { what: "an email changed", difference: field("email", "a@b.c", "x@y.z"), severity: "high" },
    { what: "a phone changed", difference: field("phone", "1", "2"), severity: "high" },
    { what: "an unmanaged user with a role", difference: unmanaged(admin), severity: "high" },
    {
      what: "an unmanaged user with a declared role",
      difference: unmanaged({ ...admin, declared: true }),
      severity: "medium",
    },
    {
      what: "an unmanaged user with a declared role and another",
      difference: unmanaged({ role: "author", declared: true }, admin),
      severity: "high",
    },
    { what: "an unmanaged user without a role", difference: unmanaged(), severity: "medium" },
    { what: "a nickname changed", difference: field("nickname", "Ada", "Countess"), severity: "low" },
    { what: "a group gone", difference: { kind: "object-gone", ...group }, severity: "medium" },
    {
      what: "a group that two programs manage",
      difference: { kind: "object-conflict", ...group },
      severity: "medium",
    },
    { what: "an unmanaged group", difference: { kind: "object-unmanaged", ...group }, severity: "low" },
    {
      what: "the description of a group",
      difference: { kind: "object-changed", ...group, field: "description", declared: "a", observed: "b" },
      severity: "low",
    },
    {
      what: "a login",
      difference: field("lastLogin", "2026-01-01T00:00:00Z", "2026-01-02T00:00:00Z"),
      severity: "none",
    },
  ])("$what is $severity", ({ difference, severity }) => {
    expect(severityOf(difference, noOverrides)).toBe(severity);
  });

  test("a team decides otherwise for one rule, and for that alone", () => {
    const overrides = new Map([["field-changed.nickname", "high" as const]]);

    expect(severityOf(field("nickname", "Ada", "Countess"), overrides)).toBe("high");
    expect(severityOf(field("company", "A", "B"), overrides)).toBe("low");
  });

  test("a team decides about a field of groups, and not of roles", () => {
    const overrides = new Map([["object-changed.group.description", "none" as const]]);
    const changed = (type: "group" | "role"): Difference => ({
      kind: "object-changed",
      object: { type, code: "staff" },
      owners: [],
      field: "description",
      declared: "a",
      observed: "b",
    });

    expect(severityOf(changed("group"), overrides)).toBe("none");
    expect(severityOf(changed("role"), overrides)).toBe("low");
  });

  test("every kind has a severity, and every field that a state can own, secrets apart", () => {
    const kindsBesideFields = Object.keys(kinds).filter((kind) => !kind.endsWith("-changed"));

    expect([...defaultSeverities.keys()]).toEqual(expect.arrayContaining(kindsBesideFields));
    expect(defaultSeverities.has(ruleOf(field("city", "Rome", "Bonn")))).toBe(true);
    for (const name of ["password", "oauth", "registerSource", "isDeleted"]) {
      expect(defaultSeverities.has(`field-changed.${name}`)).toBe(false);
    }
    const objectRules = [...defaultSeverities].filter(([rule]) => rule.startsWith("object-changed."));
    expect(objectRules).toEqual([
      ["object-changed.group.name", "low"],
      ["object-changed.group.description", "low"],
      ["object-changed.role.description", "low"],
      ["object-changed.policy.description", "low"],
      ["object-changed.policy.statements", "high"],
      ["object-changed.userField.label", "low"],
    ]);
  });
});
