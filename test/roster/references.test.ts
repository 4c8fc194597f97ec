import { describe, expect, test } from "vitest";

import { Reference } from "../../roster/index.js";
import { argumentsIn, declared, person, read } from "./reading.js";

const mistakesOf = (text: string) => read(text).mistakes;
const ada = (...lines: readonly string[]): string => person("username: ada", ...lines);

describe("what an entry names", () => {
  test("is any code where the roster declares nothing of the kind", () => {
    const text = ada("groups: [staff]", "roles: [author, billing/clerk, { role: a/b, namespace: billing }]");
    expect(argumentsIn(text, "ada")).toMatchObject({
      groups: ["staff"],
      roles: [{ code: "a/b", namespace: "billing" }, { code: "clerk", namespace: "billing" }, "author"],
    });
  });

  test("is a key as soon as one of the kind is declared, each kind on its own", () => {
    const text = `${ada("groups: [engineering, legacy]", "roles: [author]")}groups: { engineering: { code: eng }, legacy: { external: true, code: old } }\n`;
    expect(argumentsIn(text, "ada")).toMatchObject({
      groups: [new Reference("Group", "engineering", "code"), "old"],
      roles: ["author"],
    });
  });

  test.each([
    ["groups: [enginering]", 'unknown group "enginering", did you mean "engineering"?'],
    ["groups: [sales]", 'unknown group "sales": declare it, with external: true if it is managed elsewhere'],
    ["groups: [eng]", '"eng" is the code of the group "engineering": write the key "engineering"'],
    ["roles: [billing/clark]", 'unknown role "billing/clark", did you mean "billing/clerk"?'],
    ["roles: [clerk]", 'unknown role "clerk"'],
    ["policies: [writing]", 'unknown policy "writing"'],
  ])("%s is a mistake where it stands", (line, message) => {
    const objects =
      "groups: { engineering: { code: eng } }\nroles: { billing/clerk: {} }\n" +
      'policies: { reading: { statements: [{ resource: "a:*", actions: ["a:b"] }] } }\n';
    const mistakes = mistakesOf(`${ada(line)}${objects}`);
    expect(mistakes).toHaveLength(1);
    expect(mistakes[0]).toMatch(/^a\.yaml:4:\d+: /u);
    expect(mistakes[0]).toContain(message);
  });

  test("members are keys of people", () => {
    const text = `${ada()}groups: { staff: { members: [ada, adda, zoe] } }\n`;
    expect(mistakesOf(text)).toEqual([
      'a.yaml:4:35: unknown user "adda", did you mean "ada"?',
      'a.yaml:4:41: unknown user "zoe": members are keys of people',
    ]);
  });

  test("nothing is said of references while a file cannot be read", () => {
    const files = {
      "a.yaml": ada("groups: [sales]"),
      "b.yaml": "groups: { staff: {} }",
      "c.yaml": "people: [",
    };
    expect(read(files).mistakes).toEqual([expect.stringContaining("c.yaml:")]);
  });

  test.each([
    ["groups: staff", "a.yaml:4:13: groups must be a list: write it in brackets, or each entry after a dash"],
    ["groups: [{ until: 2026-12-31 }]", "a.yaml:4:14: group is required: write { group: … }"],
    ["groups: [{ code: a }]", 'a.yaml:4:16: unknown field "code"'],
    ["groups: [{ group: a, namespace: b }]", 'a.yaml:4:26: unknown field "namespace"'],
    ["groups: ['']", "a.yaml:4:14: a code must not be empty"],
    ["roles: [/a]", "a.yaml:4:13: a code must not be empty"],
    ["roles: [a/]", "a.yaml:4:13: a code must not be empty"],
  ])("%s is a mistake", (line, message) => {
    expect(mistakesOf(ada(line))).toContainEqual(expect.stringContaining(message));
  });
});

