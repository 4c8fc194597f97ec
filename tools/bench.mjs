/** `npm run bench`: runs the measurements behind all figures; `-- --only people` runs one part of them. */
import process from "node:process";
import { runEntry } from "./setup/entry.mjs";
import { prepare, root } from "./setup/prepare.mjs";
import { runProgram } from "./setup/run-program.mjs";

await runEntry(async () => {
  await prepare();
  return runProgram(["--import", "tsx", "bench/main.ts", ...process.argv.slice(2)], { cwd: root });
});
