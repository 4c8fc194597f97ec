import { chmod, mkdir, mkdtemp, realpath, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { findPulumiCli, pathWith } from "../../../tools/pulumi/find-cli.mjs";
import { pinnedVersion } from "../../../tools/pulumi/version.mjs";

const hosts = ["pulumi-language-nodejs", "pulumi-resource-pulumi-nodejs"];
let directory: string;

beforeEach(async () => {
  directory = await realpath(await mkdtemp(join(tmpdir(), "approw-cli-")));
  vi.stubEnv("PULUMI_APPROW_CACHE", join(directory, "cache"));
  vi.stubEnv("PATH", join(directory, "path"));
});

afterEach(async () => {
  vi.unstubAllEnvs();
  await rm(directory, { recursive: true });
});

describe.skipIf(process.platform === "win32")("findPulumiCli", () => {
  test("takes the CLI on PATH before the cached one", async () => {
    await install(join(directory, "path"), "v3.230.1", hosts);
    await install(join(directory, "cache", pinnedVersion, "bin"), `v${pinnedVersion}`, hosts);

    expect(findPulumiCli()).toEqual({
      command: join(directory, "path", "pulumi"),
      directory: join(directory, "path"),
      version: "3.230.1",
    });
  });

  test.each([
    ["is too old", "v3.215.0", hosts],
    ["has no host for programs of Node.js", "v3.230.1", hosts.slice(1)],
    ["has no host for dynamic resources", "v3.230.1", hosts.slice(0, 1)],
  ])("takes the cached CLI when the one on PATH %s", async (_reason, version, present) => {
    await install(join(directory, "path"), version, present);
    await install(join(directory, "cache", pinnedVersion, "bin"), `v${pinnedVersion}`, hosts);

    expect(findPulumiCli()?.version).toBe(pinnedVersion);
  });

  test("finds none where there is none", () => {
    expect(findPulumiCli()).toBeUndefined();
  });
});

describe("pathWith", () => {
  test("puts the directory of the CLI in front, then that of the Node.js which runs", () => {
    const path = pathWith({ command: "/cli/pulumi", directory: "/cli", version: pinnedVersion });

    expect(path.split(delimiter).slice(0, 2)).toEqual(["/cli", join(process.execPath, "..")]);
  });
});

async function install(bin: string, version: string, present: string[]): Promise<void> {
  await mkdir(bin, { recursive: true });
  for (const name of ["pulumi", ...present]) {
    await writeFile(join(bin, name), `#!/bin/sh\necho ${version}\n`);
    await chmod(join(bin, name), 0o755);
  }
}
