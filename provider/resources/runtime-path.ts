import { createRequire } from "node:module";
import path from "node:path";

import { programError } from "./program-error.js";

/** What the provider text loads. */
const runtimePath = "pulumi-approw/runtime";

/**
 * The main module of a program that the engine starts. It runs in the directory in which the engine also starts Pulumi's
 * host of dynamic resources. An inline program of the Automation API may run anywhere.
 */
const pulumiRunner = /[\\/]@pulumi[\\/]pulumi[\\/]cmd[\\/]run[\\/]/u;

/** Read at the start: a program may go to another directory later. */
const startDirectory = process.cwd();

let isFound = false;

/** Ends a program whose resources could not be read, changed or deleted, before it registers the first of them. */
export function assertRuntimeIsFound(): void {
  if (isFound) return;
  const main = createRequire(__filename).main?.filename ?? "";
  if (pulumiRunner.test(main) && !findsRuntime(startDirectory)) throw runtimeMissing(startDirectory);
  isFound = true;
}

/** Whether the provider text finds the runtime when it is evaluated in that directory. */
export function findsRuntime(directory: string): boolean {
  const fromProgram = createRequire(path.join(directory, "program.js"));
  if (resolve(fromProgram, runtimePath) !== undefined) return true;
  const host = resolve(fromProgram, "@pulumi/pulumi/cmd/dynamic-provider");
  return host !== undefined && resolve(createRequire(host), runtimePath) !== undefined;
}

function resolve(from: NodeJS.Require, name: string): string | undefined {
  try {
    return from.resolve(name);
  } catch {
    return undefined;
  }
}

function runtimeMissing(directory: string): Error {
  return programError(
    `the engine cannot load pulumi-approw from the directory of the program, ${directory}. A library of the program ` +
      "depends on the package, but the program does not. Add it to the program's own dependencies: run " +
      "`npm install pulumi-approw` (or pnpm add, yarn add) in that directory",
  );
}
