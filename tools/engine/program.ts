import { mkdtemp, realpath, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { ModuleKind, ScriptTarget, transpileModule } from "typescript";

/** A program in a directory of its own. */
export interface TemporaryProgram {
  directory: string;
  /** Replaces the program for the next run. */
  write(text: string): Promise<void>;
  remove(): Promise<void>;
}

export interface ProgramOptions {
  /** It is part of every URN: a program with the same name can take over another program's stack. */
  readonly projectName?: string;
  /** The project names the plugin that this repository builds, so that the program can use its types. */
  readonly plugin?: boolean;
}

const repository = resolve(__dirname, "../..");

/** The part of a project file by which the engine finds the plugin. */
const plugins = { providers: [{ name: "approw", path: join(repository, "dist/plugin") }] };

/**
 * Writes `text`, which can be TypeScript, as the `index.js` of a new project with the packages of this repository,
 * including `pulumi-approw`.
 */
export async function writeProgram(text: string, options: ProgramOptions = {}): Promise<TemporaryProgram> {
  const { projectName: name = "trial", plugin: usesPlugin = false } = options;
  // A loader for TypeScript would take a third of the time of a small run.
  const runtime = { name: "nodejs", options: { typescript: false } };
  const directory = await newDirectory();
  await writeFile(
    join(directory, "Pulumi.yaml"),
    JSON.stringify({ name, runtime, ...(usesPlugin && { plugins }) }),
  );
  await writeFile(join(directory, "package.json"), JSON.stringify({ private: true, main: "index.js" }));
  await symlink(join(repository, "node_modules"), join(directory, "node_modules"), "junction");
  return await started(directory, text, (next) => writeFile(join(directory, "index.js"), toJavaScript(next)));
}

/** Writes `text`, which has the resources and outputs, as the program of a new project in YAML that uses the plugin. */
export async function writeYamlProgram(text: string, projectName = "trial"): Promise<TemporaryProgram> {
  const directory = await newDirectory();
  await writeFile(
    join(directory, "Pulumi.yaml"),
    JSON.stringify({ name: projectName, runtime: "yaml", plugins }),
  );
  return await started(directory, text, (next) => writeFile(join(directory, "Main.yaml"), next));
}

async function newDirectory(): Promise<string> {
  return await realpath(await mkdtemp(join(tmpdir(), "approw-program-")));
}

async function started(
  directory: string,
  text: string,
  write: (text: string) => Promise<void>,
): Promise<TemporaryProgram> {
  await write(text);
  return { directory, write, remove: () => rm(directory, { recursive: true, force: true }) };
}

function toJavaScript(text: string): string {
  const compilerOptions = { module: ModuleKind.CommonJS, target: ScriptTarget.ES2022, esModuleInterop: true };
  return transpileModule(text, { compilerOptions }).outputText;
}
