import { Command, CommanderError } from "commander";

import { commands } from "./commands/index.js";
import { describeFailure } from "./failure.js";
import type { Surroundings } from "./surroundings.js";
import { packageVersion } from "./version.js";

/** Runs the program with its arguments and returns the exit code of the process. */
export async function run(args: readonly string[], surroundings: Surroundings): Promise<number> {
  let exitCode = 0;
  try {
    const program = await build(args, surroundings, (code) => (exitCode = code));
    await program.parseAsync(args, { from: "user" });
    return exitCode;
  } catch (error) {
    if (error instanceof CommanderError) return refuse(error, surroundings);
    surroundings.stderr.write(`pulumi-approw: ${describeFailure(error)}\n`);
    return 1;
  }
}

/** The program knows every command by its name, and loads those that the arguments name. */
async function build(
  args: readonly string[],
  surroundings: Surroundings,
  end: (exitCode: number) => void,
): Promise<Command> {
  const { stdout, stderr } = surroundings;
  const program = new Command("pulumi-approw")
    .description("People as infrastructure code: the command line beside the Pulumi provider.")
    .version(packageVersion())
    .exitOverride()
    .configureOutput({
      writeOut: (text) => stdout.write(text),
      writeErr: (text) => stderr.write(text),
      // Mistakes in the arguments are written in one place, with all other failures.
      outputError: () => undefined,
    });
  for (const { name, description, load } of commands) {
    const command = program.command(name).description(description);
    if (args.includes(name)) (await load())(command, surroundings, end);
  }
  return program;
}

/** Commander also throws after it has shown the help or the version. */
function refuse({ exitCode, code, message }: CommanderError, { stderr }: Surroundings): number {
  const hasShownHelp = code === "commander.help";
  if (exitCode !== 0 && !hasShownHelp) {
    stderr.write(`pulumi-approw: ${message.replace(/^error: /u, "").replaceAll("\n", " ")}\n`);
  }
  return exitCode;
}
