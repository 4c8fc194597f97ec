import { createRequire } from "node:module";

import { z } from "zod";

/** The version of this package. */
export function packageVersion(): string {
  // By its own name: the file lies at another distance from the sources than from what is compiled of them.
  const manifest: unknown = createRequire(__filename)("pulumi-approw/package.json");
  return z.object({ version: z.string() }).parse(manifest).version;
}
