/** `npm start`: the story of the quickstart on the emulator, told by the real engine. */
import { runEntry } from "./setup/entry.mjs";
import { prepare, root } from "./setup/prepare.mjs";
import { runProgram } from "./setup/run-program.mjs";

await runEntry(async () => {
  await prepare();
  return runProgram(["--import", "tsx", "tools/story/main.ts"], { cwd: root });
});
