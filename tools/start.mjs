/** `npm start`: runs the quickstart with the real engine on the emulator, and explains each step. */
import { runEntry } from "./setup/entry.mjs";
import { prepare, root } from "./setup/prepare.mjs";
import { runProgram } from "./setup/run-program.mjs";

await runEntry(async () => {
  await prepare();
  return runProgram(["--import", "tsx", "tools/story/main.ts"], { cwd: root });
});
