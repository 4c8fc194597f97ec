import { describe, expect, test } from "vitest";

import type { Difference } from "../../../drift/finding/finding.js";
import { type IgnoreRule, parseIgnoreFile, parseIgnoreRule, rulesFor } from "../../../drift/policy/ignore.js";

function isIgnored(rules: readonly IgnoreRule[], difference: Difference): boolean {
  return rulesFor(rules, difference).length > 0;
}

function outsider(user: { username?: string; email?: string }, groups: string[] = []): Difference {
  return { kind: "user-unmanaged", user: { id: "u1", ...user }, owners: [], groups, roles: [] };
}

describe("parseIgnoreFile", () => {
  test("takes a rule from each line with its place, and nothing from comments and empty lines", () => {
    const text = "# robots\n\nusername:svc-* # of the mail\r\n  group: c# \n  # username:ada\n";

    expect(parseIgnoreFile(".approwignore", text)).toMatchObject([
      { text: "username:svc-*", place: ".approwignore:3:1" },
      { text: "group: c#", place: ".approwignore:4:3" },
    ]);
    expect(isIgnored(parseIgnoreFile(".approwignore", text), outsider({ username: "svc-mail" }))).toBe(true);
  });

  test.each([
    {
      text: "\n  usrname:ada",
      mistake: '.approwignore:2:3: unknown rule type "usrname": did you mean username?',
    },
    { text: "ada", mistake: "use one of username, email-domain, group" },
    { text: "role:admin", mistake: ".approwignore:1:1: role has no namespace: write role:NAMESPACE/PATTERN" },
    { text: "role:", mistake: ".approwignore:1:1: role has no pattern: write role:NAMESPACE/PATTERN" },
    { text: "group:", mistake: ".approwignore:1:1: group has no pattern: write group:PATTERN" },
  ])("says where $text is wrong", ({ text, mistake }) => {
    expect(() => parseIgnoreFile(".approwignore", text)).toThrow(mistake);
  });
});

describe("rulesFor", () => {
  test.each([
    { rule: "username:svc-*", user: { username: "svc-mail" }, ignored: true },
    { rule: "username:svc-*", user: { username: "SVC-mail" }, ignored: false },
    { rule: "username:svc", user: { username: "svc-mail" }, ignored: false },
    { rule: "username:a.c", user: { username: "abc" }, ignored: false },
    { rule: "username:*", user: { email: "a@b.c" }, ignored: false },
    { rule: "email-domain:partner.example", user: { email: "x@Partner.Example" }, ignored: true },
    { rule: "email-domain:@partner.example", user: { email: "x@partner.example" }, ignored: true },
    { rule: "email-domain:partner.example", user: { email: "x@evil-partner.example" }, ignored: false },
    { rule: "email-domain:*.partner.example", user: { email: "x@eu.partner.example" }, ignored: true },
    {
      rule: "email-domain:partner.example",
      user: { email: "partner.example@evil.example" },
      ignored: false,
    },
  ])("$rule on an unmanaged user $user: $ignored", ({ rule, user, ignored }) => {
    expect(isIgnored([parseIgnoreRule("--ignore", rule)], outsider(user))).toBe(ignored);
  });

  test("a group leaves out unmanaged users in it, and undeclared memberships of managed users", () => {
    const rules = [parseIgnoreRule("--ignore", "group:news*")];
    const given: Difference = {
      kind: "group-foreign",
      user: { id: "u2" },
      owners: [],
      group: "newsletter",
    };

    expect(isIgnored(rules, outsider({}, ["staff", "newsletter"]))).toBe(true);
    expect(isIgnored(rules, given)).toBe(true);
    expect(isIgnored(rules, { ...given, group: "staff" })).toBe(false);
  });

  test.each([
    { rule: "group:news*", object: { type: "group", code: "newsletter" }, ignored: true },
    { rule: "group:news*", object: { type: "group", code: "staff" }, ignored: false },
    { rule: "group:*", object: { type: "role", code: "admin", namespace: "default" }, ignored: false },
    { rule: "role:hr/temp-*", object: { type: "role", code: "temp-1", namespace: "hr" }, ignored: true },
    {
      rule: "role:hr/temp-*",
      object: { type: "role", code: "temp-1", namespace: "default" },
      ignored: false,
    },
    { rule: "role:*/temp-*", object: { type: "role", code: "temp-1", namespace: "default" }, ignored: true },
    { rule: "username:*", object: { type: "group", code: "staff" }, ignored: false },
  ] as const)("$rule on an unmanaged object $object: $ignored", ({ rule, object, ignored }) => {
    const rules = [parseIgnoreRule("--ignore", rule)];

    expect(isIgnored(rules, { kind: "object-unmanaged", object, owners: [] })).toBe(ignored);
    for (const kind of ["object-gone", "object-conflict"] as const)
      expect(isIgnored(rules, { kind, object, owners: [] })).toBe(false);
  });

  test("a rule for a role leaves out no user who holds it", () => {
    const rules = [parseIgnoreRule("--ignore", "role:*/*")];
    const user = { user: { id: "u1" }, owners: [] };
    const held = [{ namespace: "default", role: "admin", declared: false }];

    expect(isIgnored(rules, { kind: "role-foreign", ...user, role: "admin", namespace: "default" })).toBe(
      false,
    );
    expect(isIgnored(rules, { kind: "user-unmanaged", ...user, groups: [], roles: held })).toBe(false);
  });

  test("what a program declares is never left out", () => {
    const rules = ["username:*", "group:*"].map((rule) => parseIgnoreRule("--ignore", rule));
    const user = { user: { id: "u1", username: "ada" }, owners: [] };

    const owners = [{ source: "prod", urn: "urn:pulumi:prod::people::x::ada" }];
    expect(isIgnored(rules, outsider({ username: "ada" }))).toBe(true);
    expect(isIgnored(rules, { ...outsider({ username: "ada" }), owners })).toBe(false);
    expect(isIgnored(rules, { kind: "group-removed", ...user, group: "staff" })).toBe(false);
    expect(isIgnored(rules, { kind: "user-gone", ...user })).toBe(false);
    expect(isIgnored(rules, { kind: "role-foreign", ...user, role: "admin", namespace: "default" })).toBe(
      false,
    );
  });
});