describe("an edge stands once", () => {
  const twice = (what: string): RegExp =>
    new RegExp(`the ${what} is listed twice: keep one of the entries$`, "u");

  test.each([
    ["in a list", ada("groups: [staff, staff]"), 'group "staff"', "a.yaml:4:14"],
    [
      "in two forms",
      ada("roles: [billing/clerk, { role: clerk, namespace: billing }]"),
      'role "clerk"',
      "a.yaml:4:13",
    ],
    [
      "on both sides",
      `${ada("groups: [staff]")}groups: { staff: { members: [ada] } }\n`,
      'group "staff"',
      "a.yaml:4:14",
    ],
    [
      "twice among members",
      `${ada()}groups: { staff: { members: [ada, { person: ada, until: 2026-12-31 }] } }\n`,
      'person "ada"',
      "a.yaml:4:30",
    ],
    ["in defaults", "defaults: { groups: [a, a] }\n", 'group "a"', "a.yaml:1:22"],
  ])("%s", (_, text, what, former) => {
    const { mistakes, shown } = read(text);
    expect(mistakes).toHaveLength(1);
    expect(mistakes[0]).toMatch(twice(what));
    expect(shown).toContain(`  see ${former}\n`);
  });

  test("what is explicit counts more than defaults and templates, with its end", () => {
    const text = `defaults: { groups: [staff] }
templates: { research: { groups: [staff, library], roles: [author] } }
people:
  ada: { username: ada, template: research, groups: [{ group: staff, until: 2026-01-31 }] }
`;
    expect(argumentsIn(text, "ada")).toMatchObject({ groups: ["library"], roles: ["author"] });
  });
});

describe("contradictions", () => {
  const refusal = (files: Parameters<typeof read>[0], message: string, other?: string): void => {
    const { mistakes, shown } = read(files);
    expect(mistakes).toHaveLength(1);
    expect(mistakes[0]).toContain(message);
    if (other !== undefined) expect(shown).toContain(`  see ${other}\n`);
  };

  test("a key in two files", () => {
    refusal(
      { "a.yaml": ada(), "b.yaml": "people: { ada: { username: other } }" },
      'b.yaml:1:11: the key "ada" is defined twice',
      "a.yaml:2:3",
    );
  });

  test.each([
    ["username: ada", "username: ada", "username"],
    ["email: ada@example.com", "email: ADA@example.com", "email"],
    ["phone: +49 151-123", 'phone: "+49151123"', "phone"],
    ["externalId: 007", "externalId: 007", "externalId"],
    ["username: Zoë", 'username: "Zoe\\u0308"', "username"],
  ])("two people with %s and %s", (one, other, field) => {
    refusal(
      `people:\n  a: { ${one} }\n  b: { ${other} }\n`,
      `another user has the same ${field}`,
      `a.yaml:2:${10 + field.length}`,
    );
  });

  test("numbers of digits that differ are two people", () => {
    expect(mistakesOf("people:\n  a: { username: 7 }\n  b: { username: 007 }\n")).toEqual([]);
  });

  test.each([
    ["groups: { a: { code: x }, b: { code: x } }", 'another group has the same code "x"'],
    ["groups: { a: {}, b: { code: a } }", 'another group has the same code "a"'],
    [
      "roles: { n/a: {}, b: { code: a, namespace: n } }",
      'another role has the same code "a" in the namespace "n"',
    ],
    [
      "customFields: { a: { type: string }, b: { key: a, type: string } }",
      'another custom field has the same key "a"',
    ],
    ["groups: { a: { previously: b }, b: {} }", '"b" is still a key, so it cannot be in previously'],
    [
      "groups: { a: { previously: c }, b: { previously: [c] } }",
      '"c" is in previously of another entry, too',
    ],
    ["groups: { a: { previously: [c, c] } }", '"c" is listed twice in previously'],
    ["groups: { a: { external: true, name: A } }", "name cannot be declared with external: true"],
    ["roles: { a: { parent: b }, b: { parent: a } }", "inherits from itself"],
    ["groups: { a: { exhaustive: true } }", "write members: [] if this is intended"],
    ["customFields: { a: {} }", "type is required"],
    ["policies: { a: {} }", "statements is required"],
  ])("%s", (text, message) => {
    refusal(text, message);
  });

  test("an exhaustive group and a person with exhaustive groups", () => {
    refusal(
      `${ada("groups: [staff]", "exhaustiveGroups: true")}groups: { staff: { exhaustive: true } }\n`,
      'the group "staff" is exhaustive, so its members cannot have exhaustive groups of their own',
    );
  });

  test("a person whom nothing identifies", () => {
    refusal(person("city: London"), "declare at least one of ");
  });

  test.each([
    ["''", "must not be empty"],
    ['"a\\u200Bb"', "must not contain invisible characters: U+200B"],
    ["a::b", "must not contain ::"],
    ["a".repeat(201), "must have at most 200 characters"],
  ])("the key %s", (key, message) => {
    refusal(`people:\n  ${key}: { username: ada }\n`, message);
  });

  test.each(["username", "email", "phone", "externalId", "password", "previously", "leaves", "template"])(
    "%s cannot be shared",
    (field) => {
      refusal(`defaults: { ${field}: a }\n`, `${field} cannot be shared: write it on each user`);
      refusal(`templates: { t: { ${field}: a } }\n`, `${field} cannot be shared: write it on each user`);
    },
  );

  test("all mistakes come at once, by file and line", () => {
    const files = {
      "b.yaml": "people: { b: { emial: x, username: b }, c: { username: c, groups: [x] } }",
      "a.yaml": `${ada("blocked: yes", "towm: x")}groups: { g: {} }\n`,
    };
    expect(read(files).mistakes).toEqual([
      "a.yaml:4:14: blocked must be true or false: write true",
      'a.yaml:5:5: unknown field "towm"',
      'b.yaml:1:16: unknown field "emial", did you mean "email"?',
      expect.stringContaining('b.yaml:1:68: unknown group "x"'),
    ]);
  });
});

