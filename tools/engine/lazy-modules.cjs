/**
 * For `node --require`: what Pulumi loads at the start of each process, and what a run of a small program never uses,
 * is loaded when it is used. That is more than half of what such a process computes before it works.
 */
"use strict";

const { createRequire } = require("node:module");

const fromPulumi = createRequire(require.resolve("@pulumi/pulumi/package.json"));

for (const name of ["typescript", "@npmcli/arborist", "./automation"]) {
  const file = fromPulumi.resolve(name);
  let loaded;
  const get = (_target, key) => {
    // The importing code, which is compiled from TypeScript, would else copy every export.
    if (key === "__esModule") return true;
    if (loaded === undefined) {
      delete require.cache[file];
      loaded = fromPulumi(file);
    }
    return loaded[key];
  };
  require.cache[file] = {
    id: file,
    filename: file,
    loaded: true,
    children: [],
    exports: new Proxy({}, { get }),
  };
}
