import { createRequire } from "node:module";

import { z } from "zod";

/** The version of this package. */
export function packageVersion(): string {
  // By the name of the package: sources and compiled files are at different depths below the file.
  const manifest: unknown = createRequire(__filename)("pulumi-approw/package.json");
  return z.object({ version: z.string() }).parse(manifest).version;
}
