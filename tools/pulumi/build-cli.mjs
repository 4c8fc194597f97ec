import { join } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { withProgress } from "../setup/progress.mjs";
import { runQuietly } from "../setup/run-quietly.mjs";

const command = "github.com/pulumi/pulumi/pkg/v3/cmd/pulumi";
const versionVariable = "github.com/pulumi/pulumi/sdk/v3/go/common/version.Version";

/**
 * Builds the CLI from the Go module beside this file.
 *
 * @param {string} installation the directory that gets `bin/pulumi`
 * @param {string} version
 */
export async function buildCli(installation, version) {
  if (!(await hasGo())) throw new Error("Go is not installed");

  const packages = await withProgress(
    `Fetching the sources of the Pulumi CLI ${version} (once, about a minute)`,
    () => go(["list", "-deps", command]),
  );

  const file = join(installation, "bin", process.platform === "win32" ? "pulumi.exe" : "pulumi");
  const flags = ["-v", "-trimpath", "-ldflags", `-s -w -X ${versionVariable}=v${version}`, "-o", file];
  let compiled = 0;
  await withProgress(`Building the Pulumi CLI ${version} (once, 3 to 8 minutes on two cores)`, (report) =>
    go(["build", ...flags, command], () => report(`${++compiled} of ${packages.length} packages`)),
  );
}

async function hasGo() {
  try {
    return (await runQuietly("go", ["version"])).code === 0;
  } catch {
    // The only possible error is that the program does not exist.
    return false;
  }
}

/**
 * Runs Go in the directory of go.mod and returns the lines of its output.
 *
 * @param {readonly string[]} args
 * @param {(line: string) => void} [onLine]
 */
async function go(args, onLine) {
  const { code, stdout, lines } = await runQuietly("go", args, {
    cwd: fileURLToPath(new URL(".", import.meta.url)),
    // Pulumi's releases are built without C as well, so no C compiler is needed.
    env: { ...process.env, CGO_ENABLED: "0" },
    onLine,
  });
  if (code !== 0) throw new Error(`go ${args[0]} failed: ${lines.at(-1)}`);
  return stdout;
}
