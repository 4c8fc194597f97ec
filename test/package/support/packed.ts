import type { TestProject } from "vitest/node";

import { pack, type PackedPackage } from "./pack.js";

declare module "vitest" {
  interface ProvidedContext {
    packed: PackedPackage;
  }
}

/** Packs the package once for all files of tests, which `inject("packed")` gives it to. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const { packed, remove } = await pack();
  project.provide("packed", packed);
  return remove;
}
