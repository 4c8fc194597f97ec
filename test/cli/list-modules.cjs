const process = require("node:process");

// Preloaded by a test: when the process ends, it writes which modules it has loaded.
process.on("exit", () => {
  process.stdout.write(`\nmodules: ${JSON.stringify(Object.keys(require.cache))}\n`);
});