describe("declarations", () => {
  test("of an exhaustive group are one resource with its members, who do not declare the group", () => {
    const text = `${ada("groups: [other]")}groups: { staff: { members: [ada], exhaustive: true, previously: team }, other: {} }\n`;
    expect(argumentsIn(text, "ada")).toMatchObject({ groups: [new Reference("Group", "other", "code")] });
    expect(declared(text).find(({ kind }) => kind === "GroupMembers")).toMatchObject({
      name: "staff",
      previously: ["team"],
      args: { users: [new Reference("User", "ada", "id")], exhaustive: true },
    });
  });

  test("of policies are one assignment for each holder and namespace", () => {
    const text = `${ada("policies: [read, library/write]")}roles: { clerk: { policies: [read] } }\n`;
    const assignments = declared(text).filter(({ kind }) => kind === "PolicyAssignment");
    expect(assignments.map(({ name }) => name)).toEqual([
      "user/ada/default",
      "user/ada/library",
      "role/clerk/default",
    ]);
  });

  test("of roles begin with those that others inherit from", () => {
    const text = "roles: { a: { parent: b }, b: { parent: c }, c: {} }\n";
    expect(declared(text).map(({ name }) => name)).toEqual(["c", "b", "a"]);
  });

  test("absent lists are not declared, and empty ones are", () => {
    expect(argumentsIn(ada(), "ada")).toEqual({ username: "ada" });
    expect(argumentsIn(ada("groups: []"), "ada")).toEqual({ username: "ada", groups: [] });
  });
});

describe("an exhaustive list that is not written", () => {
  const advice = "exhaustiveGroups: true needs groups: write groups: [] to remove the user from all of them";

  test.each([
    ["people:\n  ada: { username: ada, exhaustiveGroups: true }\n", "a.yaml:2:43"],
    ["defaults: { exhaustiveGroups: true }\npeople:\n  ada: { username: ada }\n", "a.yaml:3:3"],
  ])("is a mistake: %j", (text, place) => {
    expect(read(text).mistakes).toEqual([`${place}: ${advice}`]);
  });

  test.each([
    "people:\n  ada: { username: ada, exhaustiveGroups: true, groups: [] }\n",
    "people:\n  ada: { username: ada, exhaustiveGroups: false }\n",
    "groups: { a: { members: [ada] } }\npeople:\n  ada: { username: ada, exhaustiveGroups: true }\n",
  ])("is none where something is said: %j", (text) => {
    expect(read(text).mistakes).toEqual([]);
  });
});

test.each([
  ["not a date", false],
  ["1990-02-30", false],
  ["1990-2-3", false],
  ["1815-12-10", true],
  ["0000-02-29", true],
  ["1815", true],
])("birthdate: %s", (birthdate, isValid) => {
  const { mistakes } = read(`people:\n  ada: { username: ada, birthdate: ${birthdate} }\n`);
  expect(mistakes).toEqual(
    isValid
      ? []
      : [
          "a.yaml:2:36: birthdate must be an existing date such as 1815-12-10, a year, or 0000-12-10 without the year",
        ],
  );
});
