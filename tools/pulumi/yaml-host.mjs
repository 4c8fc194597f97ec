import { mkdirSync, renameSync, rmSync } from "node:fs";
import { basename, join } from "node:path";
import process from "node:process";
import { firstLineOf } from "../setup/first-line.mjs";
import { cachedPrograms } from "./cache.mjs";
import { executable, onPath } from "./executables.mjs";
import { buildGoProgram } from "./go-program.mjs";

const host = "pulumi-language-yaml";

const program = {
  title: "Pulumi's host for programs in YAML",
  duration: "1 to 4 minutes",
  module: new URL("yaml-host/", import.meta.url),
  command: "github.com/pulumi/pulumi-yaml/cmd/pulumi-language-yaml",
};

/**
 * What runs programs in YAML: the host that a release of Pulumi has beside the CLI, one on PATH, or the cached one.
 *
 * @param {import("./find-cli.mjs").PulumiCli} cli
 */
export function findYamlHost(cli) {
  return executable(cli.directory, host) ?? onPath(host) ?? executable(cachedPrograms(), host);
}

/**
 * Builds the host where there is none, and caches it. Without it, only the tests of programs in YAML are skipped, so a
 * failure is no more than a line.
 *
 * @param {import("./find-cli.mjs").PulumiCli} cli
 */
export async function provideYamlHost(cli) {
  if (findYamlHost(cli) !== undefined) return;
  const partial = join(cachedPrograms(), `partial-${process.pid}`);
  const discard = () => rmSync(partial, { recursive: true, force: true });
  process.once("exit", discard);
  try {
    mkdirSync(partial, { recursive: true });
    const built = await buildGoProgram(program, join(partial, host));
    renameSync(built, join(cachedPrograms(), basename(built)));
  } catch (cause) {
    process.stderr.write(`  ${host} was neither found nor built: ${firstLineOf(cause)}\n`);
  } finally {
    discard();
    process.off("exit", discard);
  }
}
