import { describe, expect, test } from "vitest";

import { argumentsIn, person, read } from "./reading.js";

const ada = (...lines: readonly string[]) => argumentsIn(person("username: ada", ...lines), "ada");
const mistakesOf = (...lines: readonly string[]) => read(person("username: ada", ...lines)).mistakes;

describe("a field that takes a string", () => {
  test.each([
    "no",
    "Off",
    "y",
    "true",
    "0049151123",
    "007",
    "1990-01-01",
    "2026-12-31T08:00:00Z",
    "1e5",
    "0o17",
    "0x10",
    "12_000",
    "12345678901234567890",
    "1.10",
    ".inf",
    "-1",
    "nil",
    "<<",
    "=",
  ])("takes %s as it is written", (text) => {
    expect(ada(`city: ${text}`)).toEqual({ username: "ada", city: text });
    expect(ada(`city: "${text}"`)).toEqual({ username: "ada", city: text });
  });

  test("takes the text of blocks, and of several lines", () => {
    expect(ada("formatted: |", "  Ada", "  12 Main Street")?.["formatted"]).toBe("Ada\n12 Main Street\n");
    expect(ada("formatted: >-", "  Ada", "  Lovelace")?.["formatted"]).toBe("Ada Lovelace");
  });

  test("cannot be a list or a mapping", () => {
    expect(mistakesOf("city: [London]")).toEqual(["a.yaml:4:11: city must be a string"]);
    expect(mistakesOf("city: { name: London }")).toEqual(["a.yaml:4:11: city must be a string"]);
  });
});

describe("nothing", () => {
  test.each(["", "# a comment"])("the value %j must be written, or the line removed", (text) => {
    expect(mistakesOf(`city: ${text}`)).toEqual([
      "a.yaml:4:5: city has no value: write a value, or remove the line",
    ]);
  });

  test.each(["~", "null", "Null", "NULL"])("%s could be the text, too", (text) => {
    expect(mistakesOf(`city: ${text}`)).toEqual([
      `a.yaml:4:11: city has no value: write a value, or remove the line; put ${text} in quotes if it is the text`,
    ]);
    expect(ada(`city: '${text}'`)?.["city"]).toBe(text);
  });

  test.each([
    ["people:", "a.yaml:1:1: people has no value: write a value, or remove the line"],
    ["people:\n  ada:", "a.yaml:2:3: the entry has no value: write a value, or remove the line"],
    [
      person("username: ada", "groups:"),
      "a.yaml:4:5: groups has no value: write a value, or remove the line",
    ],
    [person("username: ada", "blocked: null"), "a.yaml:4:14: blocked has no value"],
    [person("username: ada", "customData: { school: }"), 'a.yaml:4:19: "customData.school" has no value'],
    [person("username: ada", "groups: [~]"), "has no value"],
  ])("%j is a mistake", (text, expected) => {
    const { mistakes } = read(text);
    expect(mistakes).toHaveLength(1);
    expect(mistakes[0]).toContain(expected);
  });

  test.each(["", "# nothing yet\n", "\uFEFF", "---\n", "people: {}\n"])(
    "a file that holds %j declares nothing",
    (text) => {
      expect(read(text).mistakes).toEqual([]);
    },
  );
});

describe("a field that takes true or false", () => {
  test.each([true, false])("takes %s", (value) => {
    expect(ada(`blocked: ${value}`)?.["blocked"]).toBe(value);
  });

  test.each([
    ["yes", ": write true"],
    ["On", ": write true"],
    ["TRUE", ": write true"],
    ['"true"', ": write true"],
    ["no", ": write false"],
    ["off", ": write false"],
    ["1", ""],
  ])("refuses %s", (text, advice) => {
    expect(mistakesOf(`blocked: ${text}`)).toEqual([`a.yaml:4:14: blocked must be true or false${advice}`]);
  });
});

describe("a field that takes a number", () => {
  test("takes decimal digits", () => {
    expect(ada("loginsCount: 42")?.["loginsCount"]).toBe(42);
  });

  test.each(["1e5", "0x10", "1_000", '"42"', "many", ".nan"])("refuses %s", (text) => {
    expect(mistakesOf(`loginsCount: ${text}`)).toEqual([
      "a.yaml:4:18: loginsCount must be a number in decimal digits, such as 42",
    ]);
  });

  test.each(["007", "9007199254740993", "1.0", "0.1234567890123456789"])(
    "refuses %s, which would lose digits",
    (text) => {
      expect(mistakesOf(`loginsCount: ${text}`)).toEqual([
        "a.yaml:4:18: loginsCount must be a number with at most 15 digits and no extra zeros",
      ]);
    },
  );

  test("refuses what the field does not admit, at the value", () => {
    expect(mistakesOf("loginsCount: -1")).toEqual(["a.yaml:4:18: loginsCount must be at least 0"]);
  });
});

describe("custom fields", () => {
  const custom = (text: string) => ada(`customData: { value: ${text} }`)?.["customData"];

  test.each<[string, unknown]>([
    ["Trinity", "Trinity"],
    ["36", 36],
    ["-1.5", -1.5],
    ["true", true],
    ["no", "no"],
    ["1990-01-01", "1990-01-01"],
    ["12_000", "12_000"],
    ['"007"', "007"],
    ['"true"', "true"],
    ["{ list: [1, two] }", { list: [1, "two"] }],
    ["{ a: 1 }", { a: 1 }],
  ])("that the roster does not declare take %s as YAML 1.2 does", (text, value) => {
    expect(custom(text)).toEqual({ value });
  });

  test.each([
    ["007", ", or write 7"],
    ["1e5", ", or write 100000"],
    ["0x10", ", or write 16"],
    ["0o17", ", or write 15"],
    ["1.10", ""],
    ["12345678901234567890", ""],
    [".inf", ""],
    ["+1", ", or write 1"],
    ["True", ", or write true"],
  ])("refuse %s, which could mean several values", (text, alternative) => {
    expect(mistakesOf(`customData: { value: ${text} }`)).toEqual([
      `a.yaml:4:26: "customData.value" is ambiguous: put it in quotes if it is the text ${text}${alternative}`,
    ]);
  });

  const fields = `customFields:
  badge: { type: string }
  age: { type: number }
  remote: { type: boolean }
  since: { type: date }
  desk: { type: object }
`;

  test("that the roster declares take values by their type", () => {
    const text = `${fields}${person("username: ada", "customData: { badge: 0017, age: 36, remote: true, since: 2026-12-31, desk: { floor: 2 } }")}`;
    expect(argumentsIn(text, "ada")?.["customData"]).toEqual({
      age: 36,
      badge: "0017",
      desk: { floor: 2 },
      remote: true,
      since: "2026-12-31",
    });
  });

  test.each([
    ["age: old", '"customData.age" must be a number in decimal digits, such as 42'],
    ["remote: yes", '"customData.remote" must be true or false: write true'],
    [
      "since: 2026-02-30",
      '"customData.since" must be of the type date, such as 2026-12-31 or 2026-12-31T08:00:00Z',
    ],
    ["badge: [17]", '"customData.badge" must be of the type string'],
  ])("refuse %s", (entry, message) => {
    const { mistakes } = read(`${fields}${person("username: ada", `customData: { ${entry} }`)}`);
    expect(mistakes).toHaveLength(1);
    expect(mistakes[0]).toContain(message);
  });
});
