import { constants } from "node:os";
import { tellStory } from "./story.js";

/** Runs the story, which always cleans up. The exit code is 1 if a step ends otherwise than announced. */
async function main(): Promise<void> {
  const stop = new AbortController();
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    process.on(signal, () => {
      process.exitCode = 128 + constants.signals[signal];
      stop.abort();
    });
  }
  try {
    await tellStory((text) => process.stdout.write(text), stop.signal);
  } catch (cause) {
    if (stop.signal.aborted) return;
    process.exitCode = 1;
    process.stderr.write(`\n${cause instanceof Error ? cause.message : String(cause)}\n`);
  }
}

void main();
