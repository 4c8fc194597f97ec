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

/**
 * Writes `text`, which can be TypeScript, as the `index.js` of a new project with the packages of this repository,
 * including `pulumi-approw`. The project's name is part of every URN: a program with the same name can take over
 * another program's stack.
 */
export async function writeProgram(text: string, projectName = "trial"): Promise<TemporaryProgram> {
  const directory = await realpath(await mkdtemp(join(tmpdir(), "approw-program-")));
  const settings = {
    name: projectName,
    // A loader for TypeScript would take a third of the time of a small run.
    runtime: { name: "nodejs", options: { typescript: false } },
  };
  await writeFile(join(directory, "Pulumi.yaml"), JSON.stringify(settings));
  await writeFile(join(directory, "package.json"), JSON.stringify({ private: true, main: "index.js" }));
  await symlink(resolve(__dirname, "../../node_modules"), join(directory, "node_modules"), "junction");

  const write = (next: string): Promise<void> => writeFile(join(directory, "index.js"), toJavaScript(next));
  await write(text);
  return { directory, write, remove: () => rm(directory, { recursive: true, force: true }) };
}

function toJavaScript(text: string): string {
  const compilerOptions = { module: ModuleKind.CommonJS, target: ScriptTarget.ES2022, esModuleInterop: true };
  return transpileModule(text, { compilerOptions }).outputText;
}
