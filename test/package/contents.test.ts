import { readdir, readFile } from "node:fs/promises";
import { homedir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { pack, repository, type PackedPackage } from "./support/pack.js";

const rooms = ["cli", "emulator", "provider", "sdk"];
const isDocument = (path: string): boolean => /^(LICENSE|[A-Z]+\.md|docs\/.+\.md)$/.test(path);

let packed: PackedPackage;
beforeAll(async () => {
  packed = await pack();
});
afterAll(() => packed.remove());

async function compiledSources(): Promise<string[]> {
  const paths = await Promise.all(
    rooms.map(async (room) =>
      (await readdir(join(repository, room), { recursive: true })).map((path) => `dist/${room}/${path}`),
    ),
  );
  const sources = paths.flat().filter((path) => path.endsWith(".ts"));
  return sources.flatMap((path) => [".d.ts", ".js"].map((ending) => path.replace(/\.ts$/, ending))).sort();
}

async function filesThatHold(text: string): Promise<string[]> {
  const texts = await Promise.all(packed.files.map((path) => readFile(join(repository, path), "utf8")));
  return packed.files.filter((_path, index) => texts[index]?.includes(text));
}

describe("the packed package", () => {
  test("holds what the sources compile to, the documents, the manifest and nothing else", async () => {
    const others = packed.files.filter((path) => !isDocument(path) && path !== "package.json");

    expect(others).toEqual(await compiledSources());
    expect(packed.files).toEqual(expect.arrayContaining(["CHANGELOG.md", "LICENSE", "README.md"]));
  });

  test("knows nothing of the machine that packed it", async () => {
    expect(await filesThatHold(repository)).toEqual([]);
    expect(await filesThatHold(homedir() + "/")).toEqual([]);
  });

  test("points to no source that it does not hold", async () => {
    expect(await filesThatHold("sourceMappingURL=")).toEqual([]);
  });

  test("is small: below 300 kB", () => {
    expect(packed.packedSize).toBeLessThan(300_000);
  });
});
