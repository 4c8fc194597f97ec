/**
 * Bundles modules for Node.js, each into one CommonJS file.
 *
 * @param {string} directory of the package
 * @param {Record<string, string>} entryPoints the files, by the names of their bundles
 * @param {string} output
 * @returns {Promise<string[]>} the files that are in the bundles
 */
export async function bundle(directory, entryPoints, output) {
  const { build } = await import("esbuild");
  const { metafile } = await build({
    entryPoints,
    outdir: output,
    absWorkingDir: directory,
    bundle: true,
    platform: "node",
    format: "cjs",
    target: "node20",
    // Names stay as they are, so that a stack says where it comes from.
    minifyWhitespace: true,
    minifySyntax: true,
    legalComments: "none",
    metafile: true,
  });
  return Object.keys(metafile.inputs);
}
