import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { areInstalled } from "../../../tools/setup/dependencies.mjs";

const lock = {
  "": { version: "0.1.0" },
  "node_modules/zod": { version: "4.6.7" },
  "node_modules/fsevents": { version: "2.3.3", optional: true },
  "node_modules/pulumi-approw": { resolved: "", link: true },
};
let directory: string;
let root: URL;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "approw-install-"));
  root = pathToFileURL(`${directory}/`);
  await mkdir(join(directory, "node_modules"));
  await writeFile(join(directory, "package-lock.json"), JSON.stringify({ packages: lock }));
});

afterEach(() => rm(directory, { recursive: true }));

describe("areInstalled", () => {
  test("packages are missing before the first installation", () => {
    expect(areInstalled(root)).toBe(false);
  });

  test("an optional package of another platform is not required", async () => {
    await record({ "node_modules/zod": { version: "4.6.7" } });

    expect(areInstalled(root)).toBe(true);
  });

  test("a package whose version differs from the lock file is missing", async () => {
    await record({ "node_modules/zod": { version: "4.0.0" } });

    expect(areInstalled(root)).toBe(false);
  });

  test("a checkout without a lock file is an error", async () => {
    await rm(join(directory, "package-lock.json"));

    expect(() => areInstalled(root)).toThrow("not a complete checkout");
  });
});

async function record(packages: Record<string, { version: string }>): Promise<void> {
  await writeFile(join(directory, "node_modules", ".package-lock.json"), JSON.stringify({ packages }));
}
