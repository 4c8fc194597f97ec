import { z } from "zod";

import { askPulumi } from "./ask-pulumi.js";
import { engineArguments, leavesOutProgram, valuesOf } from "./engine-command.js";
import { isToldUrns, stackOf, stackOfProgram } from "./stack-name.js";

/** The stack's configuration as the project has it now. */
export interface StackConfig {
  /** Whether the engine runs the program in this run. */
  isProgramRun(): Promise<boolean>;
  /** Whether it is known which configuration the command uses. Otherwise it is that of the selected stack. */
  isCertain(): Promise<boolean>;
  /**
   * The values by `namespace:key`, decrypted.
   *
   * @throws when the configuration cannot be read
   */
  read(): Promise<ReadonlyMap<string, string>>;
}

const entries = z.record(z.string(), z.looseObject({ value: z.string().optional() }));

/** Asks the Pulumi CLI, once and only where an answer is needed. Without a program it answers for the selected stack. */
export class ProjectConfig implements StackConfig {
  readonly #argv: readonly string[];
  #config: Promise<ReadonlyMap<string, string>> | undefined;

  /** @param argv the arguments of the process: the engine gives its address to the host of dynamic resources */
  constructor(argv: readonly string[]) {
    this.#argv = argv;
  }

  async isProgramRun(): Promise<boolean> {
    if ((await stackOfProgram(this.#argv)) !== undefined) return true;
    return isToldUrns() && !leavesOutProgram(await engineArguments(), process.env);
  }

  async isCertain(): Promise<boolean> {
    const args = await engineArguments();
    return args.length > 0;
  }

  async read(): Promise<ReadonlyMap<string, string>> {
    this.#config ??= this.#ask();
    return await this.#config;
  }

  async #ask(): Promise<ReadonlyMap<string, string>> {
    const args = await engineArguments();
    const [stack = (await stackOf(this.#argv))?.stack] = valuesOf(args, "stack", "s");
    const [file] = valuesOf(args, "config-file");
    const selection = [
      ...(stack === undefined ? [] : ["--stack", stack]),
      ...(file === undefined ? [] : ["--config-file", file]),
    ];
    const text = await askPulumi(["config", "--json", "--show-secrets", ...selection]);
    return new Map(
      Object.entries(parse(text)).flatMap(([key, { value }]) => (value === undefined ? [] : [[key, value]])),
    );
  }
}

/** The text holds secrets, and a parser's message could quote them. */
function parse(text: string): z.infer<typeof entries> {
  try {
    return entries.parse(JSON.parse(text.slice(Math.max(0, text.search(/^\s*\{/mu)))));
  } catch {
    throw new Error("the output of `pulumi config --json` is not a configuration");
  }
}
