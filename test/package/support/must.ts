import type { Outcome } from "../../../tools/setup/run-quietly.mjs";

/** A command that the rest builds on. @throws Error with the output when it fails. */
export async function must(command: Promise<Outcome>): Promise<Outcome> {
  const outcome = await command;
  if (outcome.code !== 0) throw new Error(outcome.lines.join("\n"));
  return outcome;
}
