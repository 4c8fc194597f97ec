import { cp, mkdtemp, readFile, realpath, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { pathToFileURL } from "node:url";
import { z } from "zod";

import { npm } from "../../../tools/setup/npm.mjs";
import { runQuietly, type Outcome } from "../../../tools/setup/run-quietly.mjs";
import { must } from "./must.js";
import { repository } from "./pack.js";

const manifest = z.looseObject({
  dependencies: z.record(z.string(), z.string()),
  devDependencies: z.record(z.string(), z.string()).default({}),
});
const examples = join(repository, "examples");

/** A directory of its own outside of the repository, where a package manager has installed the package. */
export class Project {
  constructor(readonly directory: string) {}

  /** What the project template `typescript` of Pulumi sets up, with the program of the quickstart. */
  static async fromTemplate(
    tarball: string,
    devDependencies: Readonly<Record<string, string>> = {},
  ): Promise<Project> {
    const project = await Project.#create();
    await project.write(
      "Pulumi.yaml",
      "name: people\nruntime: { name: nodejs, options: { packagemanager: npm } }\n",
    );
    await project.writeJson("tsconfig.json", { compilerOptions: templateOptions, files: ["index.ts"] });
    await project.writeJson("package.json", {
      name: "people",
      main: "index.ts",
      dependencies: {
        "@pulumi/pulumi": await installedVersion("@pulumi/pulumi"),
        "pulumi-approw": `file:${tarball}`,
      },
      devDependencies: {
        "@types/node": await installedVersion("@types/node"),
        typescript: "5.9.3",
        ...devDependencies,
      },
    });
    await cp(join(examples, "quickstart/index.ts"), join(project.directory, "index.ts"));
    return project;
  }

  /** One of the examples, copied as its readers do. */
  static async fromExample(name: string, tarball: string): Promise<Project> {
    const project = await Project.#create();
    const example = join(examples, name);
    await cp(example, project.directory, { recursive: true, filter: isCommitted });
    const declared = manifest.parse(JSON.parse(await readFile(join(example, "package.json"), "utf8")));
    await project.writeJson("package.json", {
      ...declared,
      dependencies: { ...(await pin(declared.dependencies)), "pulumi-approw": `file:${tarball}` },
      devDependencies: await pin(declared.devDependencies),
    });
    return project;
  }

  static async #create(): Promise<Project> {
    return new Project(await realpath(await mkdtemp(join(tmpdir(), "approw-project-"))));
  }

  async installWithNpm(...more: string[]): Promise<void> {
    const flags = ["--prefer-offline", "--ignore-scripts", "--no-audit", "--no-fund"];
    await must(this.npm("install", ...flags, ...more));
  }

  async installWithPnpm(): Promise<void> {
    const flags = ["--prefer-offline", "--ignore-scripts", "--no-frozen-lockfile"];
    await must(this.node(join(repository, "node_modules/pnpm/bin/pnpm.cjs"), "install", ...flags));
  }

  /** Runs Node.js in the project. */
  node(...args: string[]): Promise<Outcome> {
    return runQuietly(process.execPath, args, { cwd: this.directory });
  }

  npm(...args: string[]): Promise<Outcome> {
    return npm(args, pathToFileURL(`${this.directory}/`));
  }

  write(path: string, text: string): Promise<void> {
    return writeFile(join(this.directory, path), text);
  }

  writeJson(path: string, value: unknown): Promise<void> {
    return this.write(path, JSON.stringify(value));
  }

  readonly remove = (): Promise<void> => rm(this.directory, { recursive: true, force: true });
}

/** The compiler options of Pulumi's template. */
export const templateOptions = {
  strict: true,
  outDir: "bin",
  target: "es2020",
  module: "commonjs",
  moduleResolution: "node",
  sourceMap: true,
  experimentalDecorators: true,
  pretty: true,
  noFallthroughCasesInSwitch: true,
  noImplicitReturns: true,
  forceConsistentCasingInFileNames: true,
};

/** Whoever works on the example may have installed something there. */
function isCommitted(path: string): boolean {
  return basename(path) !== "node_modules";
}

/** Releases of other people's packages do not decide whether our tests pass. */
async function pin(dependencies: Record<string, string>): Promise<Record<string, string>> {
  const names = Object.keys(dependencies);
  const versions = await Promise.all(names.map(installedVersion));
  return Object.fromEntries(names.map((name, index) => [name, versions[index] ?? ""]));
}

async function installedVersion(name: string): Promise<string> {
  const text = await readFile(join(repository, "node_modules", name, "package.json"), "utf8");
  return z.object({ version: z.string() }).parse(JSON.parse(text)).version;
}
