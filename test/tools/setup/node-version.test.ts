import { pathToFileURL } from "node:url";
import { describe, expect, test } from "vitest";
import { checkNodeVersion, isInRange } from "../../../tools/setup/node-version.mjs";

describe("isInRange", () => {
  test.each([
    ["18.20.4", false],
    ["20.18.3", false],
    ["20.19.0", true],
    ["20.20.2", true],
    ["21.7.3", false],
    ["22.11.0", false],
    ["22.12.0", true],
    ["24.1.0", true],
  ])("Node.js %s: %s", (version, expected) => {
    expect(isInRange(version, "^20.19.0 || >=22.12.0")).toBe(expected);
  });

  test("a range of an unknown form is an error", () => {
    expect(() => isInRange("22.12.0", "~22.12")).toThrow("~22.12");
  });
});

describe("checkNodeVersion", () => {
  const root = pathToFileURL(`${process.cwd()}/`);

  test("accepts the Node.js that runs the tests", () => {
    expect(() => {
      checkNodeVersion(root);
    }).not.toThrow();
  });

  test("says which version is needed and where to get it", () => {
    expect(() => {
      checkNodeVersion(root, "18.20.4");
    }).toThrow(/Node\.js 18\.20\.4 is not supported; .* \^20\.19\.0 \|\| >=22\.12\.0\n.*nodejs\.org/s);
  });
});
