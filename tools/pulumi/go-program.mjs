import process from "node:process";
import { fileURLToPath } from "node:url";
import { withProgress } from "../setup/progress.mjs";
import { runQuietly } from "../setup/run-quietly.mjs";

/**
 * A program of a Go module.
 *
 * @typedef {object} GoProgram
 * @property {string} title such as "the Pulumi CLI 3.259.0"
 * @property {string} duration of the build, such as "3 to 8 minutes"
 * @property {URL} module the directory of go.mod
 * @property {string} command the package of the program
 * @property {string} [linkerFlags]
 */

/**
 * Builds a program with Go and shows the progress.
 *
 * @param {GoProgram} program
 * @param {string} file the program that this writes, without the ending of the platform
 * @returns {Promise<string>} the file with that ending
 */
export async function buildGoProgram({ title, duration, module, command, linkerFlags = "" }, file) {
  if (!(await hasGo())) throw new Error("Go is not installed");

  const packages = await withProgress(`Fetching the sources of ${title} (once, about a minute)`, () =>
    go(module, ["list", "-deps", command]),
  );

  const output = process.platform === "win32" ? `${file}.exe` : file;
  const flags = ["-v", "-trimpath", "-ldflags", `-s -w ${linkerFlags}`, "-o", output];
  let compiled = 0;
  await withProgress(`Building ${title} (once, ${duration} on two cores)`, (report) =>
    go(module, ["build", ...flags, command], () => report(`${++compiled} of ${packages.length} packages`)),
  );
  return output;
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
 * @param {URL} module
 * @param {readonly string[]} args
 * @param {(line: string) => void} [onLine]
 */
async function go(module, args, onLine) {
  const { code, stdout, lines } = await runQuietly("go", args, {
    cwd: fileURLToPath(module),
    // Pulumi's releases are built without C as well, so no C compiler is needed.
    env: { ...process.env, CGO_ENABLED: "0" },
    onLine,
  });
  if (code !== 0) throw new Error(`go ${args[0]} failed: ${lines.at(-1)}`);
  return stdout;
}
