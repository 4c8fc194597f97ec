import { describe, expect, test } from "vitest";

import { YamlText } from "../../../model/documents/yaml-text.js";
import { InputError } from "../../../model/errors.js";

const text = ["users:", "  - username: ada", "    groups: [staff]", "  - username: bob", ""].join("\n");

describe("YamlText", () => {
  test("has the value of a document, and the place of each part of it", () => {
    const yaml = new YamlText("people.yaml", text);

    expect(yaml.value).toEqual({ users: [{ username: "ada", groups: ["staff"] }, { username: "bob" }] });
    expect(yaml.placeOf(["users", 1, "username"])).toBe("people.yaml:4:15");
    expect(yaml.placeOf(["users", 0, "groups", 0])).toBe("people.yaml:3:14");
  });

  test("a missing value has the place of its parent, and the document that of its first line", () => {
    const yaml = new YamlText("people.yaml", text);

    expect(yaml.placeOf(["users", 1, "email"])).toBe("people.yaml:4:5");
    expect(yaml.placeOf([])).toBe("people.yaml:1:1");
  });

  test("has the place of a key", () => {
    expect(new YamlText("people.yaml", text).placeOfKey(["users", 0], "groups")).toBe("people.yaml:3:5");
  });

  test("reads JSON", () => {
    expect(new YamlText("people.json", '{ "users": [] }').value).toEqual({ users: [] });
  });

  test.each([
    { text: "a: [", mistake: "people.yaml:1:5: the indentation is wrong, or a bracket is not closed" },
    { text: "a: 1\na: 2", mistake: "people.yaml:2:1: duplicate key" },
    { text: "a: *b", mistake: "people.yaml:1:4: the anchor of this alias is not defined before it" },
  ])("refuses $text and says where it is wrong", ({ text, mistake }) => {
    const read = (): YamlText => new YamlText("people.yaml", text);

    expect(read).toThrow(mistake);
    expect(read).toThrow(InputError);
  });
});
