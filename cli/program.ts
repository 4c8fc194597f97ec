import { Command, CommanderError } from "commander";

import { addDriftCommand } from "./drift/drift-command.js";
import { addEmulatorCommand } from "./emulator-command.js";
import { describeFailure } from "./failure.js";
import type { Surroundings } from "./surroundings.js";
import { packageVersion } from "./version.js";

/** Runs the program with its arguments, and answers the exit code of the process. */
export async function run(args: readonly string[], surroundings: Surroundings): Promise<number> {
  let exitCode = 0;
  const program = build(surroundings, (code) => (exitCode = code));
  try {
    await program.parseAsync(args, { from: "user" });
    return exitCode;
  } catch (error) {
    if (error instanceof CommanderError) return refuse(error, surroundings);
    surroundings.stderr.write(`pulumi-approw: ${describeFailure(error)}\n`);
    return 1;
  }
}

function build(surroundings: Surroundings, end: (exitCode: number) => void): Command {
  const { stdout, stderr } = surroundings;
  const program = new Command("pulumi-approw")
    .description("People as infrastructure code: the tools beside the Pulumi provider.")
    .version(packageVersion())
    .exitOverride()
    .configureOutput({
      writeOut: (text) => stdout.write(text),
      writeErr: (text) => stderr.write(text),
      // What is wrong with the arguments is written in one place, with all other failures.
      outputError: () => undefined,
    });
  addDriftCommand(program, surroundings, end);
  addEmulatorCommand(program, surroundings);
  return program;
}

/** Commander ends by an error also when it has only shown the help or the version. */
function refuse({ exitCode, code, message }: CommanderError, { stderr }: Surroundings): number {
  const hasShownHelp = code === "commander.help";
  if (exitCode !== 0 && !hasShownHelp) {
    stderr.write(`pulumi-approw: ${message.replace(/^error: /u, "").replaceAll("\n", " ")}\n`);
  }
  return exitCode;
}
