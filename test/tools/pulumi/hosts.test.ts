import { mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { completeHosts, refreshHosts } from "../../../tools/pulumi/hosts.mjs";

const ours = "pulumi-language-nodejs.mjs";
let bin: string;

beforeEach(async () => {
  bin = await mkdtemp(join(tmpdir(), "approw-hosts-"));
});

afterEach(() => rm(bin, { recursive: true }));

describe.skipIf(process.platform === "win32")("completeHosts", () => {
  test("puts both hosts beside a CLI that has none, ready to be started", async () => {
    completeHosts(bin);

    for (const host of ["pulumi-language-nodejs", "pulumi-resource-pulumi-nodejs"]) {
      expect((await stat(join(bin, host))).mode & 0o111).toBe(0o111);
    }
  });

  test("leaves alone the hosts that a CLI came with", async () => {
    await writeFile(join(bin, "pulumi-language-nodejs"), "Pulumi's own");
    await writeFile(join(bin, "pulumi-resource-pulumi-nodejs"), "Pulumi's own");

    completeHosts(bin);
    refreshHosts(bin);

    expect(await readdir(bin)).toEqual(["pulumi-language-nodejs", "pulumi-resource-pulumi-nodejs"]);
    expect(await readFile(join(bin, "pulumi-language-nodejs"), "utf8")).toBe("Pulumi's own");
  });
});

describe("refreshHosts", () => {
  test("brings our host up to this checkout's", async () => {
    await writeFile(join(bin, ours), "an earlier one");

    refreshHosts(bin);

    const current = await readFile(join(__dirname, "../../../tools/pulumi/language-host", ours), "utf8");
    expect(await readFile(join(bin, ours), "utf8")).toBe(current);
  });

  test("does nothing where no CLI is cached", () => {
    expect(() => {
      refreshHosts(join(bin, "none"));
    }).not.toThrow();
  });
});
