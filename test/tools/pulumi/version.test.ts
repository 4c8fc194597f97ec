import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { isAtLeast, oldestVersion, pinnedVersion } from "../../../tools/pulumi/version.mjs";

describe("isAtLeast", () => {
  test.each([
    ["v3.216.0", true],
    ["3.216.1", true],
    ["v3.259.0", true],
    ["v3.217.0-alpha.1", true],
    ["v3.215.9", false],
    ["v3.99.0", false],
    ["v4.0.0", false],
    ["v2.300.0", false],
    ["", false],
  ])("%j for 3.216.0: %s", (version, expected) => {
    expect(isAtLeast(version, "3.216.0")).toBe(expected);
  });

  test("the pinned version is one that would be accepted on PATH", () => {
    expect(isAtLeast(pinnedVersion, oldestVersion)).toBe(true);
  });
});

describe("pinnedVersion", () => {
  test("is the version that go.mod builds", () => {
    const goMod = readFileSync(new URL("../../../tools/pulumi/go.mod", `file://${__filename}`), "utf8");

    expect(goMod).toMatch(new RegExp(`github.com/pulumi/pulumi/pkg/v3 v${pinnedVersion}\\s`));
    expect(goMod).toMatch(new RegExp(`github.com/pulumi/pulumi/sdk/v3 v${pinnedVersion}\\s`));
  });
});
