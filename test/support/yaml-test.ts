import { test } from "vitest";

import { pulumiCli } from "../../tools/engine/stack.js";
import { findYamlHost } from "../../tools/pulumi/yaml-host.mjs";

/** A test of a program in YAML. Where nothing can run such programs, it is skipped, and the end of the run says so. */
export function yamlTest(title: string, work: () => Promise<void>): void {
  test(title, async ({ skip }) => {
    skip(
      findYamlHost(pulumiCli()) === undefined,
      "there is no pulumi-language-yaml, which `npm test` builds with Go and releases of Pulumi include",
    );
    await work();
  });
}
