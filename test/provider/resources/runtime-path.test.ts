import { mkdir, mkdtemp, realpath, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";

import { findsRuntime } from "../../../provider/resources/runtime-path.js";

let root: string;

beforeEach(async () => {
  root = await realpath(await mkdtemp(join(tmpdir(), "approw-layout-")));
});

afterEach(async () => {
  await rm(root, { recursive: true });
});

async function place(...path: string[]): Promise<string> {
  const directory = join(root, ...path);
  await mkdir(directory, { recursive: true });
  return directory;
}

async function placeRuntime(...path: string[]): Promise<void> {
  await writeFile(join(await place(...path, "pulumi-approw"), "runtime.js"), "");
}

async function placePulumi(...path: string[]): Promise<string> {
  const directory = await place(...path, "@pulumi", "pulumi");
  await writeFile(join(await place(...path, "@pulumi", "pulumi", "cmd", "dynamic-provider"), "index.js"), "");
  return directory;
}

describe("findsRuntime", () => {
  test("in the program's own dependencies, or in those of a directory above", async () => {
    await placeRuntime("node_modules");
    await placePulumi("node_modules");

    expect(findsRuntime(await place("packages", "people"))).toBe(true);
  });

  test("in pnpm's store, where a dependency of a library stands", async () => {
    const store = ["node_modules", ".pnpm"];
    const pulumi = await placePulumi(...store, "@pulumi+pulumi@3.248.0", "node_modules");
    await placeRuntime(...store, "node_modules");
    const program = await place("program");
    await place("program", "node_modules", "@pulumi");
    await symlink(pulumi, join(program, "node_modules", "@pulumi", "pulumi"));

    expect(findsRuntime(program)).toBe(true);
  });

  test("not where only a linked library has it", async () => {
    await placeRuntime("library", "node_modules");
    const program = await place("program");
    await placePulumi("program", "node_modules");
    await symlink(join(root, "library"), join(program, "node_modules", "library"));

    expect(findsRuntime(program)).toBe(false);
  });
});
