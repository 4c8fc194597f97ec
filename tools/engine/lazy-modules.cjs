/**
 * For `node --require`: three modules that Pulumi loads at the start of each process, but that a run of a small program
 * never uses, are loaded on first use. They take more than half of what such a process computes before it works.
 */
"use strict";

const { createRequire, Module } = require("node:module");

const fromPulumi = createRequire(require.resolve("@pulumi/pulumi/package.json"));

for (const name of ["typescript", "@npmcli/arborist", "./automation"]) {
  const file = fromPulumi.resolve(name);
  /** @type {Record<string | symbol, unknown> | undefined} */
  let loaded;
  const standIn = new Module(file);
  standIn.filename = file;
  standIn.loaded = true;
  standIn.exports = new Proxy(
    {},
    {
      get(_target, key) {
        // Otherwise the importing code, which is compiled from TypeScript, would copy every export.
        if (key === "__esModule") return true;
        if (loaded === undefined) {
          delete require.cache[file];
          loaded = fromPulumi(file);
        }
        return loaded?.[key];
      },
    },
  );
  require.cache[file] = standIn;
}
