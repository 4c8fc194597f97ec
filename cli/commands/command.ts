import type { Command } from "commander";

import type { Surroundings } from "../surroundings.js";

/** Gives a command its options and its action. `end` sets the exit code of the process, which is 0 without it. */
type ConfigureCommand = (
  command: Command,
  surroundings: Surroundings,
  end: (exitCode: number) => void,
) => void;

/** What the program knows of a command before it loads it. */
export interface CommandEntry {
  readonly name: string;
  readonly description: string;
  readonly load: () => Promise<ConfigureCommand>;
}
