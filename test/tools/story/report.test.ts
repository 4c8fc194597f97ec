import { describe, expect, test } from "vitest";
import type { Step } from "../../../tools/engine/events.js";
import { countOperations, countRequests, toChangeLines, toDoneLine } from "../../../tools/story/report.js";

describe("toDoneLine", () => {
  test.each([
    [" +  pulumi-nodejs:dynamic/approw:User ada created (0.02s) ", "+  User ada created (0.02s)"],
    [
      " ~  pulumi-nodejs:dynamic/approw:User alan updated (0.01s) [diff: ~nickname]",
      "~  User alan updated (0.01s) [diff: ~nickname]",
    ],
    [" -  pulumi-nodejs:dynamic/approw:User ada deleted (0.02s) ", "-  User ada deleted (0.02s)"],
    [" +- pulumi-nodejs:dynamic/approw:User ada replaced (0.00s) ", "+- User ada replaced (0.00s)"],
  ])("shortens %j", (line, expected) => {
    expect(toDoneLine(line)).toBe(expected);
  });

  test.each([
    "Updating (test):",
    "@ updating....",
    " +  pulumi:pulumi:Stack people-test created (0s) ",
    " +  pulumi-nodejs:dynamic/approw:User ada creating (0s) ",
    "    pulumi-nodejs:dynamic/approw:User grace  ",
    "    + 2 created",
  ])("leaves out %j", (line) => {
    expect(toDoneLine(line)).toBeUndefined();
  });
});

describe("toChangeLines", () => {
  test("names each input that changed, with what it was and what it is", () => {
    const change = step("update", {
      before: { name: "Ada", nickname: "Ada", roles: ["a", "b"] },
      after: { name: "Ada", nickname: "Enchantress", roles: ["a"] },
    });

    expect(toChangeLines(change)).toEqual(['nickname: "Ada" => "Enchantress"', 'roles: ["a","b"] => ["a"]']);
  });

  test("says nothing for an input that was not there", () => {
    expect(toChangeLines(step("update", { before: {}, after: { city: "Paris" } }))).toEqual([
      'city: nothing => "Paris"',
    ]);
  });
});

describe("countOperations", () => {
  test("puts the most frequent first", () => {
    expect(countOperations([step("update"), step("same"), step("same")])).toBe("2 unchanged, 1 updated");
  });

  test("keeps the engine's word where there is no shorter one", () => {
    expect(countOperations([step("import")])).toBe("1 import");
  });
});

describe("countRequests", () => {
  test("leaves out what was not asked for", () => {
    expect(countRequests({ createUser: 0, accessToken: 1, assignRole: 3 })).toBe(
      "4 requests: 3 assignRole, 1 accessToken",
    );
  });

  test("knows one from many", () => {
    expect(countRequests({ accessToken: 1 })).toBe("1 request: 1 accessToken");
  });

  test("says that there was none", () => {
    expect(countRequests({ createUser: 0 })).toBe("no request");
  });
});

function step(op: string, sides: Partial<Step> = {}): Step {
  const type = "pulumi-nodejs:dynamic/approw:User";
  return { op, type, name: "ada", before: undefined, after: undefined, failed: false, ...sides };
}
