import { readdir, readFile, rm, writeFile } from "node:fs/promises";
import { createRequire, isBuiltin } from "node:module";
import { dirname, join, posix, relative, sep } from "node:path";
import { bundle } from "./bundle.mjs";
import { licensesOf, manifestOf } from "./licenses.mjs";

/** How a compiled file loads another module. */
const requireCall = /(?<![.\w])require\("([^"]+)"\)/g;

/** How it loads one that an earlier build has bundled. */
const vendored = /^(?:\.\.?\/)+vendor\/(.+)\.js$/;

/**
 * Bundles the dependencies that are ES modules only into `dist/vendor/`, one CommonJS file each, and lets the compiled
 * files load those. Node.js itself could load the originals; test runners with a `require` of their own, such as jest,
 * cannot.
 *
 * @param {string} directory of the package
 */
export async function vendorModules(directory) {
  const output = join(directory, "dist");
  const files = await compiledFiles(output);
  const names = [...new Set(files.flatMap(({ text }) => modulesIn(text)))].sort();
  const { resolve } = createRequire(join(output, "index.js"));
  const bundled = names.filter((name) => isEsModule(resolve(name)));
  await rm(join(output, "vendor"), { recursive: true, force: true });
  if (bundled.length === 0) return;

  const entryPoints = Object.fromEntries(bundled.map((name) => [name, resolve(name)]));
  const inputs = await bundle(directory, entryPoints, join(output, "vendor"));
  await writeFile(join(output, "vendor", "LICENSES.txt"), await licensesOf(directory, inputs));
  await Promise.all(files.map(({ path, text }) => loadBundles(output, path, text, bundled)));
}

/**
 * What the compiler wrote.
 *
 * @param {string} output
 */
async function compiledFiles(output) {
  const paths = (await readdir(output, { encoding: "utf8", recursive: true })).filter(
    (path) => path.endsWith(".js") && !path.startsWith(`vendor${sep}`) && !path.startsWith(`plugin${sep}`),
  );
  return await Promise.all(
    paths.map(async (path) => ({ path, text: await readFile(join(output, path), "utf8") })),
  );
}

/**
 * The packages that a compiled file loads, by the names under which its source knows them.
 *
 * @param {string} text
 */
function modulesIn(text) {
  return [...text.matchAll(requireCall)]
    .map(([, name = ""]) => vendored.exec(name)?.[1] ?? name)
    .filter((name) => !name.startsWith(".") && !isBuiltin(name));
}

/**
 * @param {string} output
 * @param {string} path
 * @param {string} text
 * @param {string[]} bundled
 */
async function loadBundles(output, path, text, bundled) {
  const toVendor = posix.join(relative(dirname(path), ".").split(sep).join("/"), "vendor");
  const changed = text.replaceAll(requireCall, (call, /** @type {string} */ name) =>
    bundled.includes(name)
      ? `require("${toVendor.startsWith(".") ? "" : "./"}${toVendor}/${name}.js")`
      : call,
  );
  if (changed !== text) await writeFile(join(output, path), changed);
}

/** @param {string} file */
function isEsModule(file) {
  if (file.endsWith(".mjs")) return true;
  return file.endsWith(".js") && manifestOf(dirname(file)).type === "module";
}
