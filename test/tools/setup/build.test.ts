import { mkdir, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { build } from "../../../tools/setup/build.mjs";
import { runQuietly } from "../../../tools/setup/run-quietly.mjs";

let directory: string;
let root: URL;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "approw-build-"));
  root = pathToFileURL(`${directory}/`);
  await symlink(resolve(__dirname, "../../../node_modules"), join(directory, "node_modules"), "junction");
  await mkdir(join(directory, "sdk"));
  const compilerOptions = {
    incremental: true,
    outDir: "dist",
    rootDir: ".",
    tsBuildInfoFile: "dist/.tsbuildinfo",
    types: [],
    module: "commonjs",
    esModuleInterop: true,
    // A small library that is not checked: the compiler runs many times here.
    lib: ["es5"],
    skipLibCheck: true,
  };
  await writeFile(
    join(directory, "tsconfig.build.json"),
    JSON.stringify({ compilerOptions, include: ["sdk", "provider"] }),
  );
  await mkdir(join(directory, "provider/adapters/plugin"), { recursive: true });
  await writeFile(join(directory, "provider/adapters/plugin/main.ts"), "export const plugin = true;");
  await writeFile(join(directory, "schema.json"), "{}");
  await writeFile(join(directory, "package.json"), JSON.stringify({ version: "1.0.0", license: "MIT" }));
});

afterEach(() => rm(directory, { recursive: true }));

describe("build", () => {
  test("compiles new sources, and nothing the second time", async () => {
    await writeSource("export const answer: number = 42;");
    await build(root);
    const first = await compiledAt();

    await build(root);
    expect(await compiledAt()).toBe(first);

    await writeSource("export const answer: number = 43;");
    await build(root);
    expect(await compiledAt()).toBeGreaterThan(first);
  });

  test("removes the output of a source that is gone", async () => {
    await writeSource("export const answer: number = 42;");
    await writeFile(join(directory, "sdk", "former.ts"), "export const question = 0;");
    await build(root);
    await rm(join(directory, "sdk", "former.ts"));

    await build(root);

    expect(await readdir(join(directory, "dist", "sdk"))).toEqual(["index.js"]);
  });

  test("bundles a dependency that is an ES module only, and keeps the bundle while it is used", async () => {
    const options = { checkTypes: false };
    await writeSource(
      'import PQueue from "p-queue"; export const { concurrency } = new PQueue({ concurrency: 3 });',
    );
    await build(root, options);
    await writeFile(join(directory, "sdk", "other.ts"), "export const answer = 42;");
    await build(root, options);

    expect(await runCompiled()).toEqual({ concurrency: 3 });
    expect(await readFile(join(directory, "dist/sdk/index.js"), "utf8")).not.toContain('require("p-queue")');
    expect(await readFile(join(directory, "dist/vendor/LICENSES.txt"), "utf8")).toMatch(
      /^p-queue .* \(MIT\)$/m,
    );

    await writeSource("export const answer = 42;");
    await build(root, options);

    expect(await readdir(join(directory, "dist"))).not.toContain("vendor");
  });

  test("shows the errors of the compiler, and compiles again until there are none", async () => {
    await writeSource("export const answer: number = 'none';");

    await expect(build(root)).rejects.toThrow(/the package does not compile:\n.*sdk\/index\.ts\(1,14\)/s);
    await expect(build(root)).rejects.toThrow("the package does not compile");
  });

  test("with checkTypes: false, compiles sources with type errors", async () => {
    await writeSource("export const answer: number = 'none';");

    await build(root, { checkTypes: false });

    expect(await readdir(join(directory, "dist", "sdk"))).toEqual(["index.js"]);
  });
});

function writeSource(text: string): Promise<void> {
  return writeFile(join(directory, "sdk", "index.ts"), text);
}

/** What the compiled module exports, in a process whose `require` loads no ES modules. */
async function runCompiled(): Promise<unknown> {
  const script = 'console.log(JSON.stringify(require("./dist/sdk/index.js")))';
  const { lines } = await runQuietly(process.execPath, ["--no-experimental-require-module", "-e", script], {
    cwd: directory,
  });
  return JSON.parse(lines.join("\n"));
}

async function compiledAt(): Promise<number> {
  return (await stat(join(directory, "dist", "sdk", "index.js"))).mtimeMs;
}
