import { expect, test } from "vitest";

import { type Lines, LineFinder, linesOf, type Wanted, type WantedPerson } from "../../../roster/index.js";
import { type Files, read } from "../reading.js";

const today = "2026-11-27";

function finderOf(files: Files, day = today): LineFinder {
  const { roster, mistakes } = read(files);
  expect(mistakes).toEqual([]);
  return new LineFinder(linesOf(roster, day));
}

function personNamed(key: string, identity: Readonly<Record<string, string>> = {}): WantedPerson {
  const values = Object.entries(identity).map(([field, value]) => [field, new Set([value])] as const);
  return { is: "person", keys: [key], identity: new Map(values) };
}

function access(
  edge: "group" | "policy" | "role",
  code: string,
  namespace = "default",
): Extract<Wanted["what"], { is: "access" }> {
  return { is: "access", edge, namespace, code };
}

/** `file:line`, of each line. */
function shown(lines: Lines | undefined): string[] | undefined {
  return lines?.map(({ file, line }) => `${file}:${line}`);
}

const files = {
  "people.yaml": `defaults:
  company: ACME
  groups: [staff]
people:
  ada:
    username: ada
    template: [clerk]
    roles:
      - author
      - role: billing/chief
        until: 2026-12-31
        reason: T-1
    policies: [read]
    customData:
      badge: 7
  grace:
    username: grace
    leaves: 2026-11-01
`,
  "shared.yaml": `templates:
  clerk:
    city: London
    customData: { site: north }
    roles: [billing/clerk]
groups:
  staff:
    name: Staff
  lab:
    code: laboratory
    name: Lab
    members:
      - ada
      - person: grace
        until: 2026-12-01
    policies: [read]
roles:
  author: { policies: [read] }
  billing/clerk: {}
  billing/chief: {}
policies:
  read: { statements: [{ resource: "books:*", actions: ["books:read"], effect: ALLOW }] }
customFields:
  badge: { type: number, label: Badge }
  site: { type: string, label: Site }
`,
};

test.each<[string, Wanted["what"], string[]]>([
  ["the person", { is: "entry" }, ["people.yaml:5"]],
  ["a field", { is: "field", field: "username" }, ["people.yaml:6"]],
  ["a field of the defaults", { is: "field", field: "company" }, ["people.yaml:2", "people.yaml:5"]],
  ["a field of a template", { is: "field", field: "city" }, ["shared.yaml:3", "people.yaml:7"]],
  ["custom data", { is: "field", field: "customData.badge" }, ["people.yaml:15"]],
  [
    "custom data of a template",
    { is: "field", field: "customData.site" },
    ["shared.yaml:4", "people.yaml:7"],
  ],
  ["a role", access("role", "author"), ["people.yaml:9"]],
  ["a role in a namespace", access("role", "chief", "billing"), ["people.yaml:10"]],
  ["a role of a template", access("role", "clerk", "billing"), ["shared.yaml:5", "people.yaml:7"]],
  ["a policy", access("policy", "read"), ["people.yaml:13"]],
  ["a group of the defaults", access("group", "staff"), ["people.yaml:3", "people.yaml:5"]],
  ["a group that lists its members, by its code", access("group", "laboratory"), ["shared.yaml:13"]],
])("the line of %s", (_, what, lines) => {
  expect(shown(finderOf(files).find({ of: personNamed("ada"), what })?.lines)).toEqual(lines);
});

test("an end and its reason come with the access", () => {
  const wanted = { of: personNamed("ada"), what: access("role", "chief", "billing") };

  expect(finderOf(files).find(wanted)).toMatchObject({ until: "2026-12-31", reason: "T-1" });
});

test("nothing is found of what a roster does not give", () => {
  const finder = finderOf(files);

  expect(finder.find({ of: personNamed("ada"), what: access("role", "clerk") })).toBeUndefined();
  expect(finder.find({ of: personNamed("ada"), what: access("role", "staff") })).toBeUndefined();
  expect(finder.find({ of: personNamed("nobody"), what: { is: "entry" } })).toBeUndefined();
});

test("whoever has left is blocked by that line, from the next day on", () => {
  const wanted: Wanted = { of: personNamed("grace"), what: { is: "field", field: "blocked" } };

  expect(shown(finderOf(files).find(wanted)?.lines)).toEqual(["people.yaml:18"]);
  expect(finderOf(files, "2026-11-01").find(wanted)).toBeUndefined();
});

test.each<[string, Wanted, string]>([
  ["a group", { of: object("Group", "laboratory"), what: { is: "entry" } }, "shared.yaml:9"],
  ["a field of it", { of: object("Group", "staff"), what: { is: "field", field: "name" } }, "shared.yaml:8"],
  ["its policy", { of: object("Group", "laboratory"), what: access("policy", "read") }, "shared.yaml:16"],
  ["that of a role", { of: object("Role", "author"), what: access("policy", "read") }, "shared.yaml:18"],
  ["a custom field", { of: object("UserField", "badge"), what: { is: "entry" } }, "shared.yaml:24"],
])("the line of %s", (_, wanted, line) => {
  expect(shown(finderOf(files).find(wanted)?.lines)).toEqual([line]);
});

function object(kind: "Group" | "Role" | "UserField", code: string, namespace = "default"): Wanted["of"] {
  return { is: "object", kind, namespace, code };
}

test("a person is found by a unique field where no key is known", () => {
  const wanted: Wanted = {
    of: { is: "person", keys: [], identity: new Map([["username", new Set(["grace"])]]) },
    what: { is: "entry" },
  };

  expect(shown(finderOf(files).find(wanted)?.lines)).toEqual(["people.yaml:16"]);
});

test("one key of two people is not mistaken: they have other values in their unique fields", () => {
  const another = personNamed("ada", { username: "ada.smith" });
  const renamed = { ...personNamed("ada"), identity: new Map([["username", new Set(["countess", "ada"])]]) };

  expect(finderOf(files).find({ of: another, what: { is: "entry" } })).toBeUndefined();
  expect(finderOf(files).find({ of: renamed, what: { is: "entry" } })).toBeDefined();
});

test("of values that belong to two people, none is chosen", () => {
  const both: Wanted["of"] = {
    is: "person",
    keys: [],
    identity: new Map([["username", new Set(["ada", "grace"])]]),
  };

  expect(finderOf(files).find({ of: both, what: { is: "entry" } })).toBeUndefined();
});
