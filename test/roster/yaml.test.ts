import { describe, expect, test } from "vitest";

import { argumentsIn, declared, person, read } from "./reading.js";

const mistakesOf = (text: string) => read(text).mistakes;

describe("what YAML leaves to its readers", () => {
  test.each([
    ["1", '"1"'],
    ['"1"', "1"],
    ["ada", "ada"],
    ["ada", "'ada'"],
    ["no", '"no"'],
  ])("the keys %s and %s are one key", (one, other) => {
    const text = `people:\n  ${one}: { username: a }\n  ${other}: { username: b }\n`;
    const name = one.replaceAll('"', "");
    expect(read(text).mistakes).toEqual([`a.yaml:3:3: duplicate key "${name}"`]);
    expect(read(text).shown).toContain("  see a.yaml:2:3\n");
  });

  test("a section or a field stands once", () => {
    expect(mistakesOf(`${person("username: ada")}people:\n  bob: { username: bob }\n`)).toEqual([
      'a.yaml:4:1: duplicate key "people"',
    ]);
    expect(mistakesOf(person("username: ada", "username: bob"))).toEqual([
      'a.yaml:4:5: duplicate key "username"',
    ]);
  });

  test("keys keep their spelling: 1 is another key than 01 and 1.0", () => {
    const text = "people:\n  1: { username: a }\n  01: { username: b }\n  1.0: { username: c }\n";
    expect(declared(text).map(({ name }) => name)).toEqual(["01", "1", "1.0"]);
  });

  test.each(["__proto__", "constructor", "toString", "hasOwnProperty"])("%s is a key as any other", (key) => {
    const args = argumentsIn(`people:\n  ${key}: { username: ${key} }\n`, key);
    expect(args?.["username"]).toBe(key);
    if (key !== "__proto__") {
      const data = argumentsIn(person("username: ada", `customData: { ${key}: 1 }`), "ada")?.["customData"];
      expect(Object.entries(data ?? {})).toEqual([[key, 1]]);
    }
    expect(mistakesOf(`${key}: { a: 1 }`)).toEqual([`a.yaml:1:1: unknown section "${key}"`]);
    expect(mistakesOf(person("username: ada", `${key}: 1`))).toEqual([`a.yaml:4:5: unknown field "${key}"`]);
    expect(mistakesOf(person("username: ada", `template: ${key}`))).toEqual([
      `a.yaml:4:15: unknown template "${key}"`,
    ]);
  });

  test("__proto__ is no key of custom data, because Pulumi would drop it", () => {
    const mistake = "must not have the key __proto__, which Pulumi drops";
    expect(mistakesOf(person("username: ada", "customData: { __proto__: 1 }"))).toEqual([
      `a.yaml:4:30: customData[__proto__] ${mistake}`,
    ]);
    expect(mistakesOf(person("username: ada", "customData: { a: { b: [{ __proto__: 1 }] } }"))).toEqual([
      `a.yaml:4:22: customData[a] ${mistake}`,
    ]);
  });

  test("markers of a merge conflict are named", () => {
    const text =
      "people:\n<<<<<<< HEAD\n  ada: { username: ada }\n=======\n  ada: { username: al }\n>>>>>>> b\n";
    expect(mistakesOf(text)).toEqual([
      "a.yaml:2:1: the file contains the markers of a merge conflict: resolve it",
    ]);
  });

  test.each([
    ["people:\n\tada: { username: ada }\n", "2:1: lines must be indented with spaces, not with tabs"],
    ["people: {}\n---\npeople: {}\n", "2:1: the file must contain one document: remove the line ---"],
    [
      person("username: *ada"),
      "3:15: the anchor of this alias is not defined before it: write &name at the value that *name refers to",
    ],
    [person("username: !secret ada"), "3:15: tags are not supported: remove the tag"],
    [person("username: !!int 1"), "3:15: tags are not supported: remove the tag"],
    [person("username: !!binary YQ=="), "3:24: tags are not supported: remove the tag"],
    ["people: &a { ada: *a }\n", "1:19: an alias must not be inside the value that it refers to"],
    ["people: { ? [a] : { username: a } }\n", "1:13: a key must be a string"],
    ["<<: 1\n", "1:5: << must be a mapping, or a list of mappings"],
    ["people: {\n", "2:1: "],
    ["people: [\n", "2:1: "],
    [`people:\n  ada: { username: "ada }\n`, ""],
    ["people:\n  ada:\n    username: @ada\n", "3:15: a string cannot begin with this character"],
    ["people:\n  ada: { username: a\0 }\n", "2:21: the file contains the character U+0000"],
    ["people:\n  ada: { username: a\u0007 }\n", "2:21: the file contains the character U+0007"],
    ["people:\n  ada: { username: a\uFFFE }\n", "2:21: the file contains the character U+FFFE"],
    ["people:\n  ada: { username: a\uD800 }\n", "2:21: the file contains the character U+D800"],
    ["- people\n", "1:1: a roster must be a mapping with any of defaults, templates, people"],
    ["people\n", "1:1: a roster must be a mapping with any of defaults, templates, people"],
    ["people: [ada]\n", "1:9: people must be a mapping of keys, not a list"],
    ["people:\n  ada: ada\n", "2:8: must be a mapping of fields and values"],
    ["poeple: {}\n", '1:1: unknown section "poeple", did you mean "people"?'],
  ])("%j is one mistake with its place", (text, message) => {
    const mistakes = mistakesOf(text);
    expect(mistakes).toHaveLength(1);
    expect(mistakes[0]).toContain(`a.yaml:${message}`);
  });

  test("a byte order mark and line ends of Windows change neither values nor places", () => {
    const text = `\uFEFF${person("username: ada", "city: London")}`.replaceAll("\n", "\r\n");
    expect(argumentsIn(text, "ada")).toEqual({ username: "ada", city: "London" });
    expect(read(`${text}    towm: 1\r\n`).shown).toBe(
      'a.yaml:5:5: unknown field "towm"\n  5 |     towm: 1\n    |     ^\n',
    );
  });

  test("a tab in a line moves no mark", () => {
    expect(read(person("username: ada\t# a\tcomment", "blocked:\tyes")).shown).toContain(
      "  4 |     blocked: yes\n    |              ^\n",
    );
  });
});

