import { afterEach, describe, expect, test, vi } from "vitest";
import { buildCli } from "../../../tools/pulumi/build-cli.mjs";
import { pinnedVersion } from "../../../tools/pulumi/version.mjs";

afterEach(() => {
  vi.unstubAllEnvs();
});

describe("buildCli", () => {
  test("says in one line that Go is missing", async () => {
    vi.stubEnv("PATH", "");

    await expect(buildCli("/nowhere", pinnedVersion)).rejects.toThrow(/^Go is not installed$/);
  });
});
