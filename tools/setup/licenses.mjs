import { existsSync, readFileSync } from "node:fs";
import { readdir } from "node:fs/promises";
import { dirname, join } from "node:path";
import { SetupError } from "./setup-error.mjs";

/**
 * The licences of all packages in the bundles, those that the bundled ones load included.
 *
 * @param {string} directory
 * @param {string[]} inputs
 */
export async function licensesOf(directory, inputs) {
  const roots = new Set(
    inputs.flatMap((input) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(input)?.[0] ?? []),
  );
  const licenses = [...roots].map(async (root) => {
    const { name, version, license } = manifestOf(join(directory, root));
    const files = (await readdir(join(directory, root))).filter((file) => /^licen[cs]e(\.|$)/i.test(file));
    if (files.length === 0) throw new SetupError(`no licence of ${name} to ship with its code`, []);
    const texts = files.map((file) => readFileSync(join(directory, root, file), "utf8").trim());
    return `${name} ${version} (${license})\n\n${texts.join("\n\n")}\n`;
  });
  return (await Promise.all(licenses)).sort().join(`\n${"-".repeat(80)}\n\n`);
}

/**
 * The package.json of the package that a directory belongs to.
 *
 * @param {string} directory
 * @returns {{ name?: string; version?: string; license?: string; type?: string }}
 */
export function manifestOf(directory) {
  const file = join(directory, "package.json");
  return existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : manifestOf(dirname(directory));
}
