import { cp, mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { homedir, tmpdir } from "node:os";
import { join, posix } from "node:path";
import { describe, expect, inject, onTestFinished, test } from "vitest";

import { brokenLinks } from "../docs/support/markdown-links.js";
import { repository } from "./support/pack.js";

const rooms = ["cli", "drift", "emulator", "model", "plan", "provider", "roster", "sdk"];
/** No entry point of the package mentions a type of these. */
const untyped =
  /^dist\/(?:cli|drift|plan|roster|emulator\/(?:graphql|rest)|provider\/(?:handlers|pool|process))\/.*\.d\.ts$/u;
const documents = [
  /^(?:LICENSE|[A-Z]+\.md|(?:emulator|sdk)\/README\.md)$/u,
  /^docs\/.+\.(?:md|png)$/u,
  /^bench\/(?:growth\.svg|results\.md)$/u,
  /^roster\/roster\.schema\.json$/u,
  /^examples\/(?!.*(?:node_modules|\/Pulumi\..+\.yaml$))/u,
];
const isDocument = (path: string): boolean => documents.some((pattern) => pattern.test(path));
/** What the package holds of others: dependencies that are ES modules only. */
const isBundle = (path: string): boolean => path.startsWith("dist/vendor/");
/** The sources of the plugin, which only the bundle holds. */
const bundled = "dist/provider/adapters/plugin/";
/** The plugin, which is one bundle of our code and that of others. */
const isPlugin = (path: string): boolean => path.startsWith("dist/plugin/");

const packed = inject("packed");

async function compiledSources(): Promise<string[]> {
  const paths = await Promise.all(
    rooms.map(async (room) => {
      const sources = await readdir(join(repository, room), { recursive: true });
      return sources.map((path) => `dist/${room}/${path}`);
    }),
  );
  const sources = paths.flat().filter((path) => path.endsWith(".ts"));
  const compiled = sources.flatMap((path) => [".d.ts", ".js"].map((ending) => path.replace(/\.ts$/, ending)));
  return compiled.filter((path) => !untyped.test(path) && !path.startsWith(bundled)).sort();
}

/** The declarations that a declaration file imports, as paths in the package. */
async function importedTypes(path: string): Promise<string[]> {
  const text = await readFile(join(repository, path), "utf8");
  const imports = [...text.matchAll(/(?:from |import\()"(\.[^"]+)\.js"/gu)].map(([, file]) => file ?? "");
  return imports.map((file) => posix.join(posix.dirname(path), `${file}.d.ts`));
}

async function filesThatHold(text: string): Promise<string[]> {
  const texts = await Promise.all(packed.files.map((path) => readFile(join(repository, path), "utf8")));
  return packed.files.filter((_path, index) => texts[index]?.includes(text));
}

describe("the packed package", () => {
  test("holds what the sources compile to, the documents, the manifest and nothing else", async () => {
    const others = packed.files.filter(
      (path) => ![isDocument, isBundle, isPlugin].some((is) => is(path)) && path !== "package.json",
    );

    expect(others).toEqual(await compiledSources());
    expect(packed.files).toEqual(expect.arrayContaining(["CHANGELOG.md", "LICENSE", "README.md"]));
  });

  test("knows nothing of the machine that packed it", async () => {
    expect(await filesThatHold(repository)).toEqual([]);
    expect(await filesThatHold(homedir() + "/")).toEqual([]);
  });

  test("holds every file that its documents link to", async () => {
    const installed = await mkdtemp(join(tmpdir(), "approw-installed-"));
    onTestFinished(() => rm(installed, { recursive: true }));
    for (const path of packed.files) await cp(join(repository, path), join(installed, path));
    const pages = packed.files.filter((path) => path.endsWith(".md"));

    const broken = await Promise.all(pages.map((page) => brokenLinks(installed, page)));

    expect(pages).toContain("README.md");
    expect(broken.flat()).toEqual([]);
  });

  test("holds the code of others as one file each, with all their licences", async () => {
    const bundles = packed.files.filter(isBundle);
    expect(bundles).toEqual(expect.arrayContaining(["dist/vendor/LICENSES.txt", "dist/vendor/got.js"]));

    const licenses = await readFile(join(repository, "dist/vendor/LICENSES.txt"), "utf8");
    // The HTTP client, and a package that only the client loads.
    expect(licenses).toMatch(/^got \S+ \(MIT\)$/m);
    expect(licenses).toMatch(/^http-cache-semantics \S+ \(BSD-2-Clause\)$/m);
  });

  test("holds every type that the types of its entry points need", async () => {
    const missing: string[] = [];
    const waiting = [
      "dist/provider/index.d.ts",
      "dist/provider/plugin.d.ts",
      "dist/provider/adapters/dynamic/runtime.d.ts",
      "dist/sdk/index.d.ts",
      "dist/emulator/index.d.ts",
    ];
    const seen = new Set<string>();

    for (const path of waiting) {
      if (seen.has(path)) continue;
      seen.add(path);
      if (packed.files.includes(path)) waiting.push(...(await importedTypes(path)));
      else missing.push(path);
    }

    expect(missing).toEqual([]);
    expect(seen.size).toBeGreaterThan(20);
  });

  test("points to no source that it does not hold", async () => {
    expect(await filesThatHold("sourceMappingURL=")).toEqual([]);
  });

  test("is small: below 1.45 MB, a third of it the plugin", () => {
    expect(packed.packedSize).toBeLessThan(1_450_000);
  });
});
