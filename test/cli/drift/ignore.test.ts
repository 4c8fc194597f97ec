import { describe, expect, test } from "vitest";

import type { Difference } from "../../../cli/drift/finding.js";
import { type IgnoreRule, parseIgnoreFile, parseIgnoreRule, rulesFor } from "../../../cli/drift/ignore.js";

function isIgnored(rules: readonly IgnoreRule[], difference: Difference): boolean {
  return rulesFor(rules, difference).length > 0;
}

function outsider(person: { username?: string; email?: string }, groups: string[] = []): Difference {
  return { kind: "person-unmanaged", person: { id: "u1", ...person }, owners: [], groups, roles: [] };
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
      mistake: '.approwignore:2:3: "usrname" is nothing to ignore people by: did you mean username?',
    },
    { text: "ada", mistake: "write one of username, email-domain, group" },
    { text: "group:", mistake: ".approwignore:1:1: group of whom? Write group:PATTERN" },
  ])("says where $text is wrong", ({ text, mistake }) => {
    expect(() => parseIgnoreFile(".approwignore", text)).toThrow(mistake);
  });
});

describe("rulesFor", () => {
  test.each([
    { rule: "username:svc-*", person: { username: "svc-mail" }, ignored: true },
    { rule: "username:svc-*", person: { username: "SVC-mail" }, ignored: false },
    { rule: "username:svc", person: { username: "svc-mail" }, ignored: false },
    { rule: "username:a.c", person: { username: "abc" }, ignored: false },
    { rule: "username:*", person: { email: "a@b.c" }, ignored: false },
    { rule: "email-domain:partner.example", person: { email: "x@Partner.Example" }, ignored: true },
    { rule: "email-domain:@partner.example", person: { email: "x@partner.example" }, ignored: true },
    { rule: "email-domain:partner.example", person: { email: "x@evil-partner.example" }, ignored: false },
    { rule: "email-domain:*.partner.example", person: { email: "x@eu.partner.example" }, ignored: true },
    {
      rule: "email-domain:partner.example",
      person: { email: "partner.example@evil.example" },
      ignored: false,
    },
  ])("$rule on an unmanaged person $person: $ignored", ({ rule, person, ignored }) => {
    expect(isIgnored([parseIgnoreRule("--ignore", rule)], outsider(person))).toBe(ignored);
  });

  test("a group leaves out unmanaged people in it, and what others gave to managed people of it", () => {
    const rules = [parseIgnoreRule("--ignore", "group:news*")];
    const given: Difference = {
      kind: "group-foreign",
      person: { id: "u2" },
      owners: [],
      group: "newsletter",
    };

    expect(isIgnored(rules, outsider({}, ["staff", "newsletter"]))).toBe(true);
    expect(isIgnored(rules, given)).toBe(true);
    expect(isIgnored(rules, { ...given, group: "staff" })).toBe(false);
  });

  test("what a program declares is never left out", () => {
    const rules = ["username:*", "group:*"].map((rule) => parseIgnoreRule("--ignore", rule));
    const person = { person: { id: "u1", username: "ada" }, owners: [] };

    const owners = [{ source: "prod", urn: "urn:pulumi:prod::people::x::ada" }];
    expect(isIgnored(rules, outsider({ username: "ada" }))).toBe(true);
    expect(isIgnored(rules, { ...outsider({ username: "ada" }), owners })).toBe(false);
    expect(isIgnored(rules, { kind: "group-removed", ...person, group: "staff" })).toBe(false);
    expect(isIgnored(rules, { kind: "person-gone", ...person })).toBe(false);
    expect(isIgnored(rules, { kind: "role-foreign", ...person, role: "admin", namespace: "default" })).toBe(
      false,
    );
  });
});