describe("aliases and merge keys", () => {
  const merged = `templates:
  office: &office { city: London, country: UK }
people:
  ada:
    <<: *office
    username: ada
    country: England
  bob: { <<: [*office, { city: Paris, company: ACME }], username: bob }
`;

  test("stand for what they refer to, and what is written counts more", () => {
    expect(argumentsIn(merged, "ada")).toEqual({ username: "ada", city: "London", country: "England" });
    expect(argumentsIn(merged, "bob")).toEqual({
      username: "bob",
      company: "ACME",
      city: "London",
      country: "UK",
    });
  });

  test("a mistake in them is shown once, where it is written", () => {
    expect(mistakesOf(merged.replace("city: London", "citty: London"))).toEqual([
      'a.yaml:2:21: unknown field "citty", did you mean "city"?',
    ]);
  });

  test("a merge key in quotes is a field", () => {
    expect(mistakesOf(person("username: ada", '"<<": { city: London }'))).toEqual([
      'a.yaml:4:5: unknown field "<<"',
    ]);
  });

  const bomb = (levels: number, first: string, next: (name: string) => string): string =>
    Array.from(
      { length: levels },
      (_, level) => `  l${level}: &l${level} ${level === 0 ? first : next(`*l${level - 1}`)}\n`,
    ).join("");

  test.each([
    ["lists", bomb(12, "[a, a, a]", (alias) => `[${Array<string>(10).fill(alias).join(", ")}]`)],
    [
      "mappings",
      bomb(
        12,
        "{ a: 1 }",
        (alias) =>
          `{ ${Array.from("abcdefghij")
            .map((key) => `${key}: ${alias}`)
            .join(", ")} }`,
      ),
    ],
    [
      "merge keys",
      `  all: &all { ${Array.from({ length: 1000 }, (_, index) => `k${index}: 1`).join(", ")} }\n${Array.from(
        { length: 1000 },
        (_, index) => `  m${index}: { <<: *all }\n`,
      ).join("")}`,
    ],
  ])("%s that explode end at once", (_, lines) => {
    const { mistakes } = read(`templates:\n${lines}`);
    expect(mistakes).toHaveLength(1);
    expect(mistakes[0]).toContain("the aliases of the file expand to too much content");
  });
});

describe("very much of anything", () => {
  const mistakesIn = (text: string): string[] => {
    const { mistakes, shown } = read(text);
    expect(shown.split("\n").length).toBeLessThan(300);
    return [...mistakes];
  };

  test.each(["[", "{", "{a: ", "- ", "? ", "&a ", "!!str "])("1 MB of %j ends with a mistake", (text) => {
    expect(mistakesIn(text.repeat(2 ** 20 / text.length)).length).toBe(1);
  });

  test("nesting by indentation ends with a mistake", () => {
    const lines = Array.from({ length: 2000 }, (_, depth) => `${" ".repeat(depth)}a:\n`).join("");
    expect(mistakesIn(lines)).toEqual([expect.stringContaining("the nesting is too deep")]);
  });

  test("50 mistakes are shown, and the others counted", () => {
    const text = `people:\n${"  ada: { username: ada }\n".repeat(50_001)}`;
    const { mistakes, shown } = read(text);
    expect(mistakes).toHaveLength(50_000);
    expect(shown.match(/duplicate key/gu)).toHaveLength(50);
    expect(shown).toMatch(/\nand 49,950 more\n$/u);
  });

  test("of a long line, the part around the mistake is shown", () => {
    const { shown } = read(person("username: ada", `nickname: { a: ${"x".repeat(5000)} }`));
    expect(shown.length).toBeLessThan(400);
    expect(shown).toContain("x…\n");
  });
});
