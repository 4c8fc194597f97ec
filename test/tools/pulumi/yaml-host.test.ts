import { chmod, mkdir, mkdtemp, realpath, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { pathWith, type PulumiCli } from "../../../tools/pulumi/find-cli.mjs";
import { pinnedVersion } from "../../../tools/pulumi/version.mjs";
import { findYamlHost, provideYamlHost } from "../../../tools/pulumi/yaml-host.mjs";

const host = "pulumi-language-yaml";
let directory: string;
let cli: PulumiCli;
let cached: string;

beforeEach(async () => {
  directory = await realpath(await mkdtemp(join(tmpdir(), "approw-yaml-host-")));
  vi.stubEnv("PULUMI_APPROW_CACHE", join(directory, "cache"));
  vi.stubEnv("PATH", join(directory, "path"));
  cli = { command: join(directory, "cli/pulumi"), directory: join(directory, "cli"), version: pinnedVersion };
  cached = join(directory, "cache", pinnedVersion, "bin");
});

afterEach(async () => {
  vi.unstubAllEnvs();
  await rm(directory, { recursive: true });
});

describe.skipIf(process.platform === "win32")("findYamlHost", () => {
  test("takes the host beside the CLI, then one on PATH, then the cached one", async () => {
    await install(cached);
    expect(findYamlHost(cli)).toBe(join(cached, host));
    await install(join(directory, "path"));
    expect(findYamlHost(cli)).toBe(join(directory, "path", host));
    await install(cli.directory);
    expect(findYamlHost(cli)).toBe(join(cli.directory, host));
  });

  test("finds none where there is none", () => {
    expect(findYamlHost(cli)).toBeUndefined();
  });

  test("the cached one is on the PATH of the CLI, behind all others", () => {
    expect(pathWith(cli).split(delimiter).at(-1)).toBe(cached);
  });
});

describe("provideYamlHost", () => {
  test("says in one line why there is none, and does not fail", async () => {
    const write = vi.spyOn(process.stderr, "write").mockReturnValue(true);

    await provideYamlHost(cli);

    const lines = write.mock.calls.map(([text]) => text);
    write.mockRestore();
    expect(lines).toEqual([`  ${host} was neither found nor built: Go is not installed\n`]);
    expect(findYamlHost(cli)).toBeUndefined();
  });
});

async function install(bin: string): Promise<void> {
  await mkdir(bin, { recursive: true });
  await writeFile(join(bin, host), "#!/bin/sh\n");
  await chmod(join(bin, host), 0o755);
}
