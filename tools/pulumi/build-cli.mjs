import { join } from "node:path";
import { buildGoProgram } from "./go-program.mjs";

const versionVariable = "github.com/pulumi/pulumi/sdk/v3/go/common/version.Version";

/**
 * Builds the CLI from the Go module beside this file.
 *
 * @param {string} installation the directory that gets `bin/pulumi`
 * @param {string} version
 */
export async function buildCli(installation, version) {
  const program = {
    title: `the Pulumi CLI ${version}`,
    duration: "3 to 8 minutes",
    module: new URL(".", import.meta.url),
    command: "github.com/pulumi/pulumi/pkg/v3/cmd/pulumi",
    linkerFlags: `-X ${versionVariable}=v${version}`,
  };
  await buildGoProgram(program, join(installation, "bin", "pulumi"));
}
