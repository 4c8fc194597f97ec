import { homedir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { cacheDirectory, cachedInstallation } from "../../../tools/pulumi/cache.mjs";
import { pinnedVersion } from "../../../tools/pulumi/version.mjs";

describe("cacheDirectory", () => {
  test.each<[NodeJS.Platform, Record<string, string>, string]>([
    ["linux", {}, join(homedir(), ".cache", "approw-pulumi")],
    ["linux", { XDG_CACHE_HOME: "/xdg" }, join("/xdg", "approw-pulumi")],
    ["darwin", {}, join(homedir(), "Library", "Caches", "approw-pulumi")],
    ["win32", { LOCALAPPDATA: "/local" }, join("/local", "approw-pulumi")],
    ["linux", { XDG_CACHE_HOME: "/xdg", PULUMI_APPROW_CACHE: "/mine" }, "/mine"],
  ])("on %s with %j is %s", (platform, env, expected) => {
    expect(cacheDirectory(env, platform)).toBe(expected);
  });
});

describe("cachedInstallation", () => {
  test("has one directory per version", () => {
    expect(cachedInstallation({ PULUMI_APPROW_CACHE: "/mine" }, "linux")).toBe(join("/mine", pinnedVersion));
  });
});
